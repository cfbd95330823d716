/* Land and borders: paths that come projected (pixels at zoom 9) and are only moved and scaled.
   Leaflet would project, simplify and clip every vertex again on each zoom. */
(function () {
  "use strict";

  const SPACE = "http://www.w3.org/2000/svg";
  const ZOOM = 9;

  const Ground = L.Layer.extend({
    initialize: function (pane, shapes, nameClass) {
      this._paneName = pane;
      this._shapes = shapes;
      this._nameClass = nameClass;
      this._nodes = new Map();
    },

    onAdd: function (map) {
      this._renderer = L.svg({ pane: this._paneName, padding: 0.4 }).addTo(map);
      this._group = document.createElementNS(SPACE, "g");
      for (const shape of this._shapes) {
        const node = document.createElementNS(SPACE, "path");
        node.setAttribute("d", shape.d);
        node.setAttribute("class", this._nameClass(shape));
        node.dataset.id = shape.id;
        this._nodes.set(shape.id, node);
        this._group.appendChild(node);
      }
      this._place();
      this._renderer._rootGroup.appendChild(this._group);
      map.on("zoomend viewreset", this._place, this);
    },

    _place: function () {
      const origin = this._map.getPixelOrigin();
      const scale = this._map.getZoomScale(this._map.getZoom(), ZOOM);
      this._group.setAttribute("transform", "translate(" + -origin.x + "," + -origin.y + ") scale(" + scale + ")");
    },

    node: function (id) {
      return this._nodes.get(id);
    },

    /* A hatching that style sheets can use as fill: url(#id). */
    hatch: function (id, gap, width) {
      const pattern = document.createElementNS(SPACE, "pattern");
      const turn = { id: id, width: gap, height: gap, patternUnits: "userSpaceOnUse" };
      for (const key of Object.keys(turn)) pattern.setAttribute(key, turn[key]);
      pattern.innerHTML =
        '<rect class="' + id + '-ground" width="' + gap + '" height="' + gap + '"/>' +
        '<rect class="' + id + '-stroke" width="' + width + '" height="' + gap + '"/>';
      const defs = document.createElementNS(SPACE, "defs");
      defs.appendChild(pattern);
      this._renderer._container.insertBefore(defs, this._renderer._container.firstChild);
      this._pattern = pattern;
      this._map.on("zoomend viewreset", this._steady, this);
      this._steady();
    },

    /* The pattern is scaled with the land; this takes the scale out again. */
    _steady: function () {
      const scale = this._map.getZoomScale(ZOOM, this._map.getZoom());
      this._pattern.setAttribute("patternTransform", "scale(" + scale + ") rotate(45)");
    },

    listen: function (pick, word) {
      const map = this._map;
      const tip = L.tooltip({ direction: "top", opacity: 1, className: "hint" });
      const id = (event) => event.target.dataset.id;
      this._group.addEventListener("click", function (event) {
        if (map.dragging.moved()) return;
        event.stopPropagation();
        pick(id(event));
      });
      this._group.addEventListener("mousemove", function (event) {
        const text = word(id(event));
        if (!text) return;
        const node = document.createElement("span");
        node.textContent = text;
        tip.setLatLng(map.mouseEventToLatLng(event)).setContent(node);
        if (!map.hasLayer(tip)) tip.addTo(map);
      });
      this._group.addEventListener("mouseleave", () => tip.remove());
    },
  });

  window.CorridorGround = Ground;
})();
