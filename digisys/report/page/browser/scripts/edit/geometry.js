// Lines and boxes of the rough map: what has changed is drawn plainly until the library routes it.

/** @typedef {[x: number, y: number]} XY */

/** How a line ends before its head, and the shape of the head, in map units. */
const HEAD = { length: 13.6, half: 6.3, notch: 1.6 };
/** Room between the outline of a box and a line. */
const GAP = 1.5;
/** How far a curve bows out, as a share of its length, and at most. */
const BOW = 0.14;
const MOST_BOW = 60;

/**
 * A number in tenths, as paths have it.
 * @param {number} value
 */
export function tenth(value) {
  return Math.round(value * 10) / 10 + 0;
}

/** @param {number[]} values */
function path(values) {
  return values.map(tenth).join(" ");
}

/**
 * A point of a cubic and the way that it goes there.
 * @param {XY[]} curve Four control points.
 * @param {number} t
 */
export function pointOn([a, b, c, d], t) {
  const s = 1 - t;
  /** @param {0 | 1} axis */
  const at = (axis) =>
    s ** 3 * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t ** 3 * d[axis];
  /** @param {0 | 1} axis */
  const way = (axis) =>
    s * s * (b[axis] - a[axis]) + 2 * s * t * (c[axis] - b[axis]) + t * t * (d[axis] - c[axis]);
  let [ux, uy] = [way(0), way(1)];
  let size = Math.hypot(ux, uy);
  if (size < 1e-9) {
    [ux, uy] = [d[0] - a[0], d[1] - a[1]];
    size = Math.hypot(ux, uy) || 1;
  }
  return {
    point: /** @type {XY} */ ([at(0), at(1)]),
    way: /** @type {XY} */ ([ux / size, uy / size]),
  };
}

/**
 * The part of a cubic between two shares of it.
 * @param {XY[]} curve
 * @param {number} from
 * @param {number} to
 * @returns {XY[]}
 */
function part(curve, from, to) {
  const after = split(curve, from)[1];
  return split(after, from < 1 ? (to - from) / (1 - from) : 1)[0];
}

/**
 * @param {XY[]} curve
 * @param {number} t
 * @returns {[XY[], XY[]]}
 */
function split([a, b, c, d], t) {
  /** @param {XY} one @param {XY} other @returns {XY} */
  const mix = (one, other) => [one[0] + (other[0] - one[0]) * t, one[1] + (other[1] - one[1]) * t];
  const [ab, bc, cd] = [mix(a, b), mix(b, c), mix(c, d)];
  const [abc, bcd] = [mix(ab, bc), mix(bc, cd)];
  const middle = mix(abc, bcd);
  return [
    [a, ab, abc, middle],
    [middle, bcd, cd, d],
  ];
}

/**
 * A plain curve from one box to another, clipped at their edges, with its head; a small bow at
 * the corner of a box for a link to itself.
 * @param {Plate} from
 * @param {Plate} to
 * @param {number} [beside] How many links between the same two lie nearer.
 */
export function plainArrow(from, to, beside = 0) {
  const whole = from === to ? ownBow(from) : bow(from, to, beside);
  const start = from === to ? 0 : leaving(whole, from);
  const end = from === to ? 1 : entering(whole, to);
  const [a, b, c, tip] = start < end ? part(whole, start, end) : whole;
  // The line ends where the head begins.
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    const { point } = pointOn([a, b, c, tip], middle);
    if (Math.hypot(tip[0] - point[0], tip[1] - point[1]) > HEAD.length) low = middle;
    else high = middle;
  }
  const line = part([a, b, c, tip], 0, low);
  return { curve: [a, b, c, tip], line: lineOf(line), head: headOf(line[3], tip) };
}

/** @param {XY[]} curve */
function lineOf([a, b, c, d]) {
  const steps = [b, c, d].flatMap(([x, y]) => [x - a[0], y - a[1]]);
  return `M${path(a)}c${path(steps)}`;
}

/**
 * @param {XY} foot
 * @param {XY} tip
 */
function headOf(foot, tip) {
  const away = Math.hypot(tip[0] - foot[0], tip[1] - foot[1]) || 1;
  const [ux, uy] = [(tip[0] - foot[0]) / away, (tip[1] - foot[1]) / away];
  const { length, half, notch } = HEAD;
  const one = [-ux * length - uy * half, -uy * length + ux * half];
  const inner = [-ux * (length - notch), -uy * (length - notch)];
  const other = [-ux * length + uy * half, -uy * length - ux * half];
  const steps = [
    ...one,
    inner[0] - one[0],
    inner[1] - one[1],
    other[0] - inner[0],
    other[1] - inner[1],
  ];
  return `M${path(tip)}l${path(steps)}z`;
}

/** @param {Plate} plate @returns {XY} */
export function middleOf([x, y, width, height]) {
  return [x + width / 2, y + height / 2];
}

/**
 * @param {Plate} from
 * @param {Plate} to
 * @param {number} beside
 * @returns {XY[]}
 */
function bow(from, to, beside) {
  const [one, other] = [middleOf(from), middleOf(to)];
  const [dx, dy] = [other[0] - one[0], other[1] - one[1]];
  const length = Math.hypot(dx, dy) || 1;
  const out = Math.min(BOW * length, MOST_BOW) * (1 + beside);
  const [nx, ny] = [(dy / length) * out, (-dx / length) * out];
  return [
    one,
    [one[0] + dx / 3 + nx, one[1] + dy / 3 + ny],
    [one[0] + (2 * dx) / 3 + nx, one[1] + (2 * dy) / 3 + ny],
    other,
  ];
}

/** @param {Plate} plate @returns {XY[]} */
function ownBow([x, y, width]) {
  const right = x + width;
  return [
    [right - 34, y - GAP],
    [right - 40, y - 46],
    [right + 46, y - 40],
    [right + GAP, y + 16],
  ];
}

/**
 * The share of a curve at which it leaves the box that it starts in.
 * @param {XY[]} curve
 * @param {Plate} plate
 */
function leaving(curve, plate) {
  const steps = 48;
  for (let at = 0; at <= steps; at += 1) {
    if (!isIn(pointOn(curve, at / steps).point, plate)) {
      return refined(curve, plate, (at - 1) / steps, at / steps);
    }
  }
  return 0;
}

/**
 * The share of a curve at which it comes into the box that it ends in.
 * @param {XY[]} curve
 * @param {Plate} plate
 */
function entering(curve, plate) {
  const steps = 48;
  for (let at = steps; at >= 0; at -= 1) {
    if (!isIn(pointOn(curve, at / steps).point, plate)) {
      return refined(curve, plate, (at + 1) / steps, at / steps);
    }
  }
  return 1;
}

/**
 * @param {XY[]} curve
 * @param {Plate} plate
 * @param {number} inside
 * @param {number} outside
 */
function refined(curve, plate, inside, outside) {
  let [low, high] = [inside, outside];
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (isIn(pointOn(curve, middle).point, plate)) low = middle;
    else high = middle;
  }
  return Math.min(Math.max(high, 0), 1);
}

/**
 * @param {XY} point
 * @param {Plate} plate
 */
function isIn([px, py], [x, y, width, height]) {
  return px > x - GAP && px < x + width + GAP && py > y - GAP && py < y + height + GAP;
}

/**
 * The curve of path data as the map has it: the piece that its middle lies in.
 * @param {string} line
 * @returns {XY[] | null}
 */
export function middlePiece(line) {
  const tokens = line.match(/[Mcl]|-?(?:\d+\.?\d*|\.\d+)/g) ?? [];
  /** @type {XY[][]} */
  const pieces = [];
  /** @type {XY} */
  let here = [0, 0];
  let letter = "";
  for (let at = 0; at < tokens.length; ) {
    if (/[Mcl]/.test(tokens[at])) {
      letter = tokens[at];
      at += 1;
    }
    const count = letter === "c" ? 6 : 2;
    const numbers = tokens.slice(at, at + count).map(Number);
    at += count;
    if (numbers.length < count || numbers.some(Number.isNaN)) return null;
    if (letter === "M") here = [numbers[0], numbers[1]];
    else {
      const [x, y] = here;
      const ends = /** @type {XY[]} */ (
        letter === "c"
          ? [0, 2, 4].map((i) => [x + numbers[i], y + numbers[i + 1]])
          : [
              [x + numbers[0] / 3, y + numbers[1] / 3],
              [x + (2 * numbers[0]) / 3, y + (2 * numbers[1]) / 3],
              [x + numbers[0], y + numbers[1]],
            ]
      );
      pieces.push([here, ...ends]);
      here = ends[2];
    }
  }
  return pieces[Math.floor(pieces.length / 2)] ?? null;
}

/**
 * The two bars across a line that mark a delay, broken where its length is not known.
 * @param {XY[]} curve
 * @param {boolean} known
 */
export function delayBars(curve, known) {
  const { point, way } = pointOn(curve, 0.32);
  const bars = [-2.6, 2.6].map((shift) => {
    const [x, y] = [point[0] + way[0] * shift, point[1] + way[1] * shift];
    const [ax, ay] = [-way[1] * 7.5, way[0] * 7.5];
    /** @param {number} from @param {number} to */
    const piece = (from, to) =>
      `M${path([x + ax * from, y + ay * from])}l${path([ax * (to - from), ay * (to - from)])}`;
    return known ? piece(1, -1) : piece(1, 0.41) + piece(-0.41, -1);
  });
  return bars.join("");
}

/** Radius of a loop's badge. */
export const LOOP_RADIUS = 27;

/**
 * The turning arrow in the badge of a loop.
 * @param {XY} middle
 * @param {boolean} clockwise
 */
export function turningArrow([x, y], clockwise) {
  const radius = LOOP_RADIUS - 3;
  const turn = clockwise ? 1 : -1;
  const first = -Math.PI / 2 - turn * 0.6;
  const pieces = 4;
  const step = (turn * (2 * Math.PI - 1.35)) / pieces;
  const reach = (4 / 3) * Math.tan(step / 4) * radius;
  /** @param {number} angle @returns {XY} */
  const at = (angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  let text = "";
  let here = at(first);
  text += `M${path(here)}c`;
  /** @type {number[]} */
  const steps = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const [from, to] = [first + piece * step, first + (piece + 1) * step];
    const end = at(to);
    const one = [here[0] - reach * Math.sin(from), here[1] + reach * Math.cos(from)];
    const two = [end[0] + reach * Math.sin(to), end[1] - reach * Math.cos(to)];
    for (const [px, py] of [one, two, end]) steps.push(px - here[0], py - here[1]);
    here = end;
  }
  const last = first + pieces * step;
  const way = [-Math.sin(last) * turn, Math.cos(last) * turn];
  /** @type {XY} */
  const tip = [here[0] + way[0] * 9, here[1] + way[1] * 9];
  return { arc: text + path(steps), head: headOf(here, tip) };
}
