// What the scripts of the page pass to each other. Only the type checker reads this file; the
// tests hold what the library writes to what is said here of the page's data.

/** The data of the page as JSON, made text by start.js before anything else runs. */
declare const pageText: string;

/** A text of the model: the same in every language, or by language. */
type Wording = string | Record<string, string> | null | undefined;

type Verdict = "strengthens" | "weakens" | "ambiguous" | "unknown" | "undecided";
type Polarity = "positive" | "negative" | "unknown";
type Certainty = "explicit" | "ambiguous";
type Role = "stock" | "auxiliary" | "input";
type Strength = "weak" | "moderate" | "strong" | "dominant" | "unknown";
type Inertia = "fast" | "medium" | "slow";
type Order = number | "pipeline";

/** A map that is only asked for keys which it has, or which are looked at before they are used. */
interface Lookup<K, V> {
  get(key: K): V;
  set(key: K, value: V): this;
  has(key: K): boolean;
  delete(key: K): boolean;
  clear(): void;
  keys(): MapIterator<K>;
  values(): MapIterator<V>;
  [Symbol.iterator](): MapIterator<[K, V]>;
  readonly size: number;
}

// ---- The model, as io/unpack.js makes it of the page's data

interface Citation {
  source: string;
  targets?: number[];
  pages?: number[];
  keyResult?: boolean;
}

interface Evidence {
  source: string;
  part?: string;
  slides?: number[];
  pages?: number[];
  cites?: Citation[];
  note?: Wording;
}

interface TargetReference {
  target: number;
  keyResult: boolean;
}

interface Variable {
  id: string;
  label: Wording;
  short?: Wording;
  description?: Wording;
  reading?: Wording;
  area: string | null;
  role: Role;
  /** A class, or the ends of a range in years. */
  inertia: Inertia | [number, number];
  /** Where a stock starts; 0 when absent. */
  initial?: number;
  /** Which way is better, where the model says so. */
  desired: "up" | "down" | "none" | null;
  targets: TargetReference[];
  aliases: string[];
  evidence: Evidence[];
}

/** A function of level that is not a straight line. */
type Curve =
  | { kind: "saturating" | "threshold"; level: number }
  | { kind: "table"; points: [number, number][] };

interface Link {
  /** Its own id, or `from->to`; every link of a model has one. */
  id: string;
  from: string;
  to: string;
  polarity: Polarity;
  strength: Strength | [number, number];
  delay: number;
  /** Whether nobody knows how long the delay is. */
  assumed?: boolean;
  order: Order;
  certainty: Certainty;
  /** Of an ambiguous link: how likely it is that it exists, where that is told. */
  chance?: number;
  direction: string;
  /** How the effect follows the level of the source, where that is not a straight line. */
  curve?: Curve;
  /** The link whose effect it multiplies, as `from->to`. */
  modulates?: string;
  reading?: Wording;
  note?: Wording;
  saidBy?: string[];
  evidence: Evidence[];
}

interface Target {
  number: number;
  area: string | null;
  title: Wording;
  short?: Wording;
  evidence: Evidence[];
}

interface Area {
  id: string;
  label: Wording;
  short?: Wording;
  description?: Wording;
  evidence: Evidence[];
}

/** Shares of draws in which a loop grows by itself, only amplifies, and fades. */
type LoopGain = [grows: number, amplifies: number, fades: number];

interface Loop {
  id: string;
  kind: "reinforcing" | "balancing" | "unknown";
  label: Wording;
  short?: Wording;
  description?: Wording;
  reading?: Wording;
  cycles: Record<string, string[]>;
  /** Of a reinforcing one: what each cycle does by itself. */
  gains?: Record<string, LoopGain>;
  evidence: Evidence[];
  /** Whether the sources do not name it. */
  unnamed?: boolean;
}

interface Source {
  id: string;
  title: Wording;
  short?: Wording;
  publisher?: Wording;
  note?: Wording;
  year: number | null;
  url: string | null;
  parts: Record<string, Wording>;
}

interface Slide {
  title?: Wording;
  description?: Wording;
  subject?: string;
  direction?: string;
  steps?: number | null;
  /** A scenario to show, and what it is compared with, at which moment. */
  scenario?: string;
  compare?: string;
  time?: number;
}

interface Scenario {
  id: string;
  title: Wording;
  description?: Wording;
  reasoning?: Wording;
  moves: Move[];
  plan: Plan;
}

/** The program's words: the English ones, and for each other language its own in their order. */
interface PackedWords {
  texts: string[];
  plurals: string[];
  by: Record<string, [texts: string[], plurals: [string, string][]]>;
}

interface Catalogue {
  texts: Record<string, string>;
  plurals: Record<string, [string, string]>;
}

/** Links that searches may look at; the library sends its own numbers. */
interface Budgets {
  /** For a simple chain of one sign to one variable, and for all variables of a question. */
  search: { each: number; total: number };
  /** For chains of one length. */
  chains: number;
}

interface Ranges {
  strength: Record<Strength, [number, number]>;
  inertia: Record<Inertia, [number, number]>;
  /** What causes that share the movement of a variable pass on together. */
  total: [number, number];
}

/** What classes of strength mean together. */
type Convention = "independent" | "shares";

type TimeUnit = "years" | "months" | "weeks" | "days" | "hours";

/** Times of a model, in years unless it says otherwise. */
interface Times {
  start: number;
  end: number;
  step: number;
  unit?: TimeUnit;
}

/** What a scrambled Sobol sequence is made from. */
interface SobolStart {
  /** State and increment of the generator, in hexadecimal digits. */
  state: string;
  increment: string;
  /** By dimension: the polynomial, and the first direction numbers. */
  polynomials: number[];
  first: number[][];
}

/** What holds in the page's data as it does in the model. */
interface Facts {
  id: string;
  title: Wording;
  description?: Wording;
  language: string;
  languages: string[];
  /** Kinds of evidence, the strongest first. */
  kinds: string[];
  sources: Source[];
  time: Times;
  /** The equations that the model is written for. */
  dynamics?: SystemSettings["dynamics"];
  response?: SystemSettings["response"];
  strengths?: Convention;
  sobol: SobolStart;
  moreCycles?: boolean;
  budgets: Budgets;
  /** How people ask, by language. */
  asking: Record<string, GrammarData>;
  ranges: Ranges;
  /** How strong and how soon things act, where that is kept with the model. */
  sizes: KeptSizes | null;
  scenarios: Scenario[];
  presentation?: { slides: Slide[] } | null;
  /** What is done and measured around the model, where something is told of it. */
  programme?: AroundData;
  measured?: Measured[];
  /** The links that readers vote on, where they do. */
  voting?: VotingLink[];
  version: string;
  /** By language; what agrees with the first one is left out. */
  maps: Record<string, PackedMap>;
  words: PackedWords;
}

/** The place of a variable, how unsure it is (0 to 2), whether the other way round, and why. */
type Tied = [place: number, doubt: number, turned: number, reason: Wording];

/** An action, something else that pushes variables, or an indicator. */
interface Around {
  label: Wording;
  who?: string[];
  target?: number;
  kind?: string;
  status?: string;
  touches: Tied[];
}

interface AroundData {
  title: Wording;
  actors: Record<string, Wording>;
  kinds: Record<string, Wording>;
  actions: Around[];
  drivers: Around[];
  indicators: Around[];
}

/** A value that was measured of a variable, a target or an area. */
interface Measured {
  of: string;
  /** Places of the variables that it tells of. */
  rows: number[];
  date: string;
  value: number;
  level: number;
  unit?: string;
  indicator?: string;
  source?: string;
  organisation?: string;
}

type Packed<Item> = Partial<Omit<Item, "evidence">> & { evidence?: number[] };

/** The data of the page as digisys/report/page/data.py writes it: short. */
interface PageData extends Facts {
  areas: Packed<Area>[];
  targets: Packed<Target>[];
  loops: Packed<Loop>[];
  variables: Packed<Variable>[];
  links: Packed<Link>[];
  /** The kind of a loop that nobody named, and the places of its variables. */
  cycles: [Loop["kind"], ...number[]][];
  /** What they do by themselves; null where they do not reinforce. */
  cycleGains: (LoopGain | null)[];
  /** Whether the loops are none that the model names: the shortest independent ones. */
  foundLoops?: true;
  evidence: Evidence[];
  /** The plain model that the page was made from, deflated, in base64. */
  plain?: string;
  /** Whether figures that need many draws are those of the last save, since the model changed. */
  stale?: boolean;
  defaults: { variable: Partial<Variable>; link: Partial<Link> };
}

interface Model extends Facts {
  areas: Area[];
  targets: Target[];
  loops: Loop[];
  variables: Variable[];
  links: Link[];
  unnamed: Loop[];
  foundLoops?: true;
  plain?: string;
  stale?: boolean;
  variable: Lookup<string, Variable>;
  target: Lookup<number, Target>;
  area: Lookup<string, Area>;
  loop: Lookup<string, Loop>;
  source: Lookup<string, Source>;
  /** Links by id. */
  link: Lookup<string, Link>;
  /** Links by `from->to`; there may be several. */
  between: Lookup<string, Link[]>;
  /** Places of the variables in the model. */
  order: Lookup<string, number>;
}

// ---- graph/

interface View {
  evidence: string[];
  narrowed: boolean;
  certainty: Certainty[];
  /** Links between two variables. */
  links: Link[];
  /** Links from a variable to itself, which are part of no chain or loop. */
  damping: Link[];
}

/** A link as the searches see it, or all links from one variable to another. */
interface Arc {
  link: Link;
  from: string;
  to: string;
  sign: number;
  /** Standing of its best evidence: 0 is the strongest. */
  rank: number;
  /** Places of its ends in the model. */
  ends: [from: number, to: number];
}

interface Graph {
  model: Model;
  view: View;
  /** Links of the view as `from->to`. */
  keys: Set<string>;
  /** Ids of the links of the view. */
  ids: Set<string>;
  /** Links of the view by `from->to`. */
  between: Lookup<string, Link[]>;
  out: Lookup<string, Arc[]>;
  into: Lookup<string, Arc[]>;
  /** The same by place of the variable in the model. */
  leaving: Arc[][];
  arriving: Arc[][];
}

/** What a search found; a state is a variable and the sign of a way to it, as one number. */
interface Search {
  graph: Graph;
  /** Places of the variables where it started. */
  starts: number[];
  members: Set<number>;
  upstream: boolean;
  /** The variables reached, nearest first; none of those where it started. */
  reached: string[];
  /** For each variable reached, by its place, the number of links on the shortest walk. */
  nearest: Lookup<number, number>;
  /** For each state, the number of links on the shortest walk. */
  steps: Lookup<number, number>;
  parents: Lookup<number, { before: number; arc: Arc }>;
  walks: Lookup<number, Walk>;
}

/** A way from a source: perhaps through a variable twice, and then not simple. */
interface Walk {
  variables: number[];
  simple: boolean;
}

/** The last part of a chain, from a variable to the goal. */
interface Suffix {
  place: number;
  sign: number;
  arc: Arc | null;
  after: Suffix | null;
}

/** A search with care, and the arcs that it may still look at. */
interface Careful {
  found: Search;
  sign: number;
  left: number;
}

/** Variables along a way, and the sign of each link between them. */
interface Way {
  variables: string[];
  signs: number[];
}

interface Chain extends Way {
  steps: number;
  sign: number;
  rank: number;
  evidence: string;
  areas: string[];
}

interface SubjectFacts {
  label: Wording;
  variables: string[];
  token: string;
  loop?: string;
  unnamed?: boolean;
}

type Subject = SubjectFacts &
  (
    | { kind: "variable" | "area" | "loop" | "instance"; key: string }
    | { kind: "target"; key: number }
    | { kind: "link"; key: string; link: Link }
  );

/** What a key stands for, before the token that named it is known. */
type FoundSubject = Subject extends infer One
  ? One extends unknown
    ? Omit<One, "token">
    : never
  : never;
type SubjectKind = Subject["kind"];
type LinkSubject = Extract<Subject, { kind: "link" }>;

/** A name that a search may use, and what it means. */
interface NameEntry {
  token: string;
  name: string;
  folded: string;
}

/** What is chosen, and the strongest chains between it and something else. */
interface FoundChains {
  from: Subject;
  to: Subject;
  chains: Chain[];
  truncated: boolean;
  overlap: boolean;
}

// ---- analysis/

/** How people ask in a language, as digisys/analysis/asking/grammar.py reads it. */
interface GrammarData {
  share: number;
  tail: number;
  into: string[];
  out: string[];
  neither: string[];
  articles: string[];
  words: Record<string, string>;
  stems: [string, string][];
  questions: [string, string][];
}

interface Grammar extends GrammarData {
  patterns: { kind: string; reverse: boolean; form: RegExp }[];
}

/** A word of a question. */
interface AskedWord {
  typed: string;
  plain: string;
  ending: string;
}

/** The words of a name, and what it means, such as "target:14". */
interface AskedName {
  words: string[];
  means: string;
  isKey: boolean;
}

interface Named extends AskedName {
  case: string;
}

interface AskedNames {
  model: Model;
  grammar: Grammar;
  entries: AskedName[];
  order: Lookup<string, number>;
}

/** A name that stands in a question. */
interface NameAsked {
  start: number;
  end: number;
  meanings: string[];
  sure: boolean;
  case: string;
}

interface PlainQuestion {
  kind: "influence" | "causes" | "chains" | "loops" | "push" | "show";
  names: string[];
  push: "up" | "down" | null;
}

/** What the search suggests: a name, or a question and whether it is what was typed. */
type Suggested =
  | { entry: NameEntry; question?: undefined; sure?: undefined }
  | { question: PlainQuestion; sure: boolean; entry?: undefined };

interface Understanding {
  text: string;
  language: string;
  question: PlainQuestion | null;
  offered: PlainQuestion[];
  unknown: string[];
}

/** How a group influences variables, and the searches of its members that were needed. */
interface Tracer {
  graph: Graph;
  names: string[];
  found: Search;
  members: Lookup<string, Search>;
}

interface Effect {
  variable: string;
  area: string | null;
  targets: number[];
  steps: number;
  verdict: Verdict;
  chain: Chain;
  other: Chain | null;
  evidence: string;
  feedsBack: boolean;
}

/** A plain sentence of a conclusion; `kind` says what it tells. */
interface Statement {
  kind: string;
  text: string;
}

/** A moment of a run: a year, or the time that a model's clock shows then. */
interface Moment {
  time: number;
  unit: TimeUnit;
}

/** How big an effect is, as digisys/answers/size.py explains. */
type Size = "clear" | "open" | "small" | "either" | "unseen";

/** An effect on a target, named by its number, or on a variable, named by its label. */
interface Sized {
  name: number | string;
  /** Levels at the end that 5, 50 and 95 per cent of the draws stay below. */
  low: number;
  middle: number;
  high: number;
  /** From when on it is clear; null where it never is. */
  by: number | null;
  /** Whether some of the variables of a target are pushed themselves. */
  partly: boolean;
}

/** Key, levels at the end, from when on it is clear, 1 where pushed in part itself. */
type KeptEffect = [
  key: string,
  low: number,
  middle: number,
  high: number,
  by?: number | null,
  partly?: 1,
];

/** What digisys/report/page/sizes.py gives; effects by what is pushed, such as `target-14`. */
interface KeptSizes {
  push: number;
  end: number;
  effects: Record<string, KeptEffect[]>;
}

/** An effect with the level at the end in each draw. */
interface SizedOutcome extends Sized {
  final: number[];
}

interface Influence {
  subject: Subject;
  upstream: boolean;
  view: View;
  sources: string[];
  affected: Effect[];
  targetsReached: number[];
  targetsNotReached: number[];
  areasReached: string[];
  loopsEntered: string[];
  feedsBack: string[];
}

// ---- simulation/ and uncertainty/

type Shape = "step" | "ramp" | "pulse";

interface Signal {
  shape: Shape;
  start: number;
  end: number | null;
  size: number;
}

interface Push extends Signal {
  variable: string;
}

interface Move extends Push {
  note?: Wording;
}

interface Change {
  signal: Signal;
  before: number;
  after: number;
}

interface Exchange {
  signal: Signal;
  strength: Strength | [number, number];
}

interface Plan {
  pushes: Record<string, Signal[]>;
  levels: Record<string, Signal[]>;
  changes: Record<string, Change[]>;
  exchanges: Record<string, Exchange[]>;
  added: Link[];
  initial: Record<string, number>;
}

/** A strength or an inertia that is drawn from a range. */
interface Unknown {
  key: string;
  low: number;
  high: number;
  /** 1, -1, or 0 when the sign is drawn too. */
  sign: number;
  /** How likely it is that a link exists, from 0 to 1. */
  chance: number;
  /** Whether a link shares the movement of its target. */
  shares?: boolean;
}

/** The causes of a variable that share its movement, by their places among the unknowns. */
interface Sharing {
  total: number;
  members: number[];
  /** Measured by the same unit, but not part of the sum. */
  others: number[];
}

interface SystemArc {
  link: string;
  source: string;
  target: string;
  unknown: number;
  delay: number;
  order: Order;
  changes: Change[];
  curve: Curve | null;
  modulates: string | null;
}

interface SystemSettings {
  dynamics?: "adjusting" | "accumulating";
  response?: "tanh" | "linear";
  convention?: Convention;
}

interface StockFlow {
  model: Model;
  view: View;
  /** A loop without a stock, which cannot be run; else null. */
  loop: string[] | null;
  accumulating: boolean;
  bounded: boolean;
  inputs: string[];
  auxiliaries: string[];
  stocks: string[];
  targets: string[];
  arcs: SystemArc[];
  unknowns: Unknown[];
  sharings: Sharing[];
  /** The place of each stock's inertia among the unknowns. */
  inertia: Record<string, number>;
  /** Where stocks start that do not start at 0. */
  initial: Record<string, number>;
  plan: Plan;
}

interface Clock {
  start: number;
  step: number;
  steps: number;
}

type Method = "euler" | "rk4";

interface DelayChain {
  source: string;
  row: number;
  first: number;
  length: number;
  rate: number;
}

interface DelayShift {
  source: string;
  row: number;
  at: number;
  whole: number;
  share: number;
}

interface Program {
  clock: Clock;
  method: Method;
  size: number;
  accumulating: boolean;
  bounded: boolean;
  inputs: Int32Array;
  targets: Int32Array;
  auxiliaries: number;
  first: Int32Array;
  source: Int32Array;
  kind: Int32Array;
  slot: Int32Array;
  states: number;
  chains: DelayChain[];
  shifts: DelayShift[];
  initial: Float64Array;
  signals: Float64Array;
  multipliers: (Float64Array | null)[];
  curves: (Curve | null)[];
  /** How many links modulate others. */
  products: number;
  /** For each arc, whether its link may be absent. */
  doubtful: boolean[];
  /** For each arc, the product that it is a part of, or -1. */
  factorOf: Int32Array;
  /** For each arc, the products that it is multiplied by. */
  multiplied: number[][];
}

interface Weights {
  weights: Float64Array;
  rates: Float64Array;
}

/** A program that is being integrated. */
interface Integration extends Weights {
  program: Program;
  levels: Float64Array;
  states: Float64Array;
  stateSlopes: Float64Array;
  slopes: Float64Array;
  shifted: Float64Array;
  past: Float64Array[];
  factors: Float64Array;
}

/** A scenario that was run, or why it cannot be. */
type Run = CompleteRun | { problem: "loop"; loop: string[] } | { problem: "step" };

interface CompleteRun {
  problem?: undefined;
  system: StockFlow;
  program: Program;
  clock: Clock;
  /** Steps between the levels that are kept. */
  every: number;
  draws: Float64Array[];
}

/** Something that levels are told for, and the rows of its variables. */
interface Outcome {
  token: string;
  rows: number[];
}

/** A year with the low end, the middle and the high end of a band. */
type Point = [year: number, low: number, middle: number, high: number];
type Course = [title: string, points: Point[], side: string];

// ---- base/

type Child = Node | string | number | boolean | null | undefined | Child[];
// biome-ignore lint/suspicious/noExplicitAny: what listens to an event knows of which kind it is
type Listener = (event: any) => void;
type Attribute = string | number | boolean | null | undefined | Listener;
type Attributes = Record<string, Attribute>;

/** Rows of a table; one may carry attributes. */
type Cells = Child[];
type Row = Cells | DressedRow;

interface DressedRow {
  attributes: Attributes;
  cells: Cells;
}

/** A table in plain text, to be taken along. */
interface TextTable {
  heads: string[];
  rows: (string | number)[][];
}

/** A mode that only some pages have. */
interface ExtraMode {
  mode: State["mode"];
  title: () => string;
  draw: () => Child[];
}

/** A link that is voted on, as digisys/report/page/voting.py tells it. */
interface VotingLink {
  id: string;
  code: string;
  basis: Wording;
}

/** What a participant says of a link. */
interface Vote {
  vote?: string;
  sign?: string;
  strength?: string;
  note?: string;
}

/** The votes of one participant; by the id of the link. */
interface Ballot {
  model: string;
  ballot: string;
  revision: number;
  votes: Record<string, Vote>;
}

interface State {
  subject: string;
  lang: string;
  dir: "effects" | "causes" | "both";
  steps: string;
  to: string;
  step: number;
  view: "map" | "list" | "table" | "";
  areas: string[];
  targets: string[];
  evidence: string[];
  certainty: CertaintyChoice;
  signs: SignChoice;
  mode: "explore" | "edit" | "scenarios" | "present" | "vote";
  scenario: string;
  compare: string;
  year: number;
  of: string;
  sizes: string[];
  /** What classes of strength mean in runs; empty for what the model says. */
  strengths: Convention | "";
  push: string[];
  slide: number;
}

type SignChoice = "auto" | "all" | "none";

type CertaintyChoice = "explicit" | "ambiguous" | "all";

interface Answers {
  effects: Influence | null;
  causes: Influence | null;
}

interface Reached {
  steps: number;
  verdict: Verdict | null;
}

/** What the map and the lists bring out. */
interface Emphasis {
  variables: Lookup<string, Reached>;
  links: Lookup<string, number>;
  origins: Set<string>;
}

interface LoopStep {
  cycle: string;
  from: string;
  to: string;
  link: Link;
}

// ---- map/

type Box = [x: number, y: number, width: number, height: number];
type Plate = [x: number, y: number, width: number, height: number, radius: number];
type Look = [size: number, weight: number, anchor: Anchor, side: string];
type Anchor = "start" | "middle" | "end";
type PackedLine = [
  words: string,
  x?: number,
  y?: number,
  look?: number,
  joint?: number,
  hyphen?: number,
];

/** A line of text on the map. */
interface MapText {
  words: string;
  x: number;
  y: number;
  size: number;
  weight: number;
  anchor: Anchor;
  side: string;
  /** 1 where the line ends in a divided word, 2 where it ends within a word. */
  joint: number;
  hyphen: number;
}

interface PanelData<Text> {
  area: string;
  name: string;
  plate: Plate;
  bar: Plate;
  text: Text[];
}

interface BadgeData<Text> {
  target: number;
  variable: string;
  name: string;
  plate: Plate;
  text: Text[];
}

interface LoopData<Text> {
  id: string;
  name: string;
  disc: [x: number, y: number, radius: number];
  arc: string;
  head: string;
  text: Text[];
}

interface SignData {
  radius: number;
  strokes: string;
  letters: MapText[];
}

interface LinkData {
  link: Link;
  line: string;
  head: string;
  x: number;
  y: number;
  sign: SignData;
  delay: string;
}

interface BoxData {
  variable: Variable;
  plate: Plate;
  text: MapText[];
}

/** The map of a language as digisys/report/page/map.py writes it. */
interface PackedMap {
  box: Box;
  looks: Look[];
  signs: [radius: number, strokes: string, letters: PackedLine[]][];
  panels: PanelData<PackedLine>[];
  badges: BadgeData<PackedLine>[];
  loops: LoopData<PackedLine>[];
  links: [
    at: number,
    line: string,
    head: string,
    x: number,
    y: number,
    sign: number,
    delay: string,
  ][];
  boxes: [at: number, plate: Plate, ...lines: PackedLine[]][];
}

interface MapData {
  box: Box;
  panels: PanelData<MapText>[];
  badges: BadgeData<MapText>[];
  loops: LoopData<MapText>[];
  links: LinkData[];
  boxes: BoxData[];
}

/** A symbol that the arrow keys stop at. */
interface Stop {
  token: string;
  group: SVGGElement;
  x: number;
  y: number;
}

interface Heat {
  step(id: string): number;
  text(id: string): string;
}

/** The map that is drawn, and its parts by what they show. */
interface Drawn {
  svg: SVGSVGElement;
  /** Left, top, width and height of the map, in its own units. */
  box: Box;
  /** Size of the smallest letters, and of those of headings. */
  letters: { least: number; heading: number };
  boxes: Lookup<string, SVGGElement>;
  marks: Lookup<string, { step: SVGGElement; heat: SVGGElement; name: string }>;
  links: Lookup<string, SVGGElement>;
  loops: Lookup<string, SVGGElement>;
  panels: Lookup<string, SVGGElement>;
  /** The names of areas where nothing else of the map can be read. */
  titles: { area: string; plate: Plate; hit: SVGRectElement; title: SVGGElement }[];
  badges: { target: number; variable: string; group: SVGGElement }[];
  stops: Stop[];
  /** The classes that groups have of their own. */
  own: WeakMap<Element, string>;
}

interface Zoom {
  factor: number;
  most: number;
  /** Where each finger or button is. */
  pointers: Lookup<number, number[]>;
  dragged: boolean;
  pinch: number | null;
  start: number[];
  /** Whether the reader chose how near the map is. */
  own: boolean;
  /** Which of the map can be read. */
  told: Told;
}

/** All of the map, a part of it, or the areas alone. */
type Told = "all" | "part" | "areas";

// ---- editing/, as `digisys edit` answers

interface SaveConflict {
  key: string;
  what: string;
  field: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

type SaveReply =
  | { status: "saved"; version: string; plain?: Plain }
  | { status: "conflict"; version: string; conflicts: SaveConflict[] }
  | { status: "refused"; problems: { place?: string; what: string; cure?: string }[] };

/** What the server computed from many draws. */
interface ServerFigures {
  version: string;
  draws: number;
  done: boolean;
  rows: { title: string; rows: [string, string][] }[];
}

interface ServerNews {
  version: string;
  changed: boolean;
  problems: { place: string; what: string }[];
  figures: ServerFigures | null;
  map: { version: string } | null;
}

// ---- watch.js

interface News {
  page?: string;
  version: string;
  stopped?: boolean;
  lang?: string;
  title?: string;
  note?: string;
  problems: { code: string; place: string; what: string; cure?: string }[];
}

// ---- edit/

/** A text of the plain model: the same in every language, or by language. */
type PlainText = string | Record<string, string>;

interface PlainEvidence {
  source: string;
  part?: string;
  slides?: number[];
  pages?: number[];
  cites?: { source: string; pages?: number[]; targets?: number[]; key_result?: boolean }[];
  note?: PlainText;
  quote?: string;
  fingerprint?: string;
}

interface PlainThemeRef {
  theme: string;
  basis?: string;
  reason?: PlainText;
  evidence?: PlainEvidence[];
}

interface PlainTargetRef {
  target: number;
  stated_as?: "target" | "key_result";
}

interface PlainVariable {
  label: PlainText;
  short_label?: PlainText;
  description?: PlainText;
  area?: string;
  role?: Role;
  inertia?: Inertia | number | number[];
  initial?: number;
  unit?: PlainText;
  desired?: "up" | "down" | "none";
  cost?: number;
  targets?: PlainTargetRef[];
  themes?: PlainThemeRef[];
  aliases?: string[];
  evidence?: PlainEvidence[];
  reading?: PlainText;
}

interface PlainEffect {
  saturating?: number | null;
  threshold?: number | null;
  table?: [number, number][] | null;
}

interface PlainLink {
  from: string;
  to: string;
  /** Its own id, where it has one. */
  id?: string;
  polarity: Polarity;
  strength?: Strength | number | number[];
  effect?: "linear" | "saturating" | PlainEffect;
  modulates?: string;
  /** Units of time; `true` where nobody knows how long. */
  delay?: number | true;
  delay_order?: Order;
  certainty?: Certainty;
  chance?: number;
  direction?: "stated" | "assumed";
  themes?: PlainThemeRef[];
  evidence?: PlainEvidence[];
  said_by?: string[];
  note?: PlainText;
  reading?: PlainText;
}

interface PlainLoop {
  label: PlainText;
  short_label?: PlainText;
  description?: PlainText;
  kind: Loop["kind"];
  cycles: Record<string, string[]>;
  evidence?: PlainEvidence[];
  reading?: PlainText;
}

interface PlainArea {
  label: PlainText;
  short_label?: PlainText;
  description?: PlainText;
  evidence?: PlainEvidence[];
}

interface PlainTarget {
  area?: string;
  title: PlainText;
  short_label?: PlainText;
  evidence?: PlainEvidence[];
}

interface PlainSource {
  title: PlainText;
  short_label?: PlainText;
  kind?: "document" | "interview" | "workshop" | "dataset" | "model" | "assumption";
  publisher?: PlainText;
  year?: number;
  url?: string;
  note?: PlainText;
  files?: string[];
  parts?: Record<string, { label: PlainText }>;
}

interface PlainPoint {
  x: number;
  y: number;
}

interface PlainPanel extends PlainPoint {
  width: number;
  height: number;
}

interface PlainLayout {
  width: number;
  height: number;
  areas?: Record<string, PlainPanel>;
  variables?: Record<string, PlainPoint>;
  loops?: Record<string, PlainPoint>;
}

interface PlainSlide {
  title?: PlainText;
  description?: PlainText;
  variable?: string;
  target?: number;
  area?: string;
  loop?: string;
  direction?: "downstream" | "upstream" | "both";
  steps?: number;
  scenario?: string;
  compare?: string;
  time?: number;
  [other: string]: unknown;
}

/** What is asked of a variable or target before links are drawn. */
type FactorQuestion = "enables" | "blocks" | "follows";

/** What a group says enables, blocks or follows. */
interface FactorLine {
  question: FactorQuestion;
  text: string;
  /** Of what follows: which way it goes. */
  sign?: Polarity;
}

/** What is to be looked at in a line: a variable that is called much alike, or a lack. */
interface FactorHint {
  at: number;
  words: string;
  same: string;
  turned: string;
}

/** What the page shows, to be made a step of the presentation. */
interface StoryView {
  subject: string;
  direction?: string;
  steps?: string;
  scenario?: string;
  compare?: string;
  time?: number;
}

/** The model file as JSON: what is not told is what goes without saying. Never changed in place. */
interface Plain {
  schema: 1;
  id: string;
  title: PlainText;
  description?: PlainText;
  languages: string[];
  time?: { start?: number; end?: number; step?: number; unit?: TimeUnit };
  dynamics?: "adjusting" | "accumulating";
  response?: "tanh" | "linear";
  strengths?: Convention;
  sources?: Record<string, PlainSource>;
  areas?: Record<string, PlainArea>;
  targets?: Record<string, PlainTarget>;
  themes?: Record<string, PlainArea>;
  variables: Record<string, PlainVariable>;
  links?: PlainLink[];
  loops?: Record<string, PlainLoop>;
  layout?: PlainLayout;
  presentation?: { slides: PlainSlide[] };
}

/** Values of the words of a step: texts of the model are said in the language of the reader. */
type EditValues = Record<string, PlainText | number | null>;

/** What a verb did; `edit/told.js` says it in words. */
interface EditStep {
  /** Which thing was done, such as `link-added`. */
  code: string;
  values: EditValues;
  /** What it was done to, as the page names it: `variable-x`, `link-a--b`, `loop-R1`; or "". */
  token: string;
  /** What came of it, such as links that went with a variable. */
  also: EditStep[];
}

/** Why a verb did nothing; `edit/told.js` says it in words. */
interface EditRefusal {
  code: string;
  values: EditValues;
}

/** What a verb gives: a new plain model and its step, or why not. */
type EditResult =
  | { plain: Plain; step: EditStep; refused?: undefined }
  | { plain: Plain; step?: undefined; refused: EditRefusal };

/** What has evidence. */
interface EditOwner {
  kind: "variable" | "link" | "loop" | "area" | "target";
  /** Id of a variable, link, loop or area, or the number of a target. */
  key: string;
}

interface EditMoment {
  plain: Plain;
  /** What led from this moment to the next one (in `past`), or from the one before to this one. */
  step: EditStep;
}

/** Where the editor stands: moments before, now, and those that were undone, the next one first. */
interface EditHistory {
  past: EditMoment[];
  now: Plain;
  future: EditMoment[];
}

/** A loop that was found, from its smallest id on. */
interface EditLoop {
  variables: string[];
  kind: Loop["kind"];
  /** The names that the model gives it. */
  names: string[];
}

type ConclusionKind = "target" | "area" | "variable";

/** How one thing influences another. */
interface ConclusionCell {
  verdict: Verdict | "none" | "same";
  steps: number | null;
}

/** What a view of a model concludes, to be compared with what it concludes later. */
interface Conclusions {
  plain: Plain;
  graph: Graph;
  /** Between things of a kind, by `source outcome`; found when it is first asked for. */
  cells: Map<ConclusionKind, Lookup<string, ConclusionCell>>;
  /** By the ids along it. */
  loops: Lookup<string, EditLoop>;
  /** Up to how many links all loops are among them; null for all. */
  loopLength: number | null;
  /** Whether a scenario is chosen. */
  plan: boolean;
  /** Which way the outcomes of the chosen scenario go, by token; null where none was run. */
  outcomes: Lookup<string, Outcoming> | null;
  /** Rows that were found, by what they rest on, for the next moment. */
  rows: Map<string, Lookup<string, ConclusionCell>>;
}

/** What of the conclusions is compared. */
interface ComparedPart {
  /** Between what influences are compared; null for nothing. */
  kind: ConclusionKind | null;
  /** Whether only variables at changed links are. */
  near: boolean;
  /** Pairs whose influence was not settled, then or now. */
  unsettled: number;
  /** Up to how many links loops are; null for all. */
  longest: number | null;
  outcomes: "compared" | "lost" | "none";
  /** Draws over which outcomes of a scenario are told. */
  draws: number;
}

/** Where an outcome ends: above, below, or either way, by what is not known. */
type Outcoming = "rises" | "falls" | "either" | "still";

/** What is concluded otherwise than before. */
type ConclusionChange =
  | {
      code: "effect";
      kind: "target" | "area" | "variable";
      source: string;
      outcome: string;
      before: Verdict | "none";
      after: Verdict | "none";
      stepsBefore: number | null;
      stepsAfter: number | null;
    }
  | {
      code: "loop-created" | "loop-destroyed" | "loop-turned";
      name: string | null;
      variables: string[];
      before: Loop["kind"] | null;
      after: Loop["kind"] | null;
    }
  | { code: "outcome"; token: string; before: Outcoming; after: Outcoming };
