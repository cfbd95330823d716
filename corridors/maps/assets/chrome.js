/* What stands on the map and is no map: zoom and view buttons, scale, credits, legend. */
(function () {
  "use strict";

  function button(parent, text, title, act) {
    const node = L.DomUtil.create("button", "", parent);
    node.type = "button";
    node.textContent = text;
    node.title = title;
    node.setAttribute("aria-label", title);
    L.DomEvent.disableClickPropagation(node);
    node.addEventListener("click", act);
  }

  function controls(map, words, go) {
    const Bar = L.Control.extend({
      options: { position: "topright" },
      onAdd: function () {
        const bar = L.DomUtil.create("div", "bar");
        button(bar, "+", words.buttons.in, () => map.zoomIn(1));
        button(bar, "−", words.buttons.out, () => map.zoomOut(1));
        button(bar, words.buttons.all, words.buttons.all, go.home);
        button(bar, words.buttons.liaoning, words.buttons.liaoning, go.liaoning);
        return bar;
      },
    });
    map.addControl(new Bar());
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(map);
    L.control.attribution({ prefix: false, position: "bottomright" }).addAttribution(words.credits).addTo(map);
  }

  function legend(map, words) {
    const Legend = L.Control.extend({
      options: { position: "bottomright" },
      onAdd: function () {
        const box = L.DomUtil.create("details", "legend");
        box.open = map.getSize().x > 1200;
        L.DomUtil.create("summary", "", box).textContent = words.buttons.legend;
        const keys = L.DomUtil.create("div", "keys", box);
        for (const entry of words.legend) {
          const row = L.DomUtil.create("div", "", keys);
          L.DomUtil.create("i", "key " + entry.key, row).style.setProperty("--ink", entry.color || "");
          L.DomUtil.create("span", "", row).textContent = entry.text;
        }
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.disableScrollPropagation(box);
        return box;
      },
    });
    map.addControl(new Legend());
  }

  window.CorridorChrome = function (map, words, go) {
    controls(map, words, go);
    legend(map, words);
  };
})();
