// Making elements. Texts are only ever inserted as text, never as markup.

export const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element: h("button", { class: "chip", onclick: act }, "Text", child).
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export function h(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

/**
 * Make an SVG element in the same way.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export function s(tag, attributes = {}, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * Give an element its attributes and what it holds.
 * @template {Element} Made
 * @param {Made} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
export function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flatten(children));
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * A field by its name.
 * @param {string} id
 */
export function inputOf(id) {
  return /** @type {HTMLInputElement} */ (byId(id));
}

/**
 * The first element of the page that a selector fits, or null.
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(selector) {
  return document.querySelector(selector);
}

/**
 * The part that an event happened in, found by a selector; null if it happened elsewhere.
 * @param {Event} event
 * @param {string} selector
 */
export function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * What is there of things to show, in one list.
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function flatten(children) {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return flatten(child);
    if (child === null || child === undefined || typeof child === "boolean") return [];
    return [child instanceof Node ? child : String(child)];
  });
}

/**
 * Those of an element's parts that can be unfolded and have a name.
 * @param {ParentNode} element
 * @param {string} [more]
 * @returns {HTMLDetailsElement[]}
 */
export function foldedParts(element, more = "") {
  return [...element.querySelectorAll(`details${more}[data-focus]`)].map(
    (part) => /** @type {HTMLDetailsElement} */ (part),
  );
}

/**
 * Replace what an element holds, and keep the focus on the same control.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  const focused = document.activeElement;
  const key = focused && element.contains(focused) ? focused.getAttribute("data-focus") : null;
  const open = new Set(foldedParts(element, "[open]").map((item) => item.dataset.focus));
  element.replaceChildren(...flatten(children));
  for (const item of foldedParts(element)) {
    if (open.has(item.dataset.focus)) unfold(item);
  }
  if (key === null) return;
  const again = [...element.querySelectorAll("[data-focus]")].find(
    (item) => item.getAttribute("data-focus") === key,
  );
  if (again) /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
}

/**
 * A part that can be unfolded; what is in it is made when it first is.
 * @param {Attributes} attributes
 * @param {HTMLElement} summary
 * @param {() => Child[]} make
 */
export function folded(attributes, summary, make) {
  const part = h("details", attributes, summary);
  const complete = () => {
    if (part.lastChild === summary) build(part, {}, make());
  };
  summary.addEventListener("click", complete);
  part.addEventListener("toggle", complete);
  return part;
}

/** @param {HTMLDetailsElement} part */
export function unfold(part) {
  part.open = true;
  // The event of the browser itself comes later than what is drawn next.
  part.dispatchEvent(new Event("toggle"));
}

/**
 * A button; `focus` names it, so that it keeps the focus when it is drawn again.
 * @param {Child} label
 * @param {Listener} act
 * @param {Attributes} [attributes]
 * @returns {HTMLButtonElement}
 */
export function button(label, act, attributes = {}) {
  return h("button", { type: "button", onclick: act, ...attributes }, label);
}

/**
 * A button that is either on or off.
 * @param {Child} label
 * @param {boolean} on
 * @param {Listener} act
 * @param {Attributes} [attributes]
 */
export function toggle(label, on, act, attributes = {}) {
  return button(label, act, { "aria-pressed": String(on), ...attributes });
}

/**
 * A group of buttons of which one is on.
 * @param {string} label
 * @param {string} name
 * @template {string} Value
 * @param {[Value, string][]} options
 * @param {string} chosen
 * @param {(value: Value) => void} act
 */
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

/**
 * Tell screen readers what has changed.
 * @param {string} text
 */
export function announce(text) {
  const live = byId("live");
  window.clearTimeout(announcement);
  live.textContent = "";
  announcement = window.setTimeout(() => {
    live.textContent = text;
  }, 60);
}

/**
 * Move the focus to a heading or a part of the page.
 * @param {HTMLElement | null} element
 */
export function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: false });
}

/**
 * A table with a caption, scrollable where it is too wide.
 * @param {string} caption
 * @param {Cells} heads
 * @param {Row[]} rows
 * @param {Attributes} [attributes]
 */
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
            Array.isArray(row) ? {} : row.attributes,
            (Array.isArray(row) ? row : row.cells).map((cell, at) =>
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
