// Saving of a page that was opened as a file: where the browser can, in place; else as a download.

import { announce, h } from "../base/dom.js";
import { model, packedData } from "../base/model.js";
import { state } from "../base/state.js";
import { modelFile } from "../edit/file.js";
import { say } from "../words.js";
import { forgetUnsaved, keepUnsaved } from "./kept.js";
import { isUnsaved, markSaved, onEdit, plainNow } from "./session.js";
import { setStatus } from "./status.js";

/** @typedef {{ name: string; createWritable(): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }> }} FileHandle */

/** @type {{ handle: FileHandle | null }} */
const file = { handle: null };

export function beginFile() {
  onEdit((changed) => {
    if (!changed) return;
    if (!isUnsaved()) {
      forgetUnsaved();
      setStatus("idle", () => "");
      return;
    }
    keepUnsaved(baseOf(), plainNow());
    setStatus("unsaved", () => say("Not saved yet"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
}

/** What the page was made from, to tell kept edits of it from others. */
export function baseOf() {
  const text = packedData.plain ?? "";
  return `${text.length} ${text.slice(-64)}`;
}

/** Save the model file. */
export async function saveAsFile() {
  const plain = plainNow();
  const text = modelFile(plain, packedData.plain);
  const name = `${model.id}.yaml`;
  try {
    const saved = (await writeInPlace(name, text)) ?? download(name, text);
    markSaved(plain);
    if (isUnsaved()) return;
    forgetUnsaved();
    const now = new Date();
    const words = () => {
      const time = new Intl.DateTimeFormat(state.lang, { timeStyle: "short" }).format(now);
      return say("Saved as {name}, {time}", { name: saved, time });
    };
    setStatus("saved", words);
    announce(words());
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    file.handle = null;
    const words = () => say("Not saved: the browser could not write the file.");
    setStatus("problem", words);
    announce(words());
  }
}

/**
 * Write to a file that the reader chooses once; null where the browser cannot.
 * @param {string} name
 * @param {string} text
 * @returns {Promise<string | null>}
 */
async function writeInPlace(name, text) {
  const picker = /** @type {any} */ (window).showSaveFilePicker;
  if (typeof picker !== "function" || window.top !== window) return null;
  file.handle ??= /** @type {FileHandle} */ (
    await picker({
      suggestedName: name,
      types: [{ description: "YAML", accept: { "application/yaml": [".yaml", ".yml"] } }],
    })
  );
  const writable = await file.handle.createWritable();
  await writable.write(text);
  await writable.close();
  return file.handle.name;
}

/**
 * @param {string} name
 * @param {string} text
 */
function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return name;
}
