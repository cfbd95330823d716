/* Runs first: asks for the shapes and puts the style in while the rest of the script is still being read. */
(function (known) {
  "use strict";

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(known.style);
  // The component writes its head anew after it has loaded this script; what is adopted stays.
  document.adoptedStyleSheets = [sheet];
  known.ahead = {};
  for (const name of ["features.json", "ground.json"]) {
    known.ahead[name] = fetch(known.urls[name]);
    known.ahead[name].catch(() => {}); // told where it is awaited
  }
})(window.CorridorKnown);
