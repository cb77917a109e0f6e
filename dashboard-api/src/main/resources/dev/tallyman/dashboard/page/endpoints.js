// The view of the endpoints: how often they are called, how long they take, how often they fail.

import { anyOf, ask } from "./api.js";
import { Bars } from "./bars.js";
import { Chart, color, COLORS } from "./chart.js";
import { el, say } from "./dom.js";
import { count, perSecond, plural, seconds, share } from "./format.js";
import { shown } from "./location.js";
import { isMuch, nameOf, SummaryTable } from "./table.js";

const CALLS = "http_requests_total";
const DURATIONS = "http_request_duration_seconds";
const PERCENTILES = [["p50", "0.5", "c2"], ["p95", "0.95", "c1"], ["p99", "0.99", "c3"]];
const BY_ENDPOINT = "method,endpoint";
const FAILED = /^5/;

export class EndpointsView {
  #tiles = new Map();
  #average = new Chart("Average response time by endpoint", seconds);
  #rate = new Chart("Throughput by endpoint", perSecond);
  #percentiles = new Chart("Latency percentiles", seconds);
  #errors = new Chart("Error rate", share, { least: 0.01 });
  #calls = new Bars("Total calls by endpoint", count);
  #time = new Bars("Where the time goes", seconds);
  #table = new SummaryTable();
  #welcome = el("p", { class: "panel welcome", hidden: true },
    "No HTTP call was recorded in this time. This view is about http_requests_total and http_request_duration_seconds; all other metrics are under Explore.");

  constructor() {
    const tiles = ["Calls", "Throughput", "Errors", "Average response", "Slowest p95", "Endpoints"];
    this.root = el(
      "div", { class: "view" },
      el("div", { class: "tiles" }, ...tiles.map((title) => this.#tile(title))),
      this.#welcome,
      el("div", { class: "panels" },
        ...[this.#average, this.#rate, this.#percentiles, this.#errors, this.#calls, this.#time].map((each) => each.panel)),
      this.#table.panel);
  }

  focusSearch() {
    this.#table.focusSearch();
  }

  /** Asks for all of it and shows it; `missing` says why there is no history, or is null. */
  async refresh(missing, signal) {
    const mode = missing === null ? shown.mode : "all";
    const summary = await ask("summary", { mode, ...edges() }, signal);
    const rows = summary.endpoints;
    const charted = chartedOf(rows);
    const colors = new Map(charted.map((row, i) => [nameOf(row), color(i)]));
    this.#table.show(rows, colors, missing);
    this.#welcome.hidden = rows.length > 0;
    this.#tell(rows, mode === "range" ? summary.to - summary.from : null);
    this.#calls.show(rows, "calls", colors);
    this.#time.show(rows, "total_seconds", colors);
    if (missing === null) {
      await this.#draw(rows, charted, signal);
    } else {
      this.#charts().forEach((chart) => chart.nothing(missing));
    }
  }

  #charts() {
    return [this.#average, this.#rate, this.#percentiles, this.#errors];
  }

  async #draw(rows, charted, signal) {
    if (charted.length === 0) {
      const what = rows.length === 0 ? "No calls in this time." : "None of the chosen endpoints was called in this time.";
      this.#charts().forEach((chart) => chart.nothing(what));
      return;
    }
    const isChosen = shown.show.length > 0;
    const matches = isChosen || charted.length < rows.length
      ? { match: [anyOf("endpoint", charted.map((row) => row.endpoint)), anyOf("method", charted.map((row) => row.method))] }
      : {};
    const note = isChosen
      ? plural(charted.length, "chosen endpoint")
      : charted.length < rows.length ? `the busiest ${charted.length} of ${rows.length}` : "";
    const series = (parameters) => ask("series", { ...parameters, ...edges() }, signal);
    const ofCharted = (answer) => linesOf(answer, charted);
    const everywhere = isChosen ? matches : {};
    await Promise.all([
      series({ metric: DURATIONS, fn: "avg", by: BY_ENDPOINT, ...matches })
        .then((answer) => this.#average.show(answer, ofCharted(answer), { note })),
      series({ metric: CALLS, fn: "rate", by: BY_ENDPOINT, ...matches })
        .then((answer) => this.#rate.show(answer, ofCharted(answer), { note })),
      this.#drawPercentiles(series, charted, isChosen && charted.length > 1 ? matches : null, everywhere),
      this.#drawErrors(series, charted, isChosen ? matches : null),
    ]);
  }

  /** Percentiles can't be added up: several endpoints get one line each. */
  async #drawPercentiles(series, charted, several, everywhere) {
    if (several) {
      const answer = await series({ metric: DURATIONS, fn: "quantile", q: "0.95", by: BY_ENDPOINT, ...several });
      this.#percentiles.show(answer, linesOf(answer, charted), { note: `p95 of ${plural(charted.length, "chosen endpoint")}` });
      return;
    }
    const answers = await Promise.all(
      PERCENTILES.map(([, q]) => series({ metric: DURATIONS, fn: "quantile", q, by: "", ...everywhere })));
    const lines = PERCENTILES.map(([name, , ink], i) => ({ name, color: ink, values: answers[i].series[0]?.values ?? [] }));
    this.#percentiles.show(answers[0], lines.filter((line) => line.values.length > 0), {
      note: shown.show.length ? nameOf(charted[0]) : "all endpoints",
    });
  }

  async #drawErrors(series, charted, chosen) {
    if (chosen) {
      const answer = await series({ metric: CALLS, fn: "increase", by: `${BY_ENDPOINT},status`, ...chosen });
      const lines = charted.map((row, i) => ({
        name: nameOf(row), color: color(i),
        values: ratio(answer, answer.series.filter((each) => nameOf(each.labels) === nameOf(row))),
      }));
      this.#errors.show(answer, lines, { note: "5xx of all calls" });
      return;
    }
    const answer = await series({ metric: CALLS, fn: "increase", by: "status" });
    this.#errors.show(answer, [{ name: "5xx of all calls", color: "c3", values: ratio(answer, answer.series) }], { note: "all endpoints" });
  }

  #tile(title) {
    const value = el("dd", {}, "–");
    this.#tiles.set(title, value);
    return el("dl", { class: "tile" }, el("dt", {}, title), value);
  }

  #tell(rows, spanSeconds) {
    const sum = (name, among = rows) => among.reduce((total, row) => total + (row[name] ?? 0), 0);
    const timed = rows.filter((row) => typeof row.average_seconds === "number" && row.calls > 0);
    const calls = sum("calls");
    const errors = sum("errors");
    const p95s = rows.map((row) => row.p95_seconds).filter((value) => typeof value === "number");
    const tell = (title, text) => say(this.#tiles.get(title), text);
    tell("Calls", count(calls));
    tell("Throughput", perSecond(spanSeconds === null ? null : calls / spanSeconds));
    tell("Errors", calls > 0 ? `${share(errors / calls)}` : "–");
    this.#tiles.get("Errors").classList.toggle("bad", isMuch(errors, calls));
    this.#tiles.get("Errors").title = `${plural(errors, "call")} failed`;
    tell("Average response", seconds(timed.length ? sum("total_seconds", timed) / sum("calls", timed) : null));
    tell("Slowest p95", seconds(p95s.length ? p95s.reduce((a, b) => Math.max(a, b)) : null));
    tell("Endpoints", count(rows.length));
  }
}

const edges = () => ({ from: shown.from, to: shown.to });

/** What is chosen, or the busiest; in the order of the answer, which keeps colours steady. */
function chartedOf(rows) {
  const chosen = new Set(shown.show);
  return chosen.size > 0
    ? rows.filter((row) => chosen.has(nameOf(row)))
    : rows.slice(0, COLORS);
}

function linesOf(answer, charted) {
  const byName = new Map(answer.series.map((series) => [nameOf(series.labels), series.values]));
  return charted
    .map((row, i) => ({ name: nameOf(row), color: color(i), values: byName.get(nameOf(row)) }))
    .filter((line) => line.values !== undefined);
}

/** Failed calls of all calls, step by step; unknown where there were none. */
function ratio(answer, series) {
  return answer.times.map((time, step) => {
    let failed = 0;
    let all = 0;
    for (const { labels, values } of series) {
      all += values[step] ?? 0;
      failed += FAILED.test(labels.status) ? values[step] ?? 0 : 0;
    }
    return all > 0 ? failed / all : null;
  });
}
