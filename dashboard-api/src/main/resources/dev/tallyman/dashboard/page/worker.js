// One worker: what is known of it, and its own values, as if there were no other.

import { arrange, el, say } from "./dom.js";
import { bytes, count, moment, ofUnit, plural, seconds, UNKNOWN } from "./format.js";
import { go } from "./location.js";

const LISTED = 300;
const at = (time) => (typeof time === "number" ? moment(time) : UNKNOWN);
const FACTS = [
  ["State", (worker) => worker.state],
  ["Process", (worker) => String(worker.pid)],
  ["Began", (worker) => at(worker.began)],
  ["Last write", (worker) => at(worker.last_write)],
  ["Ended", (worker) => at(worker.ended)],
  ["Series", (worker) => count(worker.series)],
  ["File", (worker) => `${worker.file}, ${bytes(worker.bytes)}`],
  ["CPU time", (worker) => seconds(worker.cpu_seconds)],
  ["Memory", (worker) => bytes(worker.memory_bytes)],
  ["Lost", lossesOf],
  ["Aggregator", (worker) => worker.aggregator],
  ["Id", (worker) => worker.id],
];

export class WorkerDetail {
  #rows = [];
  #truncated = false;
  #title = el("h2");
  #facts = el("dl", { class: "facts" });
  #told = el("p", { class: "quiet", role: "status" });
  #search = el("input", { type: "search", placeholder: "Search its metrics", "aria-label": "Search the worker's metrics", spellcheck: "false", on: { input: () => this.#draw() } });
  #body = el("tbody");

  constructor() {
    const close = el("button", { type: "button", on: { click: () => go({ worker: "" }, { step: true }) } }, "All workers");
    this.panel = el(
      "section", { class: "panel wide", "aria-label": "One worker", hidden: true },
      el("header", {}, this.#title, this.#search, this.#told, close),
      this.#facts,
      el("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Its values" },
        el("table", { class: "own" },
          el("caption", { class: "hidden" }, "What this worker has recorded by itself"),
          el("thead", {}, el("tr", {}, ...["Metric", "Labels", "Value"].map((text, i) =>
            el("th", { scope: "col", class: i === 2 ? "number" : "text" }, text)))),
          this.#body)));
  }

  /** `one` is the API's answer; null if there is no such worker any more. */
  show(id, one) {
    if (id === "") {
      return;
    }
    say(this.#title, one ? one.worker.name || `Process ${one.worker.pid}` : "This worker is gone");
    this.#facts.hidden = one === null;
    if (one) {
      arrange(this.#facts, FACTS.map(([title, write], i) => fact(this.#facts.children[i], title, write(one.worker))));
    }
    this.#rows = (one?.families ?? []).flatMap((family) => family.series.map((series) => [family, series]));
    this.#told.dataset.why = whyNone(one);
    this.#truncated = one?.truncated ?? false;
    this.#draw();
  }

  #draw() {
    const words = this.#search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const found = this.#rows.filter(([family, series]) => {
      const text = `${nameOf(family)} ${textOf(series.labels)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    arrange(this.#body, found.slice(0, LISTED).map(([family, series], i) => rowOf(this.#body.children[i], family, series)));
    const more = this.#truncated || found.length > LISTED ? ", not all listed" : "";
    say(this.#told, this.#rows.length ? `${plural(found.length, "series", "series")} of its own${more}` : this.#told.dataset.why);
  }
}

function whyNone(one) {
  if (!one) {
    return "No aggregator remembers it: what it counted is in the totals.";
  }
  return one.worker.state === "live" ? "It has recorded nothing yet." : "What it counted is in the totals now.";
}

function lossesOf(worker) {
  const told = [
    [worker.dropped, "recordings without sense"],
    [worker.over_limit, "look-ups over the limit"],
    [worker.not_on_disk, "series not on disk"],
  ].filter(([number]) => number > 0);
  return told.length ? told.map(([number, what]) => `${count(number)} ${what}`).join(", ") : "nothing";
}

function fact(present, title, text) {
  const made = present ?? el("div", {}, el("dt", {}, title), el("dd"));
  say(made.lastElementChild, text);
  return made;
}

/** As it is on the page. */
const nameOf = (family) => (family.type === "counter" ? `${family.name}_total` : family.name);
const textOf = (labels) => Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(", ");

function rowOf(present, family, series) {
  const row = present ?? el("tr", {}, el("th", { scope: "row" }), el("td"), el("td", { class: "number" }));
  say(row.children[0], nameOf(family));
  row.children[0].title = family.help;
  say(row.children[1], textOf(series.labels));
  say(row.children[2], valueOf(family, series));
  return row;
}

function valueOf(family, series) {
  const write = ofUnit(family.unit, "value");
  if (series.states) {
    return Object.entries(series.states).filter(([, on]) => on).map(([state]) => state).join(", ") || "none on";
  }
  if (typeof series.count === "number") {
    const average = series.count > 0 && typeof series.sum === "number" ? `, ${write(series.sum / series.count)} on average` : "";
    return `${count(series.count)} observed${average}`;
  }
  return family.type === "counter" && family.unit === "" ? count(series.value) : write(series.value);
}
