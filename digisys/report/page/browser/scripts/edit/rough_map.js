// The map of a changed model: what is untouched keeps the boxes and routed curves that came with
// the page, and the rest is drawn plainly beside it.

import { mapOf } from "../io/unpack.js";
import { fitLabel, placedLines, widthOf } from "./fit_label.js";
import {
  delayBars,
  LOOP_RADIUS,
  middleOf,
  middlePiece,
  plainArrow,
  pointOn,
  tenth,
  turningArrow,
} from "./geometry.js";
import { wordsOf } from "./labels.js";
import { partOf } from "./plain.js";

/** @typedef {import("./geometry.js").XY} XY */
/** @typedef {{ id: string; row: PackedMap["boxes"][number] | null; plate: Plate; moved: boolean; shift: XY }} Placed */

const MARGIN = 12;
const SIGN_RADIUS = 8.5;
const BADGE = 22;
const CORNER = 9;
/** @type {Record<Polarity, string>} */
const STROKES = {
  positive: "m-4.3 0l8.6 0m-4.3-4.3l0 8.6",
  negative: "m-4.3 0l8.6 0",
  unknown: "",
};
const LOOKS = /** @type {const} */ ({
  box: [16, 600, "middle", ""],
  rtl: [16, 600, "middle", "rtl"],
  small: [13, 600, "middle", ""],
  loop: [18, 600, "middle", ""],
  panel: [21, 600, "start", ""],
});
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Where the map stands to the places of the layout, which begin at its own corner.
 * @param {PageData} data
 * @param {Plain} base The plain model that the data was made from.
 * @returns {XY}
 */
export function mapShift(data, base) {
  const places = base.layout?.variables;
  const map = data.maps[data.languages[0]];
  /** @type {XY[]} */
  const shifts = [];
  for (const [at, plate] of map?.boxes ?? []) {
    const place = partOf(places, data.variables[at].id);
    if (!place) continue;
    const [x, y] = middleOf(plate);
    shifts.push([tenth(x - place.x), tenth(y - place.y)]);
  }
  return [middle(shifts.map(([x]) => x)), middle(shifts.map(([, y]) => y))];
}

/** @param {number[]} values */
function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Where everything stands on the map, as a layout, for a model that has none.
 * @param {PageData} data
 * @param {Plain} base
 * @returns {PlainLayout}
 */
export function layoutShown(data, base) {
  const [dx, dy] = mapShift(data, base);
  const map = data.maps[data.languages[0]];
  const [, , width, height] = map.box;
  /** @type {Record<string, PlainPoint>} */
  const variables = {};
  for (const [at, plate] of map.boxes) {
    const [x, y] = middleOf(plate);
    variables[String(data.variables[at].id)] = { x: tenth(x - dx), y: tenth(y - dy) };
  }
  const areas = Object.fromEntries(
    map.panels.map(({ area, plate: [x, y, wide, high] }) => [
      area,
      { x: tenth(x - dx), y: tenth(y - dy), width: wide, height: high },
    ]),
  );
  return { width: Math.max(width, 1), height: Math.max(height, 1), areas, variables };
}

/**
 * The maps of a changed model.
 * @param {Plain} plain
 * @param {PageData} data What came with the page.
 * @param {Plain} base The plain model that it was made from.
 * @param {Pick<PageData, "variables" | "links" | "loops" | "areas" | "targets">} facts
 * @returns {Record<string, PackedMap>}
 */
export function mapsOf(plain, data, base, facts) {
  const shift = mapShift(data, base);
  const first = mapFor(data, data.languages[0]);
  /** @type {Record<string, PackedMap>} */
  const maps = {};
  for (const language of plain.languages) {
    const known = data.languages.includes(language);
    const before = known ? mapFor(data, language) : first;
    // Boxes are as wide as their words, so each language has its own.
    const placed = placedBoxes(plain, data, base, facts, before, shift);
    maps[language] = roughMap(plain, data, facts, before, placed, shift, language);
  }
  return maps;
}

/**
 * @param {PageData} data
 * @param {string} language
 */
function mapFor(data, language) {
  return mapOf(/** @type {Model} */ (/** @type {unknown} */ (data)), language);
}

/** @param {{ short?: Wording; label?: Wording }} item */
function nameOf(item) {
  return /** @type {PlainText} */ (item.short ?? item.label ?? "");
}

/**
 * Where each box stands: where it stood, moved as its place in the layout was, or anew.
 * @param {Plain} plain
 * @param {PageData} data
 * @param {Plain} base
 * @param {Pick<PageData, "variables" | "links">} facts
 * @param {PackedMap} map
 * @param {XY} shift
 * @returns {Lookup<string, Placed>}
 */
function placedBoxes(plain, data, base, facts, map, shift) {
  const rows = new Map(map.boxes.map((row) => [data.variables[row[0]].id, row]));
  const names = new Map(data.variables.map((item) => [item.id, nameOf(item)]));
  /** @type {Map<string, Placed>} */
  const placed = new Map();
  /** @type {string[]} */
  const free = [];
  for (const item of facts.variables) {
    const id = String(item.id);
    const row = rows.get(id);
    const place = partOf(plain.layout?.variables, id);
    const was = partOf(base.layout?.variables, id);
    const name = nameOf(item);
    if (!row && !place) free.push(id);
    /** @type {XY} */
    let centre = [0, 0];
    if (row) {
      const [x, y] = middleOf(row[1]);
      centre = [x, y];
      if (place && was) centre = [x + place.x - was.x, y + place.y - was.y];
      else if (place) centre = [place.x + shift[0], place.y + shift[1]];
    } else if (place) centre = [place.x + shift[0], place.y + shift[1]];
    const same = row && JSON.stringify(names.get(id)) === JSON.stringify(name);
    const [width, height] = row && same ? [row[1][2], row[1][3]] : sizeOf(name, plain.languages);
    const plate = plateAround(centre, width, height, row?.[1]);
    const by = /** @type {XY} */ (
      row ? [tenth(plate[0] - row[1][0]), tenth(plate[1] - row[1][1])] : [0, 0]
    );
    const still = Boolean(row && same && Math.hypot(...by) < 0.15);
    placed.set(id, {
      id,
      row: row && same ? row : null,
      plate: still && row ? row[1] : plate,
      moved: !still,
      shift: still ? [0, 0] : by,
    });
  }
  for (const id of free) placeFreely(id, facts, placed, free, map);
  return /** @type {Lookup<string, Placed>} */ (placed);
}

/**
 * The size of a box that holds a label in every language.
 * @param {PlainText} name
 * @param {string[]} languages
 * @returns {[number, number]}
 */
function sizeOf(name, languages) {
  const fits = languages.map((language) => fitLabel(wordsOf(name, language)));
  return [Math.max(...fits.map((fit) => fit.width)), Math.max(...fits.map((fit) => fit.height))];
}

/**
 * @param {XY} centre
 * @param {number} width
 * @param {number} height
 * @param {Plate} [before]
 * @returns {Plate}
 */
function plateAround([x, y], width, height, before) {
  return [tenth(x - width / 2), tenth(y - height / 2), width, height, before?.[4] ?? CORNER];
}

/** Room that is kept around a box that the page places. */
const ROOM = 26;

/**
 * Put a box at the free spot that is nearest to the middle of its neighbours, else to the map's.
 * @param {string} id
 * @param {Pick<PageData, "links">} facts
 * @param {Map<string, Placed>} placed
 * @param {string[]} free Those that have no place yet.
 * @param {PackedMap} map
 */
function placeFreely(id, facts, placed, free, map) {
  const own = /** @type {Placed} */ (placed.get(id));
  const waiting = new Set(free.slice(free.indexOf(id)));
  const near = facts.links.flatMap(({ from, to }) =>
    from === id ? String(to) : to === id ? String(from) : [],
  );
  const spots = near
    .filter((name) => name !== id && !waiting.has(name))
    .flatMap((name) =>
      placed.has(name) ? [middleOf(/** @type {Placed} */ (placed.get(name)).plate)] : [],
    );
  const [left, top, width, height] = map.box;
  /** @type {XY} */
  const wish = spots.length
    ? [mean(spots.map(([x]) => x)), mean(spots.map(([, y]) => y))]
    : [left + width / 2, top + height / 2];
  const [wide, high] = [own.plate[2], own.plate[3]];
  const others = [...placed.values()].filter((item) => !waiting.has(item.id));
  const spot = freeSpot(
    wish,
    wide,
    high,
    others.map((item) => item.plate),
  );
  own.plate = plateAround(spot, wide, high);
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The nearest place to a wish where a box touches no other: rings around it are tried outwards.
 * @param {XY} wish
 * @param {number} width
 * @param {number} height
 * @param {Plate[]} others
 * @returns {XY}
 */
export function freeSpot([x, y], width, height, others) {
  const clear = (/** @type {XY} */ [cx, cy]) =>
    others.every(
      ([left, top, wide, high]) =>
        cx + width / 2 + ROOM <= left ||
        cx - width / 2 - ROOM >= left + wide ||
        cy + height / 2 + ROOM <= top ||
        cy - height / 2 - ROOM >= top + high,
    );
  for (let ring = 0; ring < 200; ring += 1) {
    const radius = ring * 24;
    const count = Math.max(1, Math.round((2 * Math.PI * radius) / 40));
    for (let at = 0; at < count; at += 1) {
      const angle = (2 * Math.PI * at) / count;
      /** @type {XY} */
      const spot = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      if (clear(spot)) return spot;
    }
  }
  return [x, y];
}

/**
 * @param {Plain} plain
 * @param {PageData} data
 * @param {Pick<PageData, "variables" | "links" | "loops" | "areas" | "targets">} facts
 * @param {PackedMap} before
 * @param {Lookup<string, Placed>} placed
 * @param {XY} shift
 * @param {string} language
 * @returns {PackedMap}
 */
function roughMap(plain, data, facts, before, placed, shift, language) {
  const looks = before.looks.map((look) => look);
  const signs = before.signs.map((sign) => sign);
  /** @param {keyof typeof LOOKS} name */
  const look = (name) => numberIn(looks, /** @type {Look} */ ([...LOOKS[name]]));
  const boxRows = new Map(before.boxes.map((row) => [String(data.variables[row[0]].id), row]));
  const boxes = facts.variables.map((item, at) => {
    const { row, plate, shift: by } = placed.get(String(item.id));
    const own = row && boxRows.get(String(item.id));
    const words = wordsOf(nameOf(item), language);
    const lines =
      own && data.languages.includes(language)
        ? own.slice(2).map((line) => shifted(/** @type {PackedLine} */ (line), by))
        : placedLines(
            fitLabel(words).lines,
            middleOf(plate),
            look(RTL.test(words) ? "rtl" : "box"),
          );
    return /** @type {PackedMap["boxes"][number]} */ ([at, plate, ...lines]);
  });
  const links = linkRows(data, facts, before, placed, signs, looks);
  const panels = panelRows(plain, data, facts, before, shift, language, look);
  const badges = badgeRows(data, facts, before, placed, language, look);
  const loops = loopRows(plain, data, facts, before, placed, shift, language, look);
  const box = boundsOf(before.box, [
    ...boxes.map(([, plate]) => plate),
    ...panels.map(({ plate }) => plate),
    ...badges.map(({ plate }) => plate),
  ]);
  return { ...before, box, looks, signs, panels, links, boxes, badges, loops };
}

/**
 * The place of something in a list, at its end if it was not there.
 * @template Item
 * @param {Item[]} items
 * @param {Item} wanted
 */
function numberIn(items, wanted) {
  const key = JSON.stringify(wanted);
  const at = items.findIndex((item) => JSON.stringify(item) === key);
  return at < 0 ? items.push(wanted) - 1 : at;
}

/**
 * @param {PackedLine} line
 * @param {XY} by
 * @returns {PackedLine}
 */
function shifted(line, [dx, dy]) {
  if (!dx && !dy) return line;
  const [words, x = 0, y = 0, ...rest] = line;
  return [words, tenth(x + dx), tenth(y + dy), ...rest];
}

/**
 * @param {PageData} data
 * @param {Pick<PageData, "links">} facts
 * @param {PackedMap} before
 * @param {Lookup<string, Placed>} placed
 * @param {PackedMap["signs"]} signs
 * @param {Look[]} looks
 * @returns {PackedMap["links"]}
 */
function linkRows(data, facts, before, placed, signs, looks) {
  const idOf = (/** @type {Packed<Link>} */ { id, from, to }) => id ?? `${from}->${to}`;
  const routed = new Map(before.links.map((row) => [idOf(data.links[row[0]]), row]));
  const known = new Map(data.links.map((link) => [idOf(link), link]));
  /** @type {Map<string, number>} */
  const beside = new Map();
  const rows = facts.links.map((link, at) => {
    const id = idOf(link);
    const pair = `${link.from}->${link.to}`;
    const [from, to] = [placed.get(String(link.from)), placed.get(String(link.to))];
    const [row, was] = [routed.get(id), known.get(id)];
    const polarity = link.polarity ?? "positive";
    const late = link.delay ? [!link.assumed] : [];
    if (row && was && !from.moved && !to.moved) {
      const [, line, head, x, y, sign] = row;
      const same = (was.polarity ?? "positive") === polarity;
      const number = same ? sign : signNumber(polarity, signs, looks);
      const bars = Boolean(was.delay) === Boolean(link.delay) && was.assumed === link.assumed;
      const piece = bars ? null : middlePiece(line);
      const told = bars ? row.slice(6) : piece ? late.map((sure) => delayBars(piece, sure)) : [];
      return /** @type {PackedMap["links"][number]} */ ([at, line, head, x, y, number, ...told]);
    }
    const count = beside.get(pair) ?? 0;
    beside.set(pair, count + 1);
    const { curve, line, head } = plainArrow(from.plate, to.plate, count);
    const [x, y] = pointOn(curve, 0.56).point.map(tenth);
    const number = signNumber(polarity, signs, looks);
    const bars = late.map((sure) => delayBars(curve, sure));
    return /** @type {PackedMap["links"][number]} */ ([at, line, head, x, y, number, ...bars]);
  });
  // Links are drawn one over the other as they were, new ones above.
  const order = new Map(before.links.map((row, at) => [idOf(data.links[row[0]]), at]));
  const above = (/** @type {PackedMap["links"][number]} */ [at]) =>
    order.get(idOf(facts.links[at])) ?? order.size + at;
  return rows.sort((a, b) => above(a) - above(b));
}

/**
 * @param {Polarity} polarity
 * @param {PackedMap["signs"]} signs
 * @param {Look[]} looks
 */
function signNumber(polarity, signs, looks) {
  const known = signs.findIndex(([, strokes]) => strokes === STROKES[polarity]);
  if (known >= 0) return known;
  /** @type {PackedLine[]} */
  const letters =
    polarity === "unknown"
      ? [["?", 0, 4.7, numberIn(looks, /** @type {Look} */ ([...LOOKS.small]))]]
      : [];
  return signs.push([SIGN_RADIUS, STROKES[polarity], letters]) - 1;
}

/**
 * @param {Plain} plain
 * @param {PageData} data
 * @param {Pick<PageData, "areas">} facts
 * @param {PackedMap} before
 * @param {XY} shift
 * @param {string} language
 * @param {(name: keyof typeof LOOKS) => number} look
 * @returns {PackedMap["panels"]}
 */
function panelRows(plain, data, facts, before, shift, language, look) {
  const rows = new Map(before.panels.map((row) => [row.area, row]));
  const names = new Map(data.areas.map((area) => [area.id, area.label]));
  return facts.areas.flatMap((item) => {
    const id = String(item.id);
    const row = rows.get(id);
    const name = wordsOf(/** @type {PlainText} */ (item.label ?? ""), language);
    const place = partOf(plain.layout?.areas, id);
    if (row) {
      const same = JSON.stringify(names.get(id)) === JSON.stringify(item.label);
      if (same && data.languages.includes(language)) return [row];
      const [, x = 0, y = 0, number] = row.text[0] ?? ["", row.plate[0] + 28, row.plate[1] + 36];
      return [{ ...row, name, text: [[name, x, y, number ?? look("panel"), 0, 0]] }];
    }
    if (!place) return [];
    const [x, y] = [tenth(place.x + shift[0]), tenth(place.y + shift[1])];
    /** @type {Plate} */
    const plate = [x, y, place.width, place.height, 16];
    /** @type {Plate} */
    const bar = [x + 16, y + 16, 4, 21.5, 2];
    return [{ area: id, name, plate, bar, text: [[name, x + 28, y + 34.4, look("panel"), 0, 0]] }];
  });
}

/**
 * @param {PageData} data
 * @param {Pick<PageData, "variables" | "targets">} facts
 * @param {PackedMap} before
 * @param {Lookup<string, Placed>} placed
 * @param {string} language
 * @param {(name: keyof typeof LOOKS) => number} look
 * @returns {PackedMap["badges"]}
 */
function badgeRows(data, facts, before, placed, language, look) {
  const rows = new Map(before.badges.map((row) => [`${row.variable} ${row.target}`, row]));
  const titles = new Map(before.badges.map((row) => [row.target, row.name]));
  const targets = new Map(facts.targets.map((target) => [target.number, target]));
  const known = new Map(data.variables.map((item) => [item.id, JSON.stringify(item.targets)]));
  return facts.variables.flatMap((item) => {
    const id = String(item.id);
    const { row, plate, shift } = placed.get(id);
    const same = row && known.get(id) === JSON.stringify(item.targets);
    let right = plate[0] + plate[2] - 2;
    return (item.targets ?? []).flatMap(({ target }) => {
      const old = rows.get(`${id} ${target}`);
      if (old && same) {
        if (!shift[0] && !shift[1]) return [old];
        const [x, y, ...size] = old.plate;
        const moved = /** @type {Plate} */ ([tenth(x + shift[0]), tenth(y + shift[1]), ...size]);
        return [{ ...old, plate: moved, text: old.text.map((line) => shifted(line, shift)) }];
      }
      const words = String(target);
      const width = Math.max(BADGE, Math.round(widthOf(words, 13) + BADGE / 2));
      const [x, y] = [tenth(right - width + 8), tenth(plate[1] - 13)];
      right -= width + 3;
      const title = targets.get(target);
      const name =
        titles.get(target) ??
        wordsOf(/** @type {PlainText} */ (title?.short ?? title?.title ?? words), language);
      /** @type {PackedLine} */
      const line = [words, tenth(x + width / 2), tenth(y + 15.7), look("small"), 0, 0];
      /** @type {Plate} */
      const badge = [x, y, width, BADGE, BADGE / 2];
      return [{ target, variable: id, name, plate: badge, text: [line] }];
    });
  });
}

/**
 * @param {Plain} plain
 * @param {PageData} data
 * @param {Pick<PageData, "loops">} facts
 * @param {PackedMap} before
 * @param {Lookup<string, Placed>} placed
 * @param {XY} shift
 * @param {string} language
 * @param {(name: keyof typeof LOOKS) => number} look
 * @returns {PackedMap["loops"]}
 */
function loopRows(plain, data, facts, before, placed, shift, language, look) {
  const rows = new Map(before.loops.map((row) => [row.id, row]));
  const known = new Map(
    data.loops.map((loop) => [loop.id, JSON.stringify([loop.kind, loop.label])]),
  );
  const plates = [...placed.values()].map((item) => item.plate);
  return facts.loops.map((loop) => {
    const id = String(loop.id);
    const old = rows.get(id);
    const label = wordsOf(/** @type {PlainText} */ (loop.label ?? ""), language);
    const name = `${id}: ${label}`;
    const place = partOf(plain.layout?.loops, id);
    if (old) {
      const same = known.get(id) === JSON.stringify([loop.kind, loop.label]);
      return same && data.languages.includes(language) ? old : { ...old, name };
    }
    const [cycle] = Object.values(loop.cycles ?? {});
    const points = cycle.map((each) => middleOf(placed.get(each).plate));
    /** @type {XY} */
    const wish = place
      ? [place.x + shift[0], place.y + shift[1]]
      : [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
    const [x, y] = place
      ? wish
      : freeSpot(wish, 2 * LOOP_RADIUS - 2 * ROOM, 2 * LOOP_RADIUS - 2 * ROOM, plates);
    const { arc, head } = turningArrow([x, y], isClockwise(points));
    /** @type {PackedLine} */
    const line = [id, tenth(x), tenth(y + 6.6), look(id.length < 4 ? "loop" : "small"), 0, 0];
    return { id, name, disc: [tenth(x), tenth(y), LOOP_RADIUS], arc, head, text: [line] };
  });
}

/** @param {XY[]} points */
function isClockwise(points) {
  let area = 0;
  for (const [at, [x, y]] of points.entries()) {
    const [nx, ny] = points[(at + 1) % points.length];
    area += x * ny - nx * y;
  }
  return area >= 0;
}

/**
 * @param {Box} box
 * @param {Plate[]} plates
 * @returns {Box}
 */
function boundsOf([x, y, width, height], plates) {
  const left = Math.min(x, ...plates.map((plate) => plate[0] - MARGIN));
  const top = Math.min(y, ...plates.map((plate) => plate[1] - MARGIN));
  const right = Math.max(x + width, ...plates.map((plate) => plate[0] + plate[2] + MARGIN));
  const bottom = Math.max(y + height, ...plates.map((plate) => plate[1] + plate[3] + MARGIN));
  return [tenth(left), tenth(top), tenth(right - left), tenth(bottom - top)];
}
