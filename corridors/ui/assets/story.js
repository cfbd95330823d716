/* Turns the slides of the presentation. All of them are on the page already; the map beside them is
   told what each one shows. The app is not asked, the address follows. */
(function () {
  "use strict";

  const SWIPE = 50; // pixels
  const deck = [...document.querySelectorAll(".deck")].pop();
  if (!deck) return;
  const slides = [...deck.querySelectorAll(".slide")];
  const root = document.documentElement;
  const before = window.storyTold || {};
  // The app learns of a turned slide only with the next address it reads: in the other language the story goes on here.
  const goesOn = before.story === deck.dataset.story && before.lang !== deck.dataset.lang;
  let at = Math.min(Math.max(Number(goesOn ? before.at : deck.dataset.at) || 1, 1), slides.length);
  let swiped = null;

  function map() {
    const frame = document.querySelector(".st-key-map iframe");
    const inside = frame && frame.contentWindow;
    return inside && inside.CorridorMap && inside.document.querySelector("[data-ready]") ? inside : null;
  }

  function show() {
    slides.forEach((slide, i) => (slide.hidden = i !== at - 1));
    deck.querySelector(".turn b").textContent = at;
    deck.querySelector("[data-go='back']").disabled = at === 1;
    deck.querySelector("[data-go='on']").disabled = at === slides.length;
    deck.querySelector(".track i").style.width = (100 * at) / slides.length + "%";
    deck.style.setProperty("--track", slides[at - 1].style.getPropertyValue("--track"));
    deck.querySelector(".slides").scrollTop = 0;
    window.storyTold = { story: deck.dataset.story, lang: deck.dataset.lang, at: at };
  }

  /* Kept true from time to time too: at the end of a run the app writes the step that it knew. */
  function note() {
    const address = new URL(window.location.href);
    const step = at === 1 ? null : String(at);
    if (address.searchParams.get("step") === step) return;
    if (step) address.searchParams.set("step", step);
    else address.searchParams.delete("step");
    address.searchParams.delete("view");
    window.history.replaceState(window.history.state, "", address);
  }

  function tell() {
    const inside = map();
    if (inside) inside.CorridorMap.show(JSON.parse(slides[at - 1].dataset.map));
  }

  function go(number) {
    const next = Math.min(Math.max(number, 1), slides.length);
    if (next === at) return;
    at = next;
    show();
    tell();
    note();
  }

  /* Where a browser has no full screen, or forbids it, the page still gives the slides its whole room. */
  function full(on) {
    root.classList.toggle("presenting", on);
    if (on && root.requestFullscreen && !document.fullscreenElement) root.requestFullscreen().catch(() => {});
    if (!on && document.fullscreenElement) document.exitFullscreen();
  }

  const ACTS = {
    back: () => go(at - 1),
    on: () => go(at + 1),
    first: () => go(1),
    last: () => go(slides.length),
    full: () => full(!root.classList.contains("presenting")),
    leave: () => full(false),
  };
  const KEYS = {
    ArrowRight: "on", ArrowDown: "on", PageDown: "on", " ": "on", ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    Home: "first", End: "last", f: "full", F: "full", Escape: "leave",
  };

  function pressed(event) {
    const act = KEYS[event.key];
    if (!deck.isConnected) return forget();
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable='true'], [role='listbox']");
    const presses = event.key === " " && event.target.closest && event.target.closest("button, a, summary");
    if (act === "leave" && !root.classList.contains("presenting")) return;
    if (!act || typing || presses || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    ACTS[act]();
  }

  function clicked(event) {
    const button = event.target.closest("[data-go]");
    if (button) ACTS[button.dataset.go]();
  }

  /* The map changed its size: look again at what the slide is about. */
  function fit() {
    const inside = map();
    if (!inside || !deck.isConnected) return;
    const told = JSON.parse(slides[at - 1].dataset.map);
    inside.CorridorMap.show(Object.assign({}, told, { around: null }));
    inside.CorridorMap.show(told);
  }

  function watch(frame) {
    let size = "";
    let waiting = 0;
    new ResizeObserver(function () {
      const now = frame.offsetWidth + "x" + frame.offsetHeight;
      window.clearTimeout(waiting);
      if (size && size !== now) waiting = window.setTimeout(fit, 120);
      size = now;
    }).observe(frame);
  }

  function left() {
    if (!document.fullscreenElement) root.classList.remove("presenting");
  }

  /* On the map the keys turn slides too, and a click selects nothing: that would start another story. */
  function quiet(event) {
    if (!event.target.closest(".leaflet-control")) event.stopPropagation();
  }

  function join(tries) {
    if (!deck.isConnected) return;
    const inside = map();
    if (!inside) {
      if (tries) window.setTimeout(() => join(tries - 1), 100);
      return;
    }
    inside.document.addEventListener("keydown", pressed, true);
    inside.document.addEventListener("click", quiet, true);
    watch(document.querySelector(".st-key-map iframe"));
    tell();
  }

  function forget() {
    document.removeEventListener("keydown", pressed, true);
    document.removeEventListener("fullscreenchange", left);
    const inside = map();
    if (!inside) return;
    inside.document.removeEventListener("keydown", pressed, true);
    inside.document.removeEventListener("click", quiet, true);
  }

  if (window.forgetStory) window.forgetStory();
  window.forgetStory = forget;
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("fullscreenchange", left);
  deck.addEventListener("click", clicked);
  deck.addEventListener("touchstart", (event) => (swiped = event.changedTouches[0].clientX), { passive: true });
  deck.addEventListener("touchend", function (event) {
    const moved = event.changedTouches[0].clientX - swiped;
    if (Math.abs(moved) > SWIPE) go(moved < 0 ? at + 1 : at - 1);
  });
  left();
  show();
  const keeper = window.setInterval(() => (deck.isConnected ? note() : window.clearInterval(keeper)), 500);
  deck.dataset.ready = "1";
  // Whoever chose what to present goes on with the keys: they turn slides, not the list.
  if (document.activeElement && document.activeElement.closest(".st-key-search")) deck.querySelector(".slides").focus();
  join(300);
})();
