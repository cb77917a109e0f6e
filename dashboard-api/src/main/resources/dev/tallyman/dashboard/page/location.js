// What is shown, kept in the address: a link shows what its sender saw, and Back goes back.

const DEFAULTS = {
  view: "endpoints",
  from: "-1h",
  to: "now",
  refresh: "15",
  mode: "range",
  search: "",
  sort: "total_seconds",
  dir: "desc",
  worker: "",
  find: "",
  metric: "",
  fn: "",
  q: "0.95",
};
const LISTS = ["show", "by", "match"];
const ALLOWED = {
  view: ["endpoints", "workers", "fleet", "systems", "explore"],
  mode: ["range", "all"],
  dir: ["asc", "desc"],
};

const listeners = [];
export let shown = read();

addEventListener("popstate", () => {
  shown = read();
  listeners.forEach((listener) => listener(shown));
});

/** Tells of every change, whoever made it. */
export function onChange(listener) {
  listeners.push(listener);
}

/** Goes elsewhere; `{ step: true }` is for what Back should undo. */
export function go(changes, { step = false } = {}) {
  const next = { ...shown, ...changes };
  const address = href(next);
  if (address === href(shown)) {
    return;
  }
  shown = next;
  history[step ? "pushState" : "replaceState"](null, "", address);
  listeners.forEach((listener) => listener(shown));
}

/** The address of what is shown, with these changes; defaults are left out. */
export function href(changes) {
  const all = { ...shown, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (all[name] !== value) {
      query.set(name, all[name]);
    }
  }
  LISTS.forEach((name) => all[name].forEach((value) => query.append(name, value)));
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

/** The span as it is now in unix seconds; null for what only the API can read. */
export function seconds(text, now = Date.now() / 1000) {
  const relative = /^-(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  if (relative) {
    const unit = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }[relative[2]];
    return now - Number(relative[1]) * unit;
  }
  if (text === "now") {
    return now;
  }
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  const parsed = Date.parse(text) / 1000;
  return Number.isFinite(parsed) ? parsed : null;
}

function read() {
  const query = new URLSearchParams(location.search);
  const found = {};
  for (const [name, value] of Object.entries(DEFAULTS)) {
    const given = query.get(name);
    const fits = given !== null && (!ALLOWED[name] || ALLOWED[name].includes(given));
    found[name] = fits ? given : value;
  }
  LISTS.forEach((name) => (found[name] = query.getAll(name)));
  return found;
}
