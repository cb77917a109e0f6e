// The largest of something, as bars with their numbers beside them.

import { arrange, el, say } from "./dom.js";
import { plural } from "./format.js";
import { nameOf } from "./table.js";

const MOST = 8;

export class Bars {
  #list = el("ol", { class: "bars" });
  #nothing = el("p", { class: "nothing" }, "Nothing in this time.");
  #note = el("span", { class: "quiet" });
  #write;

  constructor(title, write) {
    this.#write = write;
    this.panel = el(
      "section", { class: "panel", "aria-label": title },
      el("header", {}, el("h2", {}, title), this.#note), this.#nothing, this.#list);
  }

  /** The rows with most of the column; `colors` of those that are in the charts, by name. */
  show(rows, column, colors) {
    const filled = rows.filter((row) => row[column] > 0).sort((a, b) => b[column] - a[column]);
    const largest = filled.slice(0, MOST);
    const rest = filled.slice(MOST);
    const total = filled.reduce((sum, row) => sum + row[column], 0);
    this.#nothing.hidden = filled.length > 0;
    const items = largest.map((row, i) => this.#item(i, nameOf(row), row[column], total, colors.get(nameOf(row))));
    if (rest.length > 0) {
      const others = rest.reduce((sum, row) => sum + row[column], 0);
      items.push(this.#item(MOST, plural(rest.length, "other"), others, total, undefined));
    }
    arrange(this.#list, items);
    say(this.#note, total > 0 ? `${this.#write(total)} in all` : "");
  }

  #item(index, name, value, total, color) {
    const item = this.#list.children[index] ?? el(
      "li", {}, el("span", { class: "name" }), el("span", { class: "value" }), el("span", { class: "track", "aria-hidden": "true" }, el("span")));
    const [label, number, track] = item.children;
    say(label, name);
    label.title = name;
    say(number, this.#write(value));
    const bar = track.firstElementChild;
    bar.style.width = `${(100 * value) / total}%`;
    bar.style.background = `var(--${color ?? "other"})`;
    return item;
  }
}
