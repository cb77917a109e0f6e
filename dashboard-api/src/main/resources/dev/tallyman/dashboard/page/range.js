// The time range and the refresh in the header.

import { el, say } from "./dom.js";
import { local, span } from "./format.js";
import { go, href, onChange, seconds, shown } from "./location.js";

const RANGES = {
  "-5m": "Last 5 minutes",
  "-15m": "Last 15 minutes",
  "-1h": "Last hour",
  "-6h": "Last 6 hours",
  "-24h": "Last 24 hours",
  "-7d": "Last 7 days",
  "-30d": "Last 30 days",
};
const PACES = { 0: "Off", 5: "5 s", 15: "15 s", 60: "1 min", 300: "5 min" };
const CUSTOM = "custom";
const SAID_MILLIS = 2000;
const at = (id) => document.getElementById(id);

/** The seconds between two looks; 0 is never. */
export const pace = () => (shown.refresh in PACES ? Number(shown.refresh) : 15);

/** Puts the controls to work. */
export function startRange(refreshNow) {
  const range = at("range");
  const refresh = at("refresh");
  range.addEventListener("change", () => {
    if (range.value === CUSTOM) {
      openSpan();
    } else if (range.value in RANGES) {
      go({ from: range.value, to: "now" }, { step: true });
    }
  });
  Object.entries(PACES).forEach(([value, text]) => refresh.append(el("option", { value }, text)));
  refresh.addEventListener("change", () => go({ refresh: refresh.value }));
  at("now").addEventListener("click", refreshNow);
  at("link").addEventListener("click", copyLink);
  at("span").addEventListener("submit", closeSpan);
  at("span-cancel").addEventListener("click", () => {
    at("span").hidden = true;
    update();
    range.focus();
  });
  onChange(update);
  update();
}

function update() {
  const range = at("range");
  const options = Object.entries(RANGES).map(([value, text]) => el("option", { value }, text));
  const isKnown = shown.to === "now" && shown.from in RANGES;
  if (!isKnown) {
    options.unshift(el("option", { value: "shown" }, spanText()));
  }
  options.push(el("option", { value: CUSTOM }, "Custom…"));
  range.replaceChildren(...options);
  range.value = isKnown ? shown.from : "shown";
  at("refresh").value = String(pace());
}

function spanText() {
  const [from, to] = [seconds(shown.from), seconds(shown.to)];
  return from === null || to === null || shown.to === "now"
    ? `${shown.from} – ${shown.to}`
    : span(from, to);
}

function openSpan() {
  const now = Date.now() / 1000;
  at("span-from").value = local(seconds(shown.from) ?? now - 3600);
  at("span-to").value = local(seconds(shown.to) ?? now);
  at("span").hidden = false;
  say(at("span-wrong"), "");
  at("span-from").focus();
}

function closeSpan(event) {
  event.preventDefault();
  const [from, to] = [at("span-from"), at("span-to")].map((input) => Date.parse(input.value) / 1000);
  if (!(from < to)) {
    say(at("span-wrong"), "The end must be after the start.");
    at("span-to").focus();
    return;
  }
  at("span").hidden = true;
  go({ from: String(Math.round(from)), to: String(Math.round(to)) }, { step: true });
  at("range").focus();
}

/** "The last hour" is another hour for who opens the link: it holds the times themselves. */
async function copyLink() {
  const pinned = {};
  for (const edge of ["from", "to"]) {
    const time = seconds(shown[edge]);
    pinned[edge] = time === null ? shown[edge] : String(Math.round(time));
  }
  const address = new URL(href(pinned), location.href).href;
  const button = at("link");
  try {
    await navigator.clipboard.writeText(address);
    say(button, "Copied");
    setTimeout(() => say(button, "Copy link"), SAID_MILLIS);
  } catch (e) {
    // Clipboards are for secure origins only: put it into the address bar, to be copied there.
    go(pinned, { step: true });
    say(button, "It's in the address bar");
    setTimeout(() => say(button, "Copy link"), SAID_MILLIS);
  }
}
