// The dashboard API.

/** An answer that is a problem document, or none at all (`status` is 0 then). */
export class Trouble extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Asks; arrays among the parameters are sent as one parameter each. */
export async function ask(path, parameters, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    [value].flat().forEach((each) => query.append(name, each));
  }
  const text = query.toString();
  let answer;
  try {
    answer = await fetch(`api/v1/${path}${text ? `?${text}` : ""}`, { signal });
  } catch (e) {
    if (e.name === "AbortError") {
      throw e;
    }
    throw new Trouble(0, "the dashboard does not answer");
  }
  if (!answer.ok) {
    throw new Trouble(answer.status, await detail(answer));
  }
  return answer.json();
}

async function detail(answer) {
  try {
    return (await answer.json()).detail ?? `the dashboard answered ${answer.status}`;
  } catch (e) {
    return `the dashboard answered ${answer.status}`;
  }
}

const PLAIN_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const PLAIN_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const FILTER = /^("(?:[^"\\]|\\.)+"|[^"=!\s][^"=!]*?)\s*(=~|!~|!=|=)(.*)$/s;
const quoted = (name) => `"${name.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;

/** Names as the API takes them: `http.requests` stands in quotes. */
export const metricText = (name) => (PLAIN_METRIC.test(name) ? name : quoted(name));
export const labelText = (name) => (PLAIN_LABEL.test(name) ? name : quoted(name));

/** A filter as the API takes it, with the quotes that its author may have left out; null if it is none. */
export function filterOf(text) {
  const parts = FILTER.exec(text);
  if (parts === null) {
    return null;
  }
  const [, label, sign, value] = parts;
  return `${label.startsWith('"') ? label : labelText(label)}${sign}${value}`;
}

/** A matcher for label values that are any of these, taken literally. */
export function anyOf(label, values) {
  const literal = [...new Set(values)].map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return `${label}=~${literal.join("|")}`;
}
