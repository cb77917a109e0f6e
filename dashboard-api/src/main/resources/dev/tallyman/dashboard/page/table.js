// The summary of all endpoints: sorted, searched, and the place to choose what the charts show.

import { arrange, el, say, swatch } from "./dom.js";
import { count, plural, seconds, share } from "./format.js";
import { go, onChange, shown } from "./location.js";

export const MOST_SHOWN = 12;
const MOST_ROWS = 500;
const ALARMING = 0.01;
const COLUMNS = [
  { name: "method", title: "Method" },
  { name: "endpoint", title: "Endpoint" },
  { name: "calls", title: "Calls", write: count },
  { name: "average_seconds", title: "Average", write: seconds },
  { name: "p50_seconds", title: "p50", write: seconds },
  { name: "p95_seconds", title: "p95", write: seconds },
  { name: "p99_seconds", title: "p99", write: seconds },
  { name: "errors", title: "Errors", write: count },
  { name: "total_seconds", title: "Total time", write: seconds },
];
const ERRORS = COLUMNS.findIndex((column) => column.name === "errors");
const names = new Intl.Collator("en", { numeric: true });

/** What a row is called in the address and in charts. */
export const nameOf = (row) => `${row.method} ${row.endpoint}`;

/** Some calls always fail; red is for what somebody should look at. */
export const isMuch = (errors, calls) => errors > 0 && errors >= calls * ALARMING;

export class SummaryTable {
  #rows = [];
  #missing = null;
  #lines = new Map();
  #colors = new Map();
  #body = el("tbody");
  #heads = new Map();
  #told = el("p", { class: "quiet", role: "status" });
  #search = el("input", { type: "search", placeholder: "Search, for example: POST upload", "aria-label": "Search endpoints", spellcheck: "false", value: shown.search });
  #modes = ["range", "all"].map((mode) =>
    el("button", { type: "button", data: { mode }, on: { click: () => go({ mode }, { step: true }) } },
      mode === "range" ? "In range" : "All time"));
  #clear = el("button", { type: "button", on: { click: () => go({ show: [] }) } }, "Chart the busiest");

  constructor() {
    const heads = COLUMNS.map((column) => this.#head(column));
    const table = el(
      "table", { class: "summary" },
      el("caption", { class: "hidden" }, "Calls, response times and errors of each endpoint"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "pick" }, el("span", { class: "hidden" }, "In charts")), ...heads)),
      this.#body);
    this.panel = el(
      "section", { class: "panel wide", "aria-label": "Endpoint summary" },
      el("header", {},
        el("h2", {}, "Endpoint summary"), this.#search,
        el("div", { class: "switch", role: "group", "aria-label": "Count" }, ...this.#modes),
        this.#clear, this.#told),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Endpoint summary, table" }, table));
    this.#search.addEventListener("input", () => go({ search: this.#search.value }));
    onChange(() => this.#draw());
  }

  /** `colors` are those of the charts, by name; `missing` says why rows are all-time, or is null. */
  show(rows, colors, missing) {
    this.#missing = missing;
    this.#rows = rows;
    this.#colors = colors;
    this.#draw();
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  #head(column) {
    const button = el("button", { type: "button", on: { click: () => sortBy(column) } }, column.title);
    const head = el("th", { scope: "col", class: column.write ? "number" : "text", data: { column: column.name } }, button);
    this.#heads.set(column.name, head);
    return head;
  }

  #draw() {
    if (document.activeElement !== this.#search) {
      this.#search.value = shown.search;
    }
    this.#heads.forEach((head, name) => {
      const order = shown.dir === "asc" ? "ascending" : "descending";
      head.setAttribute("aria-sort", name === shown.sort ? order : "none");
    });
    this.#drawModes();
    this.#clear.hidden = shown.show.length === 0;
    const found = this.#rows.filter(matches(shown.search));
    const sorted = found.sort(order(shown.sort, shown.dir)).slice(0, MOST_ROWS);
    arrange(this.#body, sorted.map((row) => this.#line(row)));
    this.#forget();
    say(this.#told, tellOf(found.length, this.#rows.length));
  }

  #drawModes() {
    const mode = this.#missing === null ? shown.mode : "all";
    this.#modes.forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
      button.disabled = this.#missing !== null && button.dataset.mode === "range";
      button.title = button.disabled ? this.#missing : "";
    });
  }

  #line(row) {
    const name = nameOf(row);
    let line = this.#lines.get(name);
    if (!line) {
      line = newLine(row, name, (...choice) => this.#choose(...choice));
      this.#lines.set(name, line);
    }
    COLUMNS.forEach((column, i) => {
      say(line.texts[i], column.write ? column.write(row[column.name]) : row[column.name]);
    });
    const errors = line.texts[ERRORS];
    errors.classList.toggle("bad", isMuch(row.errors, row.calls));
    errors.classList.toggle("none", !(row.errors > 0));
    errors.title = row.errors > 0 && row.calls > 0 ? `${share(row.errors / row.calls)} of its calls` : "";
    const charted = this.#colors.get(name);
    line.pick.checked = charted !== undefined;
    line.pick.disabled = charted === undefined && this.#colors.size >= MOST_SHOWN;
    line.mark.replaceChildren(...(charted ? [swatch(charted)] : []));
    return line.row;
  }

  #choose(name, isChosen) {
    const others = [...this.#colors.keys()].filter((each) => each !== name);
    go({ show: isChosen ? [...others, name] : others });
  }

  /** Rows of endpoints that are gone are not kept for ever. */
  #forget() {
    const present = new Set(this.#rows.map(nameOf));
    [...this.#lines.keys()].filter((name) => !present.has(name)).forEach((name) => this.#lines.delete(name));
  }
}

function newLine(row, name, choose) {
  const pick = el("input", { type: "checkbox", "aria-label": `Show ${name} in the charts`, on: { change: () => choose(name, pick.checked) } });
  const mark = el("span");
  const only = el("button", { type: "button", class: "only", title: `Chart only ${name}`, on: { click: () => chooseOnly(name) } });
  const texts = [];
  const cells = COLUMNS.map((column) => {
    if (column.name === "endpoint") {
      texts.push(only);
      return el("th", { scope: "row", data: { column: column.name } }, only);
    }
    const cell = el("td", { class: column.write ? "number" : "text", data: { column: column.name } });
    texts.push(cell);
    return cell;
  });
  return { row: el("tr", {}, el("td", { class: "pick" }, pick, mark), ...cells), texts, pick, mark };
}

/** Once more brings the busiest back. */
function chooseOnly(name) {
  const isAlone = shown.show.length === 1 && shown.show[0] === name;
  go({ show: isAlone ? [] : [name] }, { step: true });
}

function sortBy(column) {
  const again = shown.sort === column.name;
  const first = column.write ? "desc" : "asc";
  const other = shown.dir === "asc" ? "desc" : "asc";
  go({ sort: column.name, dir: again ? other : first });
}

function matches(search) {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return (row) => words.every((word) => nameOf(row).toLowerCase().includes(word));
}

/** What is not known comes last either way. */
function order(by, direction) {
  const sign = direction === "asc" ? 1 : -1;
  const ties = (a, b) => names.compare(nameOf(a), nameOf(b));
  return (a, b) => {
    const [x, y] = [a[by] ?? null, b[by] ?? null];
    if (x === null || y === null) {
      return (x === null) - (y === null) || ties(a, b);
    }
    return sign * (typeof x === "number" ? x - y : names.compare(x, y)) || ties(a, b);
  };
}

function tellOf(found, total) {
  if (total === 0) {
    return "no endpoints";
  }
  const what = found === total ? plural(total, "endpoint") : `${count(found)} of ${plural(total, "endpoint")}`;
  return found > MOST_ROWS ? `${what}, the first ${MOST_ROWS} shown` : what;
}
