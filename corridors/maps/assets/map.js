/* Draws the corridor map. Python sends addresses once (start) and a short state (show) on each
   rerun; shapes are fetched by address and cached. Text from data only ever becomes textContent. */
(function () {
  "use strict";

  const RADIUS = { port: 5.5, crossing: 6, strait: 4.5, city: 3.5, zone: 6.5, bonded: 5.5, market: 6, platform: 5 };
  const CORNERS = { crossing: 4, zone: 6, bonded: 4, market: 3, platform: 3 };
  const TURN = { crossing: 0, zone: 0, bonded: Math.PI / 4, market: 0, platform: Math.PI };
  const MIN_ZOOM = { port: 2, crossing: 2, strait: 2, city: 2.5, zone: 4, bonded: 7.5, market: 7.5, platform: 8.5 };
  const WEIGHT = { port: 60, crossing: 65, strait: 55, city: 50, zone: 40, bonded: 38, market: 36, platform: 34 };
  const FRAME = { south: -84, west: -30, north: 84, east: 330 };
  const DETAIL_ZOOM = 4;
  const NEAR_ZOOM = 5;
  const LARGER = 1.7; // marks and lines for readers across a room

  let map, config, labels, overlay, state, clicked, shownSelect, shownFocus, shownAround, awaited, touched, byHand, large = false;
  const countries = new Map(); // id -> {node, record, box of its largest part, view of all that is large}
  const points = []; // {record, layer}
  const lines = []; // {record, layer, casing}
  let names = []; // labels that are no entities

  const Mark = L.CircleMarker.extend({
    _updatePath: function () {
      const corners = CORNERS[this.options.kind];
      if (!corners) return L.CircleMarker.prototype._updatePath.call(this);
      const r = this._radius;
      const turn = TURN[this.options.kind];
      const path = [];
      for (let i = 0; i < corners; i++) {
        const a = turn + (i * 2 * Math.PI) / corners;
        path.push((this._point.x + r * Math.sin(a)).toFixed(1) + " " + (this._point.y - r * Math.cos(a)).toFixed(1));
      }
      this._renderer._setPath(this, this._empty() ? "M0 0" : "M" + path.join("L") + "Z");
    },
  });

  function name(record) {
    return record[state && state.lang === "en" ? "en" : "zh"];
  }

  function fetchJson(address, begun) {
    return (begun || fetch(address)).then(function (answer) {
      if (!answer.ok) throw new Error(address + ": " + answer.status);
      return answer.json();
    });
  }

  function tell(what) {
    window.Streamlit.setComponentValue(Object.assign({ at: Date.now() }, what));
  }

  function select(id) {
    clicked = id;
    highlight(id ? [id] : []);
    tell({ select: id });
  }

  function pane(id, z) {
    const made = map.createPane(id);
    made.style.zIndex = z;
    return made;
  }

  function renderer(id) {
    return L.svg({ pane: id, padding: 0.4 });
  }

  function hover(layer, text) {
    layer.bindTooltip(
      function () {
        const node = document.createElement("span");
        node.textContent = text();
        return node;
      },
      { sticky: true, direction: "top", opacity: 1, className: "hint" }
    );
    skip(layer);
    layer.on("add", () => skip(layer));
  }

  /* What has a hint becomes a stop of the tab key, hundreds of them; for the keyboard there is the table. */
  function skip(layer) {
    const node = layer.getElement && layer.getElement();
    if (node) node.setAttribute("tabindex", "-1");
  }

  function drawGround(shapes, records) {
    const byId = new Map(records.map((r) => [r.id, r]));
    const land = new window.CorridorGround("land", shapes.countries, () => "country leaflet-interactive");
    land.addTo(map);
    land.hatch("goal", 7, 2.2);
    for (const shape of shapes.countries) {
      const record = byId.get(shape.id);
      const bounds = ([west, south, east, north]) => L.latLngBounds([[south, west], [north, east]]);
      if (!record) continue;
      const node = land.node(shape.id);
      node.classList.toggle("named", record.named);
      countries.set(shape.id, { node: node, record: record, box: bounds(shape.box), view: bounds(shape.view || shape.box) });
    }
    land.listen((id) => countries.has(id) && select(id), (id) => countries.has(id) && name(countries.get(id).record));
    drawStrokes(shapes.strokes);
  }

  function drawStrokes(shapes) {
    new window.CorridorGround("detail", shapes, () => "stroke").addTo(map);
  }

  function drawLines(features) {
    const casing = renderer("casing");
    const ink = renderer("lines");
    for (const record of features.lines) {
      const way = features.legs[record.leg];
      if (!way) continue;
      const under = L.polyline(way, { pane: "casing", renderer: casing, className: "casing", interactive: false, smoothFactor: 0.8 });
      const layer = L.polyline(way, {
        pane: "lines",
        renderer: ink,
        className: "line " + record.status + " mode-" + record.mode,
        color: record.color || undefined,
        smoothFactor: 0.8,
      });
      hover(layer, () => name(record));
      layer.on("click", function (event) {
        L.DomEvent.stopPropagation(event);
        select(record.select);
      });
      lines.push({ record: record, layer: layer, casing: under, on: false });
    }
  }

  function drawPoints(features) {
    const ink = renderer("points");
    for (const record of features.points) {
      const layer = new Mark([record.lat, record.lon], {
        pane: "points",
        renderer: ink,
        kind: record.kind,
        radius: radius(record),
        className: ["point", "kind-" + record.kind, "at-" + record.precision, "is-" + record.state, record.minor ? "minor" : ""].join(" "),
      });
      hover(layer, () => name(record));
      layer.on("click", function (event) {
        L.DomEvent.stopPropagation(event);
        select(record.id);
      });
      points.push({ record: record, layer: layer, on: false });
    }
  }

  function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return (index) => (bytes[index >> 3] >> (index & 7)) & 1;
  }

  function toggle(item, on, layers) {
    if (item.on === on) return;
    item.on = on;
    for (const layer of layers) on ? map.addLayer(layer) : map.removeLayer(layer);
  }

  /* Where corridors share a track each keeps its colour: wider below, narrower above. */
  function weighLines() {
    const sharing = new Map();
    for (const item of lines) {
      if (!item.on) continue;
      if (!sharing.has(item.record.leg)) sharing.set(item.record.leg, []);
      sharing.get(item.record.leg).push(item);
    }
    for (const items of sharing.values()) {
      items.forEach(function (item, index) {
        const weight = (2.6 + 3 * (items.length - 1 - index)) * (large ? LARGER : 1);
        item.layer.setStyle({ weight: weight });
        item.casing.setStyle({ weight: weight + 2.4 });
      });
    }
  }

  function enlarge(on) {
    if (on === large) return;
    large = on;
    document.documentElement.classList.toggle("large", on);
    for (const item of points) item.layer.setRadius(radius(item.record));
    labels.forget();
  }

  function radius(record) {
    return RADIUS[record.kind] * (large ? LARGER : 1);
  }

  function element(layer) {
    return layer.getElement && layer.getElement();
  }

  function highlight(ids) {
    const lit = new Set(ids);
    const mark = (layer, on) => {
      const node = element(layer);
      if (node) node.classList.toggle("lit", on);
    };
    for (const [id, country] of countries) country.node.classList.toggle("lit", lit.has(id));
    for (const item of points) if (item.on) mark(item.layer, lit.has(item.record.id));
    for (const item of lines) if (item.on) mark(item.layer, lit.has(item.record.id));
    const overlays = points.some((i) => i.on && lit.has(i.record.id)) || lines.some((i) => i.on && lit.has(i.record.id));
    map.getContainer().classList.toggle("some-lit", overlays);
  }

  function relabel() {
    const lit = new Set(state.lit);
    const items = [];
    for (const item of points) {
      if (!item.on) continue;
      const r = item.record;
      items.push({
        id: r.id, at: item.layer.getLatLng(), text: name(r), kind: r.kind, offset: radius(r) + 4,
        strong: lit.has(r.id) && lit.size < 40, weight: WEIGHT[r.kind] + (r.corridors || 0) * 4 + (lit.has(r.id) ? 1000 : 0),
        minZoom: r.corridors ? MIN_ZOOM[r.kind] : Math.max(MIN_ZOOM[r.kind], 4), box: null,
      });
    }
    for (const [id, country] of countries) {
      const r = country.record;
      if (r.lat === null) continue;
      const size = (country.box.getEast() - country.box.getWest()) / 100;
      items.push({
        id: id, at: L.latLng(r.lat, r.lon), text: name(r), kind: "country" + (r.named ? " named" : ""), offset: 0,
        strong: lit.has(id) && lit.size < 40, weight: size + (r.named ? 45 : 20) + (lit.has(id) ? 900 : 0), minZoom: 1.5, box: country.box,
      });
    }
    for (const r of names) {
      items.push({ id: r.id, at: L.latLng(r.lat, r.lon), text: name(r), kind: "name", offset: 0, weight: 30, minZoom: r.zoom, box: null });
    }
    labels.set(items.concat(overlay.labels()));
  }

  function boundsOf(ids) {
    const lit = new Set(ids);
    const box = L.latLngBounds([]);
    for (const item of points) if (lit.has(item.record.id)) box.extend(item.layer.getLatLng());
    for (const item of lines) if (lit.has(item.record.id)) box.extend(item.layer.getBounds());
    for (const id of lit) if (countries.has(id)) box.extend(countries.get(id).view);
    return box.extend(overlay.boundsOf(lit));
  }

  function firstView() {
    const asked = viewFromAddress();
    if (asked) map.setView(asked.at, asked.zoom, { animate: false });
    else map.fitBounds(config.opening, { animate: false });
  }

  /* The address also holds where the reader looks: ?view=latitude,longitude,zoom. It is written
     here alone, because a rerun for every move of the map would be one too many. */
  function viewFromAddress() {
    const text = new URLSearchParams(window.parent.location.search).get("view") || "";
    const [lat, lon, zoom] = text.split(",").map(Number);
    const inFrame = lat >= FRAME.south && lat <= FRAME.north && lon >= FRAME.west && lon <= FRAME.east;
    const sound = inFrame && zoom >= map.getMinZoom() && zoom <= map.getMaxZoom();
    return sound ? { at: [lat, lon], zoom: zoom } : null;
  }

  function noteView() {
    if (!byHand) return;
    const at = map.getCenter();
    const address = new URL(window.parent.location.href);
    address.searchParams.set("view", [at.lat.toFixed(2), at.lng.toFixed(2), map.getZoom()].join(","));
    window.parent.history.replaceState(window.parent.history.state, "", address);
  }

  function look(box, options) {
    if (!box.isValid()) return;
    touched = true;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const edge = large ? map.getSize().multiplyBy(0.08) : [36, 36];
    const way = Object.assign({ padding: edge, maxZoom: 7.5, duration: 0.6 }, options);
    if (calm || options.still) map.fitBounds(box, Object.assign(way, { animate: false }));
    else map.flyToBounds(box, way);
  }

  function apply() {
    if (!state || !labels) return;
    enlarge(Boolean(state.large));
    const shown = unpack(state.shown);
    points.forEach((item, i) => toggle(item, Boolean(shown(i)), [item.layer]));
    lines.forEach((item, i) => toggle(item, Boolean(shown(points.length + i)), [item.casing, item.layer]));
    weighLines();
    const goals = new Set(state.goals);
    for (const [id, country] of countries) country.node.classList.toggle("goal", goals.has(id));
    overlay.draw(state.ways || []);
    overlay.show(state.own || []);
    highlight(state.lit);
    overlay.mark(new Set(state.lit));
    relabel();
    if ((state.focus || "") !== (shownFocus || "")) {
      const first = shownFocus === undefined;
      shownFocus = state.focus;
      if (!first || !viewFromAddress()) look(overlay.bounds(), { still: first });
    }
    lookAround();
    if (state.select !== shownSelect) {
      const first = shownSelect === undefined;
      shownSelect = state.select;
      const asked = first && viewFromAddress();
      awaited = false;
      if (state.select && state.select !== clicked && !asked) lookAtLit(first);
      clicked = null;
    }
    document.documentElement.lang = state.lang === "en" ? "en" : "zh-CN";
  }

  /* Own places may still be on their way: then the view moves when they arrive. */
  function lookAtLit(still) {
    const box = boundsOf(state.lit);
    awaited = !box.isValid();
    look(box, { still: still });
  }

  function ownArrived() {
    overlay.mark(new Set(state.lit));
    relabel();
    if (awaited) lookAtLit(true);
  }

  function lookAround() {
    const around = JSON.stringify(state.around || null);
    if (around === shownAround) return;
    const first = shownAround === undefined;
    shownAround = around;
    if (state.around && !(first && viewFromAddress())) look(L.latLngBounds(state.around), { still: first });
  }

  /* From afar Liaoning is a dozen pixels wide: what is on no corridor waits for a closer look, and
     so do the borders inside China, which are fetched only then. */
  function distance() {
    map.getContainer().classList.toggle("far", map.getZoom() < NEAR_ZOOM);
    if (map.getZoom() < DETAIL_ZOOM || distance.detailed) return;
    distance.detailed = true;
    fetchJson(config.urls["detail.json"]).then(drawStrokes);
  }

  /* The page's own links select through the map, which spares the page a listener component.
     They are ordinary addresses too: new tabs, copying and pages without a map go their usual way. */
  function followLinks() {
    window.parent.document.addEventListener("click", follow);
    window.addEventListener("pagehide", () => window.parent.document.removeEventListener("click", follow));
  }

  function follow(event) {
    const link = event.target.closest && event.target.closest("a[href^='?select='], a[href^='?way=']");
    if (!link || link.closest("[data-testid='stPageLink']") || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const wanted = new URLSearchParams(link.getAttribute("href"));
    tell(wanted.has("select") ? { select: wanted.get("select") } : { way: wanted.get("way") });
  }

  function start(leafletMap, settings) {
    map = leafletMap;
    config = Object.assign({ ahead: {} }, window.CorridorKnown, settings);
    pane("land", 200);
    pane("detail", 210);
    pane("casing", 400);
    pane("lines", 410);
    pane("ways", 430);
    pane("own", 440);
    pane("points", 450);
    pane("labels", 470).classList.add("labels");
    pane("badges", 480);
    map.setMaxBounds([[FRAME.south, FRAME.west], [FRAME.north, FRAME.east]]);
    firstView();
    for (const name of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(name, () => (touched = byHand = true));
    }
    window.CorridorChrome(map, config.words[config.lang], {
      home: () => look(L.latLngBounds(config.home), { padding: [0, 0] }),
      liaoning: () => look(L.latLngBounds(config.liaoning), { maxZoom: 9 }),
    });
    overlay = window.CorridorOverlay(map, {
      select: select, way: (id) => tell({ way: id }), hover: hover, unpack: unpack, fetchJson: fetchJson, changed: ownArrived,
    });
    distance();
    map.on("click", () => select(""));
    followLinks();
    map.on("zoomend", distance);
    map.on("moveend", noteView);
    new ResizeObserver(function () {
      map.invalidateSize({ pan: false });
      if (!touched) firstView();
    }).observe(map.getContainer());
    const wanted = ["features.json", "ground.json"].map((key) => fetchJson(config.urls[key], config.ahead[key]));
    Promise.all(wanted).then(function ([features, shapes]) {
      drawGround(shapes, features.countries);
      names = features.labels;
      drawLines(features);
      drawPoints(features);
      labels = new window.CorridorLabels().addTo(map);
      apply();
      map.getContainer().dataset.ready = "1";
      performance.mark("map-ready");
    }).catch(function (error) {
      const note = L.DomUtil.create("p", "broken", map.getContainer());
      note.textContent = config.words[config.lang].broken + " " + error.message;
    });
  }

  window.CorridorMap = {
    start: start,
    show: function (next) {
      state = next;
      apply();
    },
  };
})();
