"use strict";
// Not a module: it runs before the first paint, so that a dark room is not lit up by a white page.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem("theme");
  } catch (e) {
    // Storage may be forbidden; the system's preference holds then.
  }
  if (stored === "light" || stored === "dark") {
    document.documentElement.dataset.theme = stored;
  }
})();
