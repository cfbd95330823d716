/* Labels that never overlap: the weightier one is placed, the other waits for a closer look. */
(function () {
  "use strict";

  const GAP = 3;

  function overlaps(a, b) {
    return a.left < b.right + GAP && b.left < a.right + GAP && a.top < b.bottom + GAP && b.top < a.bottom + GAP;
  }

  /* items: {id, at: LatLng, text, kind, weight, offset: [x, y], minZoom, box: LatLngBounds or null} */
  const Labels = L.Layer.extend({
    initialize: function () {
      this._items = [];
      this._nodes = new Map();
    },

    onAdd: function (map) {
      this._pane = map.getPane("labels");
      map.on("zoomstart", this._hide, this);
      map.on("zoomend moveend resize", this._later, this);
    },

    set: function (items) {
      this._items = items.slice().sort((a, b) => b.weight - a.weight);
      this._later();
    },

    /* Their style changed: each is measured anew. */
    forget: function () {
      for (const node of this._nodes.values()) node._size = null;
    },

    _hide: function () {
      this._pane.classList.add("moving");
    },

    /* Once a frame is enough, and the shapes are on screen before their names. */
    _later: function () {
      L.Util.cancelAnimFrame(this._frame);
      this._frame = L.Util.requestAnimFrame(this._place, this);
    },

    _node: function (item) {
      let node = this._nodes.get(item.id);
      if (!node) {
        node = L.DomUtil.create("span", "", this._pane);
        this._nodes.set(item.id, node);
      }
      const name = "label label-" + item.kind + (item.strong ? " strong" : "");
      if (node.textContent !== item.text || node.className !== name) {
        node.textContent = item.text;
        node.className = name;
        node._size = null;
      }
      node.hidden = false;
      return node;
    },

    /* A country's name waits until the country is at least as wide as the word. */
    _roomy: function (item, width) {
      if (!item.box || item.strong) return true;
      const west = this._map.latLngToLayerPoint(item.box.getSouthWest());
      const east = this._map.latLngToLayerPoint(item.box.getNorthEast());
      return east.x - west.x > width * 1.15;
    },

    _place: function () {
      if (!this._map) return;
      const zoom = this._map.getZoom();
      const view = this._map.getBounds().pad(0.05);
      const wanted = this._items.filter((i) => (zoom >= i.minZoom || i.strong) && view.contains(i.at));
      // All are written before the first is measured: to measure makes the browser lay out the page.
      const nodes = wanted.map((item) => this._node(item));
      for (const node of nodes) node._size = node._size || [node.offsetWidth, node.offsetHeight];
      const placed = [];
      const used = new Set();
      wanted.forEach((item, index) => {
        const [width, height] = nodes[index]._size;
        if (!this._roomy(item, width)) return;
        const spot = this._spot(this._map.latLngToLayerPoint(item.at), width, height, item.offset, placed);
        if (!spot) return;
        placed.push(spot);
        used.add(item.id);
        L.DomUtil.setPosition(nodes[index], L.point(spot.left, spot.top));
      });
      for (const [id, node] of this._nodes) node.hidden = !used.has(id);
      this._pane.classList.remove("moving");
    },

    /* Beside a point there are four spots to try; a country's name has only its centre. */
    _spot: function (point, width, height, offset, placed) {
      const middle = point.y - height / 2;
      const tries = offset
        ? [
            [point.x + offset, middle],
            [point.x - offset - width, middle],
            [point.x - width / 2, point.y + offset],
            [point.x - width / 2, point.y - offset - height],
          ]
        : [[point.x - width / 2, middle]];
      for (const [left, top] of tries) {
        const box = { left: left, top: top, right: left + width, bottom: top + height };
        if (!placed.some((other) => overlaps(box, other))) return box;
      }
      return null;
    },
  });

  window.CorridorLabels = Labels;
})();
