// Elements. All text goes in as text: what a metric calls itself is never markup.

/** Makes an element. `on` holds listeners, `data` data attributes; null and false leave out. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") {
      Object.entries(value).forEach(([event, listener]) => made.addEventListener(event, listener));
    } else if (name === "data") {
      Object.assign(made.dataset, value);
    } else if (name === "checked" || name === "value" || name === "disabled" || name === "selected") {
      made[name] = value;
    } else if (value !== null && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Changes text only where it differs, so that selections and screen readers are left in peace. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Brings the children into this order, moving only those that stand elsewhere. */
export function arrange(parent, children) {
  const kept = new Set(children);
  [...parent.children].filter((child) => !kept.has(child)).forEach((child) => child.remove());
  children.forEach((child, index) => {
    if (parent.children[index] !== child) {
      parent.insertBefore(child, parent.children[index] ?? null);
    }
  });
}

/** The colour behind a name of the style sheet, as a canvas wants it. */
export function ink(name) {
  const probe = el("i", { hidden: true });
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

/** A swatch in a colour of the palette. */
export function swatch(color) {
  const made = el("span", { class: "swatch", "aria-hidden": "true" });
  made.style.background = `var(--${color})`;
  return made;
}
