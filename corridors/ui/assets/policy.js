/* The policy desk's own script: links follow the address without a reload, and the reading pane
   scrolls to the chosen clause, name or search hit. It only reads attributes and toggles classes. */
(function () {
  "use strict";

  const MARKS = [...document.querySelectorAll(".policy-script")].pop();
  const wanted = MARKS ? MARKS.dataset : {};

  /* Like back and forward: the app reads the address anew. A link that only selects keeps the rest. */
  function follow(event) {
    const link = event.target.closest && event.target.closest("a[href^='?']");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || !link.closest(".policy, .card")) return;
    const href = link.getAttribute("href");
    const selects = href.startsWith("?select=");
    // Where there is a map, its own listener takes these.
    if (selects && document.querySelector(".st-key-map iframe")) return;
    event.preventDefault();
    const address = new URL(selects ? window.location.href : href, window.location.href);
    if (selects) address.searchParams.set("select", new URLSearchParams(href).get("select"));
    window.history.pushState(window.history.state, "", address);
    window.dispatchEvent(new PopStateEvent("popstate", { state: window.history.state }));
  }

  function mark(pane, selector, name) {
    for (const node of pane.querySelectorAll("." + name)) node.classList.remove(name);
    const found = selector ? [...pane.querySelectorAll(selector)] : [];
    for (const node of found) node.classList.add(name);
    return found[0];
  }

  /* Nothing moves while a marked place is in sight. */
  function show(pane, node) {
    const frame = pane.getBoundingClientRect();
    const inSight = [...pane.querySelectorAll(".chosen, .named, .current")].some(function (other) {
      const box = other.getBoundingClientRect();
      return other.className === node.className && box.top >= frame.top && box.top + 24 <= frame.bottom;
    });
    if (inSight) return;
    pane.scrollTop += node.getBoundingClientRect().top - frame.top - 48;
  }

  function go(attempt) {
    const pane = document.querySelector(".policy-text");
    if (!pane) {
      if (attempt < 40 && wanted.clause !== undefined) window.setTimeout(() => go(attempt + 1), 50);
      return;
    }
    const value = (key) => CSS.escape(wanted[key] || "");
    const found = {
      hit: mark(pane, wanted.hit && "[data-hit='" + value("hit") + "']", "current"),
      clause: mark(pane, wanted.clause && "[data-clause='" + value("clause") + "']", "chosen"),
      entity: mark(pane, wanted.entity && "a.mark[data-names~='" + value("entity") + "']", "named"),
    };
    const key = (name) => (name === "hit" ? (wanted.words || "") + "#" + (wanted.hit || "") : wanted[name] || "");
    const changed = ["clause", "entity", "hit"].filter((name) => found[name] && pane.dataset["seen_" + name] !== key(name));
    for (const name of ["clause", "entity", "hit"]) pane.dataset["seen_" + name] = key(name);
    if (changed.length) show(pane, found[changed[0]]);
  }

  if (window.policyFollow) document.removeEventListener("click", window.policyFollow);
  window.policyFollow = follow;
  document.addEventListener("click", follow);
  window.requestAnimationFrame(() => go(0));
})();
