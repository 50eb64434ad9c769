// The model that the page shows, read from the data inside the page; an editor may replace it.

import { indexModel } from "../io/unpack.js";
import { byId } from "./dom.js";

/** The data that came with the page. @type {PageData} */
export const packedData = JSON.parse(byId("data").textContent ?? "");

export const model = indexModel(packedData);

/** @type {(() => void)[]} */
const hooks = [];

/**
 * Call a function after the model was replaced: what was remembered of it no longer holds.
 * @param {() => void} hook
 */
export function onModel(hook) {
  hooks.push(hook);
}

/**
 * Let the page show another model from now on; the object stays, so that all who hold it see it.
 * @param {PageData} data
 */
export function replaceModel(data) {
  const next = indexModel(data);
  for (const key of Object.keys(model)) if (!(key in next)) Reflect.deleteProperty(model, key);
  Object.assign(model, next);
  for (const hook of hooks) hook();
}
