// Making elements. Texts are only ever inserted as text, never as markup.

export const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element: h("button", { class: "chip", onclick: act }, "Text", child). */
export function h(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

/** Make an SVG element in the same way. */
export function s(tag, attributes = {}, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

export function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Replace what an element holds, and keep the focus on the same control. */
export function fill(element, ...children) {
  const focused = document.activeElement;
  const key = element.contains(focused) ? focused.getAttribute("data-focus") : null;
  const open = new Set(
    [...element.querySelectorAll("details[open][data-focus]")].map((item) => item.dataset.focus),
  );
  element.replaceChildren(...children.flat(Infinity).filter((child) => child));
  for (const item of element.querySelectorAll("details[data-focus]")) {
    if (open.has(item.dataset.focus)) unfold(item);
  }
  if (key === null) return;
  const again = [...element.querySelectorAll("[data-focus]")].find(
    (item) => item.getAttribute("data-focus") === key,
  );
  again?.focus({ preventScroll: true });
}

/** A part that can be unfolded; what is in it is made when it first is. */
export function folded(attributes, summary, make) {
  const part = h("details", attributes, summary);
  const complete = () => {
    if (part.lastChild === summary) build(part, {}, make());
  };
  summary.addEventListener("click", complete);
  part.addEventListener("toggle", complete);
  return part;
}

export function unfold(part) {
  part.open = true;
  // The event of the browser itself comes later than what is drawn next.
  part.dispatchEvent(new Event("toggle"));
}

/** A button; `focus` names it, so that it keeps the focus when it is drawn again. */
export function button(label, act, attributes = {}) {
  return h("button", { type: "button", onclick: act, ...attributes }, label);
}

/** A button that is either on or off. */
export function toggle(label, on, act, attributes = {}) {
  return button(label, act, { "aria-pressed": String(on), ...attributes });
}

/** A group of buttons of which one is on. */
export function choice(label, name, options, chosen, act) {
  const labelId = `label-${name}`;
  return h(
    "div",
    { class: "choice", role: "group", "aria-labelledby": labelId },
    h("span", { class: "choice-label", id: labelId }, label),
    h(
      "span",
      { class: "segments" },
      options.map(([value, text]) =>
        toggle(text, value === chosen, () => act(value), {
          class: "segment",
          "data-focus": `${name}-${value}`,
        }),
      ),
    ),
  );
}

let announcement = 0;

/** Tell screen readers what has changed. */
export function announce(text) {
  const live = byId("live");
  window.clearTimeout(announcement);
  live.textContent = "";
  announcement = window.setTimeout(() => {
    live.textContent = text;
  }, 60);
}

/** Move the focus to a heading or a part of the page. */
export function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: false });
}

/** A table with a caption, scrollable where it is too wide. */
export function table(caption, heads, rows, attributes = {}) {
  const labelled = `caption-${attributes.id ?? "table"}`;
  return h(
    "div",
    { class: "scroll", role: "region", "aria-labelledby": labelled, tabindex: "0" },
    h(
      "table",
      attributes,
      h("caption", { id: labelled }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            row.attributes ?? {},
            (row.cells ?? row).map((cell, at) =>
              at === (attributes["data-head"] ?? 0)
                ? h("th", { scope: "row" }, cell)
                : h("td", {}, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
