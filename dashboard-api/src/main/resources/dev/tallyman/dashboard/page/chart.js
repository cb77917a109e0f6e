// Lines over time in a panel: uPlot draws, this names, colours, and lets it be read without a mouse.

import { arrange, el, ink, say, swatch } from "./dom.js";
import { clock, day, moment } from "./format.js";
import { go } from "./location.js";

export const COLORS = 8;
const TOGETHER = "time";
const HEIGHT = 168;
// A longer legend is read by nobody; a table is better then.
const LEGIBLE = 12;
const all = new Set();

/** The colour of the nth line; see the style sheet. */
export const color = (index) => `c${index % COLORS}`;

/** Draws all again, for they hold colours of the theme before. */
export function repaint() {
  all.forEach((chart) => chart.rebuild());
}

export class Chart {
  #plot = null;
  #host = el("div", { class: "plot", tabindex: "0", role: "img" });
  #legend = el("ul", { class: "legend" });
  #nothing = el("p", { class: "nothing" });
  #note = el("span", { class: "quiet" });
  #at = el("span", { class: "at quiet", "aria-hidden": "true" });
  #items = [];
  #lines = [];
  #data = [[]];
  #span = [0, 1];
  #format;
  #fromZero;
  #least;

  /** `format` writes values; `fromZero` is for what has no sense without its zero, `least` how high a flat zero reaches. */
  constructor(title, format, { fromZero = true, least = 1 } = {}) {
    this.title = title;
    this.#format = format;
    this.#fromZero = fromZero;
    this.#least = least;
    this.heading = el("h2", {}, title);
    this.panel = el(
      "section", { class: "panel chart", "aria-label": title },
      el("header", {}, this.heading, this.#note, this.#at), this.#host, this.#nothing, this.#legend);
    this.#host.addEventListener("keydown", (event) => this.#step(event));
    new ResizeObserver(() => this.#fit()).observe(this.#host);
    all.add(this);
  }

  /** `lines` are `{ name, color, values }`, aligned with the times. */
  show({ times, from, to }, lines, { note = "", format = this.#format } = {}) {
    const sameLines =
      lines.length === this.#lines.length &&
      lines.every((line, i) => line.name === this.#lines[i].name && line.color === this.#lines[i].color);
    this.#format = format;
    this.#lines = lines;
    this.#data = [times, ...lines.map((line) => line.values)];
    this.#span = [from, to];
    say(this.#note, note);
    const empty = !lines.some((line) => line.values.some((value) => value !== null));
    this.#nothing.hidden = !empty;
    say(this.#nothing, "Nothing in this time.");
    this.panel.classList.toggle("empty", empty);
    this.panel.classList.remove("missing");
    if (!sameLines || this.#plot === null) {
      this.rebuild();
    } else {
      this.#plot.setData(this.#data);
    }
    this.#tell(null);
  }

  /** Says why there are no lines. */
  nothing(reason) {
    this.show({ times: [], from: this.#span[0], to: this.#span[1] }, []);
    say(this.#nothing, reason);
    this.panel.classList.add("missing");
  }

  rebuild() {
    this.#plot?.destroy();
    this.#plot = null;
    this.#items = this.#lines.map((line) => this.#item(line));
    arrange(this.#legend, this.#items.map((item) => item.row));
    this.#legend.hidden = this.#lines.length > LEGIBLE;
    if (this.#host.clientWidth > 0) {
      this.#plot = new uPlot(this.#options(), this.#data, this.#host);
    }
  }

  #fit() {
    const width = this.#host.clientWidth;
    if (width === 0) {
      return;
    }
    if (this.#plot === null) {
      this.rebuild();
    } else if (width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
  }

  #options() {
    const axis = {
      stroke: ink("quiet"), font: "11px system-ui, sans-serif", labelSize: 0,
      grid: { stroke: ink("grid"), width: 1 }, ticks: { show: false },
    };
    return {
      width: this.#host.clientWidth,
      height: HEIGHT,
      padding: [8, () => (withSeconds(this.#span) ? 28 : 18), 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: 6 },
        drag: { x: true, y: false, setScale: false },
        sync: { key: TOGETHER, filters: { pub: (type) => type === "mousemove" || type === "mouseleave" } },
      },
      scales: { x: { time: true, range: () => this.#span }, y: { range: (u, min, max) => this.#height(min, max) } },
      axes: [
        { ...axis, size: 24, space: 52, values: (u, at) => at.map((time, i) => tick(time, at[i - 1], this.#span)) },
        { ...axis, size: 58, space: 32, gap: 6, values: (u, at) => at.map((value) => this.#format(value)) },
      ],
      series: [{}, ...this.#lines.map((line, i) => this.#series(line, i))],
      hooks: { setCursor: [(u) => this.#tell(u.cursor.idx)], setSelect: [(u) => zoom(u)] },
    };
  }

  #series(line, i) {
    const stroke = ink(line.color);
    return {
      label: line.name, stroke, width: 1.5, dash: i < COLORS ? undefined : [5, 3],
      points: { size: 4, fill: stroke, filter: (u, nth, shown) => (shown ? null : alone(u.data[nth])) },
    };
  }

  #height(min, max) {
    if (min === null || max === null) {
      return [0, 1];
    }
    if (this.#fromZero || (min >= 0 && min < max / 2)) {
      return [Math.min(0, min), max > 0 ? max * 1.08 : this.#least];
    }
    return uPlot.rangeNum(min, max, 0.1, true);
  }

  #item(line) {
    const value = el("span", { class: "value" });
    const row = el(
      "li", { title: line.name }, swatch(line.color), el("span", { class: "name" }, line.name), value);
    return { row, value };
  }

  /** Writes the values at the cursor, or the last known ones, into the legend. */
  #tell(index) {
    this.#items.forEach((item, i) => {
      const values = this.#data[i + 1];
      const value = index === null || index === undefined ? latest(values) : values[index];
      say(item.value, this.#format(value));
    });
    const words = this.#lines.slice(0, COLORS).map(
      (line, i) => `${line.name} ${this.#format(latest(this.#data[i + 1]))}`);
    const what = words.length ? `, latest: ${words.join("; ")}` : ", nothing to show";
    this.#host.setAttribute("aria-label", `Chart: ${this.title}${what}`);
    const time = index === null || index === undefined ? null : this.#data[0][index];
    say(this.#at, time ? moment(time) : "");
  }

  /** Arrows move the cursor, Escape lets it go. */
  #step(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    const times = this.#data[0];
    if (this.#plot === null || times.length === 0 || (!steps && event.key !== "Escape")) {
      return;
    }
    event.preventDefault();
    if (!steps) {
      this.#plot.setCursor({ left: -10, top: -10 });
      return;
    }
    const at = this.#plot.cursor.idx ?? (steps > 0 ? -1 : times.length);
    const next = Math.max(0, Math.min(times.length - 1, at + steps));
    this.#plot.setCursor({ left: this.#plot.valToPos(times[next], "x"), top: 10 });
  }
}

const latest = (values) => values.findLast((value) => value !== null && value !== undefined) ?? null;

/** Points between two gaps, which no line shows. */
function alone(values) {
  const found = [];
  values.forEach((value, i) => {
    if (value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null) {
      found.push(i);
    }
  });
  return found;
}

function zoom(plot) {
  const { left, width } = plot.select;
  if (width < 6) {
    return;
  }
  const edge = (at) => String(Math.round(plot.posToVal(at, "x")));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  go({ from: edge(left), to: edge(left + width) }, { step: true });
}

/** In a short span the minutes are not enough. */
const withSeconds = ([from, to]) => to - from < 300;

function tick(time, before, [from, to]) {
  if (to - from > 3 * 86400) {
    return before !== undefined && day(time) === day(before) ? "" : day(time);
  }
  const text = clock(time, withSeconds([from, to]));
  return before !== undefined && day(time) !== day(before) ? day(time) : text;
}
