// The model as a YAML file that digisys reads; on its last line the plain model that the page was
// made from, by which `digisys edit --take` tells what was changed here.

/** The keys in the order in which the manual of the file tells them. */
const ORDER = [
  "schema",
  "id",
  "title",
  "description",
  "languages",
  "time",
  "dynamics",
  "response",
  "strengths",
  "sources",
  "areas",
  "targets",
  "themes",
  "variables",
  "links",
  "loops",
  "layout",
  "presentation",
];

/** Words that need no quotation marks, and that no reader of YAML takes for anything else. */
const PLAIN = /^[A-Za-z\u00c0-\u024f](?:[ ,./-]?[A-Za-z0-9_()\u00c0-\u024f])*$/u;
const RESERVED = /^(?:y|yes|n|no|true|false|on|off|null|nan|inf)$/i;
/** Longer lists stand on lines of their own. */
const LONGEST_LINE = 90;

/**
 * The model file, and in a comment the base that it was made from.
 * @param {Plain} plain
 * @param {string} [base] What came with the page as `data.plain`.
 */
export function modelFile(plain, base) {
  const keys = Object.keys(plain);
  const ordered = [
    ...ORDER.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !ORDER.includes(key)),
  ];
  /** @type {string[]} */
  const lines = [];
  for (const key of ordered) {
    const value = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (plain))[key];
    if (isMany(value) && lines.length) lines.push("");
    writeEntry(lines, "", key, value);
  }
  if (base) lines.push("", `# digisys-base: ${base}`);
  return `${lines.join("\n")}\n`;
}

/** @param {unknown} value */
function isMany(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {string[]} lines
 * @param {string} indent
 * @param {string} key
 * @param {unknown} value
 */
function writeEntry(lines, indent, key, value) {
  const name = /^[0-9]+$/.test(key) ? key : scalar(key);
  const short = inLine(value);
  if (short !== null && indent.length + name.length + short.length < LONGEST_LINE) {
    lines.push(`${indent}${name}: ${short}`);
  } else if (typeof value !== "object" || value === null) {
    lines.push(`${indent}${name}: ${scalar(value)}`);
  } else {
    lines.push(`${indent}${name}:`);
    writeBlock(lines, `${indent}  `, value);
  }
}

/**
 * @param {string[]} lines
 * @param {string} indent
 * @param {object} value
 */
function writeBlock(lines, indent, value) {
  if (!Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) writeEntry(lines, indent, key, item);
    return;
  }
  for (const item of value) {
    const short = inLine(item);
    if (typeof item !== "object" || item === null) lines.push(`${indent}- ${scalar(item)}`);
    else if (short !== null && indent.length + short.length < LONGEST_LINE) {
      lines.push(`${indent}- ${short}`);
    } else {
      /** @type {string[]} */
      const inner = [];
      writeBlock(inner, `${indent}  `, item);
      inner[0] = `${indent}- ${inner[0].slice(indent.length + 2)}`;
      lines.push(...inner);
    }
  }
}

/**
 * A value that fits in a line: a scalar, a list of scalars, or a few of them by key.
 * @param {unknown} value
 * @returns {string | null}
 */
function inLine(value) {
  if (typeof value !== "object" || value === null) return scalar(value);
  const items = Array.isArray(value) ? value : Object.values(value);
  if (!items.length) return Array.isArray(value) ? "[]" : "{}";
  const deep = items.some((item) => typeof item === "object" && item !== null);
  if (deep) {
    const pairs = Array.isArray(value) && items.every((item) => Array.isArray(item));
    return pairs ? `[${items.map((item) => inLine(item)).join(", ")}]` : null;
  }
  if (Array.isArray(value)) return `[${items.map(inFlow).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${inFlow(key)}: ${inFlow(item)}`);
  return `{${entries.join(", ")}}`;
}

/**
 * A scalar between brackets, where a comma would end it.
 * @param {unknown} value
 */
function inFlow(value) {
  return typeof value === "string" && /[,[\]{}]/.test(value) ? quoted(value) : scalar(value);
}

/** @param {unknown} value */
function scalar(value) {
  if (typeof value === "string") {
    return PLAIN.test(value) && !RESERVED.test(value) ? value : quoted(value);
  }
  return typeof value === "number" ? numeral(value) : String(value);
}

/**
 * A number as YAML has it: with a point before an exponent.
 * @param {number} value
 */
function numeral(value) {
  const text = String(value);
  const at = text.indexOf("e");
  if (at < 0 || text.includes(".")) return text;
  return `${text.slice(0, at)}.0${text.slice(at)}`;
}

/**
 * A text in quotation marks; JSON's escapes are those of YAML.
 * @param {string} text
 */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u007f-\u009f]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
