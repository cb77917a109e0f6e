// The view of the fleet: who counts, how much, and what went wrong with it.

import { ask } from "./api.js";
import { Chart } from "./chart.js";
import { arrange, el, say } from "./dom.js";
import { bytes, count, moment, plural } from "./format.js";
import { shown } from "./location.js";

// What an aggregator tells, what it means, and whether anything above zero is trouble.
const FACTS = [
  { name: "workers", title: "Workers", means: "living processes that record" },
  { name: "series", title: "Series", means: "merged, as the page has them" },
  { name: "files_skipped", title: "Skipped files", means: "could not be read: run tallyman doctor", trouble: true },
  { name: "conflicts", title: "Conflicts", means: "workers disagree on a family", trouble: true },
  { name: "dropped_series", title: "Over the limit", means: "look-ups counted in overflow series" },
  { name: "series_not_on_disk", title: "Not on disk", means: "series that a killed worker would lose", trouble: true },
  { name: "files_waiting", title: "Waiting files", means: "of dead workers, still to be folded" },
  { name: "archive_series", title: "Archived series", means: "of workers that are gone" },
  { name: "archive_bytes", title: "Archive", means: "on disk", write: bytes },
];
const CHARTS = [
  { metric: "tallyman_workers", title: "Workers" },
  { metric: "tallyman_series", title: "Series" },
  { metric: "tallyman_archive_series", title: "Archived series" },
];

export class FleetView {
  #tiles = FACTS.map((fact) => this.#tile(fact));
  #body = el("tbody");
  #source = el("p", { class: "quiet" });
  #charts = CHARTS.map(({ title }) => new Chart(`${title} over time`, count));

  constructor() {
    const columns = ["Aggregator", "State", "Version", ...FACTS.map((fact) => fact.title)];
    this.root = el(
      "div", { class: "view" },
      el("div", { class: "tiles" }, ...this.#tiles.map((tile) => tile.root)),
      el("section", { class: "panel wide", "aria-label": "Aggregators" },
        el("header", {}, el("h2", {}, "Aggregators"), this.#source),
        el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Aggregators, table" },
          el("table", { class: "fleet" },
            el("caption", { class: "hidden" }, "What each aggregator tells of itself"),
            el("thead", {}, el("tr", {}, ...columns.map((title, i) =>
              el("th", { scope: "col", class: i > 2 ? "number" : "text" }, title)))),
            this.#body))),
      el("div", { class: "panels" }, ...this.#charts.map((chart) => chart.panel)));
  }

  /** Shows what is known of the fleet; that needs nothing of the aggregators. */
  tell(fleet) {
    const up = fleet.aggregators.filter((each) => each.up);
    this.#tiles.forEach((tile) => tile.show(up));
    arrange(this.#body, fleet.aggregators.map((each, i) => this.#row(each, i)));
    say(this.#source, sourceOf(fleet.history));
  }

  async refresh(missing, signal) {
    if (missing !== null) {
      this.#charts.forEach((chart) => chart.nothing(missing));
      return;
    }
    await Promise.all(CHARTS.map(async ({ metric, title }, i) => {
      const answer = await ask(
        "series", { metric, fn: "value", by: "", from: shown.from, to: shown.to }, signal);
      const lines = answer.series.slice(0, 1).map((series) => ({ name: title, color: `c${i}`, values: series.values }));
      this.#charts[i].show(answer, lines);
    }));
  }

  #tile(fact) {
    const value = el("dd");
    const root = el("dl", { class: "tile", data: { fact: fact.name } }, el("dt", {}, fact.title), value, el("dd", { class: "quiet" }, fact.means));
    const show = (aggregators) => {
      const told = aggregators.map((each) => each[fact.name]).filter((each) => typeof each === "number");
      const sum = told.length ? told.reduce((a, b) => a + b, 0) : null;
      say(value, (fact.write ?? count)(sum));
      value.classList.toggle("bad", fact.trouble === true && sum > 0);
    };
    return { root, show };
  }

  #row(aggregator, index) {
    const row = this.#body.children[index] ?? el(
      "tr", {}, el("th", { scope: "row" }), el("td"), el("td"), ...FACTS.map(() => el("td", { class: "number" })));
    const texts = [
      aggregator.url, aggregator.up ? "up" : "does not answer", aggregator.version ?? "–",
      ...FACTS.map((fact) => (fact.write ?? count)(aggregator[fact.name])),
    ];
    texts.forEach((text, i) => say(row.children[i], text));
    row.children[1].className = aggregator.up ? "good" : "bad";
    return row;
  }
}

function sourceOf(history) {
  if (!history) {
    return "no history is kept";
  }
  const from = typeof history.from === "number" ? `, since ${moment(history.from)}` : "";
  return `history from ${history.source === "prometheus" ? `Prometheus at ${new URL(history.url).origin}` : "the aggregator"}${from}`;
}

/** One line for the header, whatever the view. */
export function pulseOf(fleet) {
  const up = fleet.aggregators.filter((each) => each.up);
  const down = fleet.aggregators.length - up.length;
  const sum = (name) => up.reduce((total, each) => total + (each[name] ?? 0), 0);
  const words = [plural(sum("workers"), "worker"), `${count(sum("series"))} series`];
  if (down > 0) {
    words.unshift(`${down} of ${plural(fleet.aggregators.length, "aggregator")} down`);
  }
  const troubles = FACTS.filter((fact) => fact.trouble && sum(fact.name) > 0);
  words.push(...troubles.map((fact) => `${count(sum(fact.name))} ${fact.title.toLowerCase()}`));
  return { text: words.join(" · "), state: down > 0 || troubles.length > 0 ? "warn" : "good" };
}
