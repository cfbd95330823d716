/* Starts the map of a briefing that stands alone: what the map would fetch is in the page already,
   and what it reports goes to the card beside it. Text from data only ever becomes textContent. */
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const box = document.getElementById("card");
  const words = data.cards.words;

  // The map asks for files by name; a file address cannot be changed, so its view is not noted.
  window.fetch = (name) => Promise.resolve({ ok: true, json: () => Promise.resolve(data.files[name]) });
  window.history.replaceState = () => {};
  window.Streamlit = { setComponentValue: (what) => "select" in what && choose(what.select) };

  function add(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.appendChild(node);
    return node;
  }

  function clauseButtons(ids) {
    add(box, "h3", words.clauses);
    if (!ids.length) add(box, "p", words.no_clause, "fine");
    for (const id of ids) {
      const clause = data.cards.clauses[id];
      add(box, "button", clause.heading).addEventListener("click", () => showClause(id));
    }
  }

  function showClause(id) {
    const clause = data.cards.clauses[id];
    box.textContent = "";
    add(box, "h3", clause.heading);
    if (clause.gloss) add(box, "p", clause.gloss, "fine");
    add(box, "p", clause.where, "fine");
    add(box, "blockquote", clause.text).lang = "zh-CN";
  }

  function showEntity(id) {
    const card = data.cards.entities[id];
    box.textContent = "";
    add(box, "p", card.kind, "fine");
    add(box, "h3", card.name);
    const list = box.appendChild(document.createElement("dl"));
    for (const [label, value, refs] of card.rows) {
      add(list, "dt", label);
      const cell = add(list, "dd", value);
      for (const ref of refs) add(cell, "small", " " + data.cards.sources[ref - 1], "fine");
    }
    clauseButtons(card.clauses);
  }

  function show(id) {
    if (data.cards.entities[id]) showEntity(id);
    else if (data.cards.clauses[id]) showClause(id);
    else box.textContent = words.pick;
    box.scrollTop = 0;
  }

  // The map decodes the lines of a state where they stand.
  function fresh() {
    return structuredClone(data.state);
  }

  function choose(id) {
    show(id || "");
    const lit = id ? data.lit[id] || [id] : [];
    window.CorridorMap.show(Object.assign(fresh(), { select: id || "", lit: lit }));
  }

  const map = L.map("map", {
    center: [40, 100], zoom: 3, zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 1, maxZoom: 11,
  });
  window.CorridorMap.start(map, data.config);
  window.CorridorMap.show(fresh());
  show(data.state.select);
})();
