// Numbers as people read them. What is not known is a dash, never a zero.

export const UNKNOWN = "–";
const LOCALE = "en-GB";
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const three = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

const known = (value) => typeof value === "number" && Number.isFinite(value);

/** Three digits that matter; never an exponent, never cut digits before the point. */
function digits(value) {
  return Math.abs(value) >= 1000 ? whole.format(value) : three.format(value);
}

export function count(value) {
  return known(value) ? (Number.isInteger(value) ? whole.format(value) : digits(value)) : UNKNOWN;
}

export function seconds(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const size = Math.abs(value);
  if (size === 0) {
    return "0 s";
  }
  if (size < 0.0009995) {
    return `${digits(value * 1e6)} µs`;
  }
  if (size < 0.9995) {
    return `${digits(value * 1e3)} ms`;
  }
  if (size < 120) {
    return `${digits(value)} s`;
  }
  if (size < 7200) {
    return `${digits(value / 60)} min`;
  }
  return size < 172800 ? `${digits(value / 3600)} h` : `${digits(value / 86400)} d`;
}

export function bytes(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let rest = value;
  let unit = 0;
  while (Math.abs(rest) >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${digits(rest)} ${units[unit]}`;
}

export function share(value) {
  return known(value) ? `${digits(value * 100)} %` : UNKNOWN;
}

export function short(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const size = Math.abs(value);
  for (const [limit, unit] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e4, "k"]]) {
    if (size >= limit) {
      return `${three.format(value / (limit === 1e4 ? 1e3 : limit))} ${unit}`;
    }
  }
  // A number so small that it needs more than six places is written with its power of ten.
  return size > 0 && size < 1e-6 ? value.toExponential(2) : digits(value);
}

export function perSecond(value) {
  return known(value) ? `${short(value)}/s` : UNKNOWN;
}

/** How a metric's values are written, by its unit and by what was done with them. */
export function ofUnit(unit, fn) {
  const base = { seconds, bytes, ratio: share }[unit] ?? short;
  if (fn !== "rate") {
    return base;
  }
  return (value) => (known(value) ? `${base(value)}/s` : UNKNOWN);
}

const two = (value) => String(value).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function clock(time, withSeconds = true) {
  const at = new Date(time * 1000);
  const minutes = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return withSeconds ? `${minutes}:${two(at.getSeconds())}` : minutes;
}

export function day(time) {
  const at = new Date(time * 1000);
  return `${at.getDate()} ${MONTHS[at.getMonth()]}`;
}

export function moment(time) {
  return `${day(time)} ${clock(time)}`;
}

/** A span as a person would name it: the day once if it is the same. */
export function span(from, to) {
  return `${moment(from)} – ${day(from) === day(to) ? clock(to) : moment(to)}`;
}

/** What an input of type datetime-local takes. */
export function local(time) {
  const at = new Date(time * 1000);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${clock(time)}`;
}

export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}
