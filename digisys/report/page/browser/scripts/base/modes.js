// Modes that only some pages have; each makes itself known before the page is first shown.

import { state } from "./state.js";

/** @type {ExtraMode[]} */
export const extraModes = [];

/** The mode beyond the usual ones that the page is in. */
export function extraMode() {
  return extraModes.find((each) => each.mode === state.mode);
}
