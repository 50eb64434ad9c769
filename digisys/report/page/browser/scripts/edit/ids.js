// Ids from labels: a twin of digisys/exchange/ids.py for Latin, Greek and Cyrillic letters and
// for ideographs. The library also reads the sounds of letters of other scripts, from a table of
// names that would not fit in a page; here such a letter becomes its number, as `u05d0`.

const LONGEST = 60;
const MOST_READ = 400;

/** Letters that do not come apart into a Latin letter and a mark, each with its sound. */
const SOUNDS =
  "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh " +
  "ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia є=ie ґ=g љ=lj њ=nj ћ=c ђ=dj џ=dz ј=j і=i " +
  "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f " +
  "χ=ch ψ=ps ω=o ß=ss æ=ae ø=o œ=oe ł=l đ=d ð=d þ=th ı=i ŋ=ng ħ=h ŧ=t";

const LETTERS = new Map(
  SOUNDS.split(" ").map((pair) => /** @type {[string, string]} */ ([pair[0], pair.slice(2)])),
);

/** @param {string} letter */
function ascii(letter) {
  if (letter.charCodeAt(0) < 128) return letter;
  const known = LETTERS.get(letter);
  if (known !== undefined) return known;
  if (/^[\p{Mn}\p{Lm}\p{Cf}]$/u.test(letter)) return "";
  if (!/^[\p{L}\p{N}]$/u.test(letter)) return " ";
  return ` u${letter.codePointAt(0)?.toString(16)} `;
}

/**
 * An id for a label: ASCII snake_case that begins with a letter; `v` where nothing can be read.
 * @param {string} label
 */
export function slug(label) {
  const read = [...label].slice(0, MOST_READ).join("");
  const plain = [...read.normalize("NFKD").toLowerCase()].map(ascii).join("");
  let text = (plain.match(/[a-z0-9]+/g) ?? []).join("_");
  if (text.length > LONGEST) {
    const cut = text.slice(0, LONGEST);
    const end = cut.lastIndexOf("_");
    text = end > 0 ? cut.slice(0, end) : cut;
  }
  if (!text) return "v";
  return /^[a-z]/.test(text) ? text : `v_${text}`;
}

/**
 * An id for a label that nothing else has; the second of a kind gets a number.
 * @param {string} label
 * @param {(id: string) => boolean} taken
 */
export function uniqueId(label, taken) {
  const name = slug(label);
  let unique = name;
  for (let number = 2; taken(unique); number += 1) unique = `${name}_${number}`;
  return unique;
}
