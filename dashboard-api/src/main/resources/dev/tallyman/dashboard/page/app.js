// Puts the page together: which view is there, when it asks again, and what is said when nobody answers.

import { ask, Trouble } from "./api.js";
import { repaint } from "./chart.js";
import { say } from "./dom.js";
import { EndpointsView } from "./endpoints.js";
import { ExploreView } from "./explore.js";
import { FleetView, pulseOf } from "./fleet.js";
import { clock, short } from "./format.js";
import { Live } from "./live.js";
import { go, href, onChange, shown } from "./location.js";
import { pace, startRange } from "./range.js";
import { SystemsView } from "./systems.js";
import { startThemes } from "./themes.js";
import { WorkersView } from "./workers.js";

const RETRY_MILLIS = 2000;
const REST_MILLIS = 30000;
const TYPING_MILLIS = 150;
const TITLES = { endpoints: "Endpoints", workers: "Workers", fleet: "Fleet", systems: "Systems", explore: "Explore" };
// What these change needs no new numbers.
const LOCAL = new Set(["search", "find", "sort", "dir", "refresh"]);

const at = (id) => document.getElementById(id);
const views = {
  endpoints: new EndpointsView(), workers: new WorkersView(), fleet: new FleetView(),
  systems: new SystemsView(), explore: new ExploreView(),
};
const live = new Live(ticked);
let busy = "";
let running = null;
let next = 0;
let soon = 0;
let historyRests = { until: 0, reason: "" };
let before = shown;

function show() {
  const view = views[shown.view];
  if (!at("main").contains(view.root)) {
    at("main").replaceChildren(view.root);
  }
  document.title = `${TITLES[shown.view]} – Tallyman`;
  document.querySelectorAll("#tabs a").forEach((tab) => {
    tab.href = href({ view: tab.dataset.view });
    tab.dataset.view === shown.view ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current");
  });
}

async function refresh() {
  clearTimeout(next);
  clearTimeout(soon);
  running?.abort();
  const mine = new AbortController();
  running = mine;
  let isWell = false;
  try {
    isWell = await look(mine.signal);
  } catch (e) {
    if (e.name === "AbortError") {
      return;
    }
    if (!(e instanceof Trouble)) {
      throw e;
    }
    if (isOurs(e)) {
      refuse(e.message);
      return;
    }
    trouble(e.message);
  }
  if (running === mine) {
    running = null;
    schedule(isWell);
  }
}

/** Asks for the fleet first: when no aggregator is there, nothing else needs to be asked. */
async function look(signal) {
  const fleet = await ask("fleet", {}, signal);
  views.fleet.tell(fleet);
  if (!fleet.aggregators.some((each) => each.up)) {
    const which = fleet.aggregators.map((each) => each.url).join(", ");
    trouble(`The aggregator at ${which} can't be reached.`);
    return false;
  }
  const pulse = pulseOf(fleet);
  at("pulse").dataset.state = pulse.state;
  say(at("pulse-text"), busy ? `${pulse.text} · ${busy}` : pulse.text);
  await lookAtView(fleet.history.kept ? null : "No history is kept.", signal);
  at("outage").hidden = true;
  document.body.classList.remove("stale");
  say(at("asked"), `As of ${clock(Date.now() / 1000)}`);
  return true;
}

/** Without a history there are still all-time numbers; whether it is back is asked now and then. */
async function lookAtView(missing, signal) {
  const view = views[shown.view];
  const known = missing ?? (Date.now() < historyRests.until ? historyRests.reason : null);
  try {
    await view.refresh(known, signal);
  } catch (e) {
    if (known !== null || !(e instanceof Trouble) || e.status < 500) {
      throw e;
    }
    historyRests = { until: Date.now() + REST_MILLIS, reason: sentence(e.message) };
    await view.refresh(historyRests.reason, signal);
  }
}

function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return begun.endsWith(".") ? begun : `${begun}.`;
}

/** What was asked is wrong, and stays so however often it is asked. */
const isOurs = (e) => e.status >= 400 && e.status < 500;

function refuse(what) {
  say(at("outage"), sentence(`This can't be shown: ${what}`));
  at("outage").hidden = false;
  document.body.classList.add("stale");
}

function trouble(what) {
  const since = at("asked").textContent;
  const numbers = since ? ` The numbers below are old (${since.toLowerCase()}).` : "";
  say(at("outage"), `${sentence(what)}${numbers} Asking again until there is an answer.`);
  at("outage").hidden = false;
  at("pulse").dataset.state = "bad";
  say(at("pulse-text"), "no answer");
  document.body.classList.add("stale");
}

/** In trouble it goes on asking, even if nobody wants fresh numbers. */
function schedule(isWell) {
  live.pace(isWell ? pace() : 0);
  const wait = isWell ? pace() * 1000 : RETRY_MILLIS;
  if (wait > 0 && !document.hidden && !(isWell && live.isOpen())) {
    next = setTimeout(refresh, wait);
  }
}

/** The first tick of a stream tells nothing but that it is there: then the timer is not needed. */
function ticked(tick) {
  busy = typeof tick.calls_per_second === "number" ? `${short(tick.calls_per_second)} calls/s` : "";
  clearTimeout(next);
  if (running === null && (busy || !tick.up)) {
    refresh();
  }
}

function changed() {
  show();
  const differs = Object.keys(shown).filter((name) => String(shown[name]) !== String(before[name]));
  before = shown;
  if (differs.every((name) => LOCAL.has(name))) {
    if (differs.includes("refresh") && running === null) {
      clearTimeout(next);
      schedule(at("outage").hidden);
    }
    return;
  }
  clearTimeout(next);
  clearTimeout(soon);
  soon = setTimeout(refresh, differs.includes("view") || differs.includes("from") ? 0 : TYPING_MILLIS);
}

function pressed(event) {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const tab = Object.keys(views)[Number(event.key) - 1];
  if (tab) {
    go({ view: tab }, { step: true });
  } else if (event.key === "/") {
    event.preventDefault();
    views[shown.view].focusSearch?.();
  } else if (event.key === "r") {
    refresh();
  }
}

at("tabs").addEventListener("click", (event) => {
  const view = event.target.dataset.view;
  if (view && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go({ view }, { step: true });
  }
});
addEventListener("keydown", pressed);
document.addEventListener("visibilitychange", () => (document.hidden ? live.pace(0) : refresh()));
onChange(changed);
startThemes(repaint);
startRange(refresh);
show();
refresh();
