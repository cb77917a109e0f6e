// The view of any metric: choose one, say what to do with it, and see its series.

import { ask, filterOf, labelText, metricText } from "./api.js";
import { Chart, color } from "./chart.js";
import { arrange, el, say, swatch } from "./dom.js";
import { count, ofUnit, plural } from "./format.js";
import { go, href, onChange, shown } from "./location.js";

const FUNCTIONS = {
  value: "value",
  rate: "per second",
  increase: "increase per step",
  avg: "average",
  quantile: "quantile",
};
const BY_TYPE = {
  counter: ["rate", "increase", "value"],
  histogram: ["avg", "quantile", "rate", "increase"],
  summary: ["avg", "rate", "increase"],
};
const OTHERS = ["value"];
// Stands for no label at all: everything in one sum.
const TOGETHER = "";
const DRAWN = 24;
const LISTED = 200;
const names = new Intl.Collator("en", { numeric: true });

export class ExploreView {
  #metrics = [];
  #known = new Map();
  #filter = el("input", { type: "search", placeholder: "Search metrics", "aria-label": "Search metrics", spellcheck: "false", on: { input: () => this.#list() } });
  #menu = el("ul", { class: "menu" });
  #found = el("p", { class: "quiet", role: "status" });
  #title = el("h2", {}, "Choose a metric");
  #help = el("p", { class: "quiet" });
  #fn = el("select", { on: { change: () => go({ fn: this.#fn.value }) } });
  #q = el("input", { type: "number", min: "0", max: "1", step: "any", on: { change: () => this.#q.checkValidity() && go({ q: this.#q.value }) } });
  #qLabel = el("label", {}, "q ", this.#q);
  #by = el("fieldset", { class: "by" });
  #matches = el("ul", { class: "matches", "aria-label": "Filters" });
  #match = el("input", { type: "text", placeholder: "status=~5..", "aria-label": "New filter: label, one of = != =~ !~, value", spellcheck: "false", list: "label-values" });
  #hints = el("datalist", { id: "label-values" });
  #wrong = el("span", { class: "bad", role: "alert" });
  #chart = new Chart("Series", count, { fromZero: false });
  #body = el("tbody");
  #table;
  #tools;

  constructor() {
    const adding = el("form", { class: "add", on: { submit: (event) => this.#add(event) } }, this.#match, this.#hints, el("button", { type: "submit" }, "Add filter"), this.#wrong);
    this.#tools = el("div", { class: "tools" }, el("label", {}, "Show ", this.#fn), this.#qLabel, this.#by, this.#matches, adding);
    this.#table = el(
      "section", { class: "panel wide", "aria-label": "Series, table", hidden: true },
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Series" },
        el("table", {}, el("thead", {}, el("tr", {},
          ...["Series", "Latest", "Lowest", "Highest"].map((text, i) => el("th", { scope: "col", class: i ? "number" : "text" }, text)))),
        this.#body)));
    this.root = el(
      "div", { class: "view explore" },
      el("section", { class: "panel side", "aria-label": "Metrics" }, this.#filter, this.#found, this.#menu),
      el("div", { class: "stack" },
        el("section", { class: "panel", "aria-label": "What is shown" }, this.#title, this.#help, this.#tools),
        this.#chart.panel,
        this.#table));
    onChange(() => this.#settings());
  }

  focusSearch() {
    this.#filter.focus();
    this.#filter.select();
  }

  async refresh(missing, signal) {
    this.#metrics = (await ask("metrics", {}, signal)).metrics.sort(theirsFirst);
    this.#list();
    this.#settings();
    const metric = this.#chosen();
    if (!metric) {
      this.#chart.nothing(shown.metric ? `There is no metric ${shown.metric} now.` : "Choose a metric.");
      this.#fill([]);
    } else if (missing !== null) {
      this.#chart.nothing(missing);
      this.#fill([]);
    } else {
      await this.#draw(metric, signal);
    }
  }

  async #draw(metric, signal) {
    const fn = fnOf(metric);
    const answer = await ask("series", {
      metric: metricText(metric.name), fn, from: shown.from, to: shown.to,
      ...(fn === "quantile" ? { q: shown.q } : {}),
      ...(shown.by.length ? { by: shown.by.filter((label) => label !== TOGETHER).map(labelText).join(",") } : {}),
      match: shown.match,
    }, signal);
    this.#remember(answer.series);
    const write = ofUnit(answer.unit || metric.unit, fn);
    const lines = answer.series.map((series, i) => ({ name: textOf(series.labels), color: color(i), values: series.values }));
    const more = answer.truncated ? " and more: narrow the filters" : "";
    const note = lines.length > DRAWN ? `the first ${DRAWN} of ${count(lines.length)} series${more}` : plural(lines.length, "series", "series") + more;
    this.#chart.show(answer, lines.slice(0, DRAWN), { note, format: write });
    this.#fill(lines.slice(0, LISTED).map((line, i) => rowOf(this.#body.children[i], line, i < DRAWN, write)));
  }

  #fill(rows) {
    arrange(this.#body, rows);
    this.#table.hidden = rows.length === 0;
  }

  #chosen() {
    return this.#metrics.find((metric) => metric.name === shown.metric);
  }

  #list() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const found = this.#metrics.filter((metric) => words.every((word) => `${metric.name} ${metric.help}`.toLowerCase().includes(word)));
    say(this.#found, found.length > LISTED ? `${count(found.length)} metrics, the first ${LISTED} listed` : plural(found.length, "metric"));
    const present = new Map([...this.#menu.children].map((item) => [item.dataset.metric, item]));
    arrange(this.#menu, found.slice(0, LISTED).map((metric) => present.get(metric.name) ?? menuItem(metric)));
    [...this.#menu.children].forEach((item) => {
      const link = item.firstElementChild;
      link.href = href(changesFor(item.dataset.metric));
      item.dataset.metric === shown.metric ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    });
  }

  #settings() {
    const metric = this.#chosen();
    this.#tools.hidden = !metric;
    say(this.#title, metric?.name ?? (shown.metric || "Choose a metric"));
    say(this.#help, metric ? [metric.help, metric.type, metric.unit, plural(metric.series, "series", "series")].filter(Boolean).join(" · ") : "");
    if (!metric) {
      return;
    }
    const fn = fnOf(metric);
    this.#chart.heading.textContent = `${metric.name}, ${FUNCTIONS[fn]}${fn === "quantile" ? ` ${shown.q}` : ""}`;
    this.#chart.title = this.#chart.heading.textContent;
    this.#fn.replaceChildren(...fnsOf(metric).map((each) => el("option", { value: each }, FUNCTIONS[each])));
    this.#fn.value = fn;
    this.#qLabel.hidden = fn !== "quantile";
    this.#q.value = shown.q;
    this.#labels(metric);
    arrange(this.#matches, shown.match.map(matchItem));
  }

  #labels(metric) {
    const key = metric.labels.join(",");
    if (this.#by.dataset.key !== key) {
      this.#by.dataset.key = key;
      this.#by.replaceChildren(el("legend", {}, "Sum by"), ...[TOGETHER, ...metric.labels].map((label) => this.#labelBox(label)));
    }
    this.#by.hidden = metric.labels.length === 0;
    this.#by.querySelectorAll("input").forEach((box) => (box.checked = shown.by.includes(box.value)));
  }

  #labelBox(label) {
    const box = el("input", { type: "checkbox", value: label, on: { change: () => this.#group(box) } });
    return el("label", {}, box, label || "nothing: one sum");
  }

  #group(changed) {
    const labels = [...this.#by.querySelectorAll("input:checked")].map((box) => box.value);
    const isWhole = changed.value === TOGETHER && changed.checked;
    go({ by: isWhole ? [TOGETHER] : labels.filter((label) => label !== TOGETHER) });
  }

  #add(event) {
    event.preventDefault();
    const filter = filterOf(this.#match.value.trim());
    say(this.#wrong, filter === null ? "A filter is a label, one of = != =~ !~, and a value." : "");
    if (filter !== null) {
      this.#match.value = "";
      go({ match: [...shown.match.filter((each) => each !== filter), filter] });
    }
  }

  /** Values once seen are offered when a filter is typed. */
  #remember(series) {
    if (this.#known.get("metric") !== shown.metric) {
      this.#known = new Map([["metric", shown.metric]]);
    }
    series.slice(0, LISTED).forEach(({ labels }) => Object.entries(labels).forEach(([name, value]) => this.#known.set(`${labelText(name)}=${value}`, true)));
    this.#hints.replaceChildren(...[...this.#known.keys()].filter((each) => each !== "metric").sort().slice(0, LISTED).map((value) => el("option", { value })));
  }
}

/** What workers count comes before what the aggregator tells of itself. */
function theirsFirst(a, b) {
  const isOwn = (metric) => metric.name.startsWith("tallyman_");
  return isOwn(a) - isOwn(b) || names.compare(a.name, b.name);
}

const fnsOf = (metric) => BY_TYPE[metric.type] ?? OTHERS;
const fnOf = (metric) => (fnsOf(metric).includes(shown.fn) ? shown.fn : fnsOf(metric)[0]);
const changesFor = (metric) => ({ view: "explore", metric, fn: "", by: [], match: [] });

function menuItem(metric) {
  const link = el("a", { title: metric.help }, el("span", { class: "name" }, metric.name), el("span", { class: "quiet" }, `${metric.type} · ${count(metric.series)}`));
  link.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(changesFor(metric.name), { step: true });
    }
  });
  return el("li", { data: { metric: metric.name } }, link);
}

function matchItem(match) {
  const drop = () => go({ match: shown.match.filter((each) => each !== match) });
  return el("li", {}, el("span", {}, match), el("button", { type: "button", "aria-label": `Remove the filter ${match}`, on: { click: drop } }, "×"));
}

function textOf(labels) {
  const text = Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(", ");
  return text || "all series";
}

function rowOf(present, line, isDrawn, write) {
  const row = present ?? el("tr", {}, el("th", { scope: "row" }, el("span"), el("span")), el("td", { class: "number" }), el("td", { class: "number" }), el("td", { class: "number" }));
  const values = line.values.filter((value) => value !== null);
  const [mark, name] = row.firstElementChild.children;
  mark.replaceChildren(...(isDrawn ? [swatch(line.color)] : []));
  say(name, line.name);
  const told = [values.at(-1), values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  told.forEach((value, i) => say(row.children[i + 1], write(value)));
  return row;
}
