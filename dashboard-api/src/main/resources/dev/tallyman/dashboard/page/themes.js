// Light and dark: as the system wishes, until somebody says otherwise here.

import { say } from "./dom.js";

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const NEXT = { auto: "light", light: "dark", dark: "auto" };
const NAMES = { auto: "as the system", light: "light", dark: "dark" };

const chosen = () => root.dataset.theme ?? "auto";

/** Puts the switch to work; `repaint` is for what the style sheet doesn't reach. */
export function startThemes(repaint) {
  const button = document.getElementById("theme");
  const name = document.getElementById("theme-text");
  const tell = () => {
    say(name, `Theme: ${NAMES[chosen()]}`);
    button.title = `Theme: ${NAMES[chosen()]}. Click for ${NAMES[NEXT[chosen()]]}.`;
    button.dataset.theme = chosen();
  };
  button.addEventListener("click", () => {
    choose(NEXT[chosen()]);
    tell();
    repaint();
  });
  dark.addEventListener("change", repaint);
  tell();
}

function choose(theme) {
  if (theme === "auto") {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
  try {
    localStorage.setItem("theme", theme);
  } catch (e) {
    // Storage may be forbidden; the choice holds for this page then.
  }
}
