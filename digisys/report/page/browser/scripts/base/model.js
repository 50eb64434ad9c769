// The model that the page shows, read from the data inside the page.

import { indexModel } from "../io/unpack.js";

export const model = indexModel(JSON.parse(document.getElementById("data").textContent));
