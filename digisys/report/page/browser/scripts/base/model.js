// The model that the page shows, read from the data inside the page.

import { indexModel } from "../io/unpack.js";
import { byId } from "./dom.js";

export const model = indexModel(JSON.parse(byId("data").textContent ?? ""));
