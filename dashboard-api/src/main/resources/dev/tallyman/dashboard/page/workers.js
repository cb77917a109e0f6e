// The view of the workers: who they are, how they do, and what one of them has recorded by itself.

import { ask, Trouble } from "./api.js";
import { arrange, el, say } from "./dom.js";
import { bytes, count, moment, seconds, share, UNKNOWN } from "./format.js";
import { go, href, onChange, shown } from "./location.js";
import { WorkerDetail } from "./worker.js";

const LISTED = 500;
const STATES = {
  live: { text: "live", class: "good" },
  dead: { text: "dead, waits for the archive", class: "warn" },
  folded: { text: "folded into the archive", class: "quiet" },
};
const COLUMNS = [
  { title: "Worker" },
  { title: "State", write: (worker) => STATES[worker.state].text },
  { title: "Process", number: true, write: (worker) => String(worker.pid) },
  { title: "Age", number: true, write: (worker) => seconds(worker.age_seconds) },
  { title: "Last write", number: true, write: (worker, now) => ago(worker.last_write, now) },
  { title: "Series", number: true, write: (worker) => count(worker.series) },
  { title: "File", number: true, write: (worker) => bytes(worker.bytes) },
  { title: "CPU", number: true, write: (worker) => share(worker.cpu_ratio) },
  { title: "Memory", number: true, write: (worker) => bytes(worker.memory_bytes) },
  { title: "Aggregator", write: (worker) => worker.aggregator },
];

/** What a worker is called. */
export const titleOf = (worker) => worker.name || `Process ${worker.pid}`;

export class WorkersView {
  #answer = { workers: [], missing: [], truncated: false };
  #lines = new Map();
  #body = el("tbody");
  #told = el("p", { class: "quiet", role: "status" });
  #search = el("input", { type: "search", placeholder: "Search, for example: live", "aria-label": "Search workers", spellcheck: "false", value: shown.find, on: { input: () => go({ find: this.#search.value }) } });
  #table;
  #detail = new WorkerDetail();

  constructor() {
    this.#table = el(
      "section", { class: "panel wide", "aria-label": "Workers" },
      el("header", {}, el("h2", {}, "Workers"), this.#search, this.#told),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Workers, table" },
        el("table", { class: "workers" },
          el("caption", { class: "hidden" }, "Each worker, and what its process takes of the machine"),
          el("thead", {}, el("tr", {}, ...COLUMNS.map((column) =>
            el("th", { scope: "col", class: column.number ? "number" : "text" }, column.title)))),
          this.#body)));
    this.root = el("div", { class: "view" }, this.#detail.panel, this.#table);
    onChange(() => this.#draw());
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  async refresh(missing, signal) {
    const [answer, one] = await Promise.all([ask("workers", {}, signal), oneOf(shown.worker, signal)]);
    this.#answer = answer;
    this.#detail.show(shown.worker, one);
    this.#draw();
  }

  #draw() {
    if (document.activeElement !== this.#search) {
      this.#search.value = shown.find;
    }
    this.#detail.panel.hidden = shown.worker === "";
    const words = shown.find.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const found = this.#answer.workers.filter((worker) => words.every((word) => textOf(worker).includes(word)));
    const now = Date.now() / 1000;
    this.#table.classList.toggle("single", new Set(this.#answer.workers.map((worker) => worker.aggregator)).size < 2);
    arrange(this.#body, found.slice(0, LISTED).map((worker) => this.#line(worker, now)));
    const present = new Set(this.#answer.workers.map((worker) => worker.id));
    [...this.#lines.keys()].filter((id) => !present.has(id)).forEach((id) => this.#lines.delete(id));
    say(this.#told, this.#tell(found.length));
  }

  #tell(found) {
    const all = this.#answer.workers;
    const of = (state) => all.filter((worker) => worker.state === state).length;
    const words = [`${count(of("live"))} live`, `${count(of("folded"))} folded lately`];
    if (of("dead") > 0) {
      words.splice(1, 0, `${count(of("dead"))} dead, waiting`);
    }
    if (found < all.length) {
      words.push(`${count(found)} found`);
    }
    if (found > LISTED || this.#answer.truncated) {
      words.push("not all are listed");
    }
    if (this.#answer.missing.length > 0) {
      words.push(`without those of ${this.#answer.missing.join(", ")}`);
    }
    return words.join(" · ");
  }

  #line(worker, now) {
    let line = this.#lines.get(worker.id);
    if (!line) {
      line = newLine(worker);
      this.#lines.set(worker.id, line);
    }
    const { row, cells, link } = line;
    say(link, titleOf(worker));
    link.href = href({ view: "workers", worker: worker.id });
    COLUMNS.slice(1).forEach((column, i) => say(cells[i], column.write(worker, now)));
    cells[0].className = STATES[worker.state].class;
    cells[3].title = worker.last_write ? moment(worker.last_write) : "";
    const isChosen = worker.id === shown.worker;
    isChosen ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
    return row;
  }
}

function newLine(worker) {
  const choose = (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go({ worker: shown.worker === worker.id ? "" : worker.id }, { step: true });
    }
  };
  const link = el("a", { title: "Show what this worker has recorded by itself", on: { click: choose } });
  const cells = COLUMNS.slice(1).map((column) => el("td", { class: column.number ? "number" : "text" }));
  const row = el("tr", { data: { worker: worker.id } }, el("th", { scope: "row" }, link), ...cells);
  return { row, cells, link };
}

const textOf = (worker) =>
  `${titleOf(worker)} ${STATES[worker.state].text} ${worker.pid} ${worker.id} ${worker.file} ${worker.aggregator}`.toLowerCase();

function ago(time, now) {
  return typeof time === "number" ? `${seconds(Math.max(0, Math.round(now - time)))} ago` : UNKNOWN;
}

/** One worker with its values; null if none is chosen, or nobody knows it any more. */
async function oneOf(id, signal) {
  if (id === "") {
    return null;
  }
  try {
    return await ask(`workers/${encodeURIComponent(id)}`, {}, signal);
  } catch (e) {
    if (e instanceof Trouble && e.status === 404) {
      return null;
    }
    throw e;
  }
}
