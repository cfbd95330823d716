/* What pages lay over the map besides the catalog: ways that were asked for, and the reader's own
   places. Ways travel with the state as encoded lines; own places are fetched by address. */
(function () {
  "use strict";

  const LONGEST = 40; // letters of a name on the map
  const STEP = 1000; // as in corridors/maps/overlay.py
  const LABELLED = 400; // beyond that, names wait for the pointer

  const DOT = { radius: 4.5, fillOpacity: 0.85, weight: 1, color: "#fff" };
  const LIT_DOT = { radius: 7, fillOpacity: 1, weight: 4, color: "#ffd45e" };

  function decode(text) {
    const line = [];
    const sum = [0, 0];
    let axis = 0;
    let value = 0;
    let shift = 0;
    for (const char of text) {
      const bits = char.charCodeAt(0) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
      if (bits & 32) continue;
      sum[axis] += value & 1 ? ~(value >> 1) : value >> 1;
      if (axis) line.push([sum[0] / STEP, sum[1] / STEP]);
      axis ^= 1;
      value = shift = 0;
    }
    return line;
  }

  /* The whole name is in the hint and on the card. */
  function short(name) {
    const letters = Array.from(name);
    return letters.length > LONGEST ? letters.slice(0, LONGEST).join("") + "…" : name;
  }

  function middle(line) {
    let whole = 0;
    const part = line.map((p, i) => (i ? (whole += Math.hypot(p[0] - line[i - 1][0], p[1] - line[i - 1][1])) : 0));
    return line[part.findIndex((at) => at >= whole / 2)] || line[0];
  }

  /* Each badge tries the middle of its way, then other places, to stay clear of the others. */
  function freePlace(line, taken, map) {
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const at = line[Math.floor(share * (line.length - 1))];
      const point = map.latLngToLayerPoint(at);
      if (taken.every((other) => point.distanceTo(other) > 30)) {
        taken.push(point);
        return at;
      }
    }
    return middle(line);
  }

  window.CorridorOverlay = function (map, on) {
    const ways = L.layerGroup().addTo(map);
    const ink = L.svg({ pane: "ways", padding: 0.4 });
    const dots = L.canvas({ pane: "own", padding: 0.3 });
    const own = new Map(); // address -> {records, layers, shown}
    let bounds = L.latLngBounds([]);
    let drawn = "[]";
    let places = [];

    function draw(list) {
      const text = JSON.stringify(list);
      if (text === drawn) return;
      drawn = text;
      ways.clearLayers();
      bounds = L.latLngBounds([]);
      const taken = [];
      for (const way of list) for (const part of way.parts) part.line = decode(part.line);
      for (const way of list.slice().sort((a, b) => a.strong - b.strong)) drawWay(way, taken);
    }

    function drawWay(way, taken) {
      for (const part of way.parts) {
        const style = { pane: "ways", renderer: ink, smoothFactor: 0.8 };
        const name = "way " + part.status + (way.strong ? " strong" : "");
        const weight = way.strong ? 5 : 3.2;
        L.polyline(part.line, Object.assign({ className: "casing", interactive: false, weight: weight + 2.6 }, style)).addTo(ways);
        const line = L.polyline(part.line, Object.assign({ className: name, color: way.color, weight: weight }, style)).addTo(ways);
        on.hover(line, () => way.text);
        line.on("click", function (event) {
          L.DomEvent.stopPropagation(event);
          on.way(way.id);
        });
        bounds.extend(line.getBounds());
      }
      if (!way.badge) return;
      const at = freePlace([].concat(...way.parts.map((part) => part.line)), taken, map);
      const badge = document.createElement("b");
      badge.textContent = way.badge;
      badge.style.background = way.color;
      const icon = L.divIcon({ className: "badge", html: badge, iconSize: [20, 20] });
      const mark = L.marker(at, { pane: "badges", icon: icon, keyboard: false }).addTo(ways);
      mark.on("click", () => on.way(way.id));
    }

    function fill(layer, data) {
      layer.records = data.places;
      layer.layers = data.places.map(function (record) {
        const style = { pane: "own", renderer: dots, color: data.color, weight: 1, fillColor: data.color };
        const made = record.line
          ? L[record.closed ? "polygon" : "polyline"](record.line.map(decode), Object.assign(style, { weight: 2, fillOpacity: 0.2 }))
          : L.circleMarker([record.lat, record.lon], Object.assign(style, DOT));
        on.hover(made, () => record.name + (data.title && " · " + data.title));
        if (!data.title) return made; // rows that are not stored yet cannot be selected
        made.on("click", function (event) {
          L.DomEvent.stopPropagation(event);
          on.select(record.id);
        });
        return made;
      });
    }

    function toggle(layer, mask) {
      const shown = on.unpack(mask);
      layer.layers.forEach(function (made, i) {
        const wanted = Boolean(shown(i));
        if (wanted !== map.hasLayer(made)) wanted ? map.addLayer(made) : map.removeLayer(made);
      });
    }

    function show(list) {
      places = list;
      const wanted = new Set(list.map((item) => item.url));
      for (const [url, layer] of own) {
        if (wanted.has(url)) continue;
        layer.layers.forEach((made) => map.removeLayer(made));
        own.delete(url);
      }
      for (const item of list) {
        const layer = own.get(item.url);
        if (layer) toggle(layer, item.shown);
        else fetchLayer(item.url);
      }
    }

    function fetchLayer(url) {
      const layer = { records: [], layers: [] };
      own.set(url, layer);
      on.fetchJson(url).then(function (data) {
        if (own.get(url) !== layer) return;
        fill(layer, data);
        const item = places.find((place) => place.url === url);
        if (item) toggle(layer, item.shown);
        on.changed();
      });
    }

    function labels() {
      const found = [];
      for (const layer of own.values()) {
        layer.layers.forEach(function (made, i) {
          const record = layer.records[i];
          if (found.length < LABELLED && map.hasLayer(made))
            found.push({ id: record.id, at: L.latLng(record.lat, record.lon), text: short(record.name), kind: "own", offset: 9, weight: 39, minZoom: 4, box: null });
        });
      }
      return found;
    }

    /* What is selected stands out; what no longer is goes back. */
    function mark(ids) {
      for (const layer of own.values()) {
        layer.records.forEach(function (record, i) {
          const made = layer.layers[i];
          const lit = ids.has(record.id);
          if (lit === Boolean(made.lit)) return;
          made.lit = lit;
          made.setStyle(record.line ? { weight: lit ? 5 : 2 } : lit ? LIT_DOT : DOT);
          if (lit && map.hasLayer(made)) made.bringToFront();
        });
      }
    }

    function boundsOf(ids) {
      const box = L.latLngBounds([]);
      for (const layer of own.values())
        layer.records.forEach((record) => ids.has(record.id) && box.extend([record.lat, record.lon]));
      return box;
    }

    return { draw: draw, show: show, labels: labels, mark: mark, boundsOf: boundsOf, bounds: () => bounds };
  };
})();
