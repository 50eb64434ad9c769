// The votes of one participant, whom nothing names: a random id, and what was ticked.

/** As of digisys/workshop/votes/link_codes.py: without signs that are taken for each other. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const ID_LENGTH = 8;
/** Bytes from here on are thrown away, so that every sign is as likely as another. */
const FAIR = 256 - (256 % ALPHABET.length);
export const MOST_NOTE = 500;

/** @type {(keyof Vote)[]} */
const FIELDS = ["vote", "sign", "strength", "note"];

/** @type {Record<string, string[]>} */
export const CHOICES = {
  vote: ["agree", "disagree", "not_sure"],
  sign: ["positive", "negative", "unknown"],
  strength: ["weak", "moderate", "strong"],
};

/**
 * A ballot with a new random id.
 * @param {string} model
 * @param {() => number} byte Gives a random whole number from 0 to 255.
 * @returns {Ballot}
 */
export function newBallot(model, byte) {
  let ballot = "";
  while (ballot.length < ID_LENGTH) {
    const drawn = byte();
    if (drawn < FAIR) ballot += ALPHABET[drawn % ALPHABET.length];
  }
  return { model, ballot, revision: 0, votes: {} };
}

/**
 * The ballot with one answer changed; an empty one is taken out.
 * @param {Ballot} ballot
 * @param {string} link
 * @param {keyof Vote} field
 * @param {string} value
 * @returns {Ballot}
 */
export function withAnswer(ballot, link, field, value) {
  const vote = { ...ballot.votes[link], [field]: value };
  const kept = FIELDS.filter((name) => vote[name]);
  const { [link]: _before, ...others } = ballot.votes;
  if (!kept.length) return { ...ballot, votes: others };
  const told = Object.fromEntries(kept.map((name) => [name, vote[name]]));
  return { ...ballot, votes: { ...others, [link]: told } };
}

/**
 * The ballot without what was said of a link.
 * @param {Ballot} ballot
 * @param {string} link
 * @returns {Ballot}
 */
export function withoutLink(ballot, link) {
  const { [link]: _before, ...votes } = ballot.votes;
  return { ...ballot, votes };
}

/**
 * Of how many links it is said whether one agrees.
 * @param {Ballot} ballot
 * @param {string[]} links
 */
export function answeredCount(ballot, links) {
  return links.filter((link) => ballot.votes[link]?.vote).length;
}

/**
 * What a file of the ballot is called.
 * @param {Ballot} ballot
 */
export function ballotFileName(ballot) {
  return `votes-${ballot.ballot}.json`;
}

/**
 * The ballot as a file that digisys workshop read takes. It tells no name, time or place.
 * @param {Ballot} ballot
 * @param {string[]} links
 */
export function ballotFile(ballot, links) {
  const votes = links.filter((link) => ballot.votes[link]).map((link) => voteOf(ballot, link));
  const { model, revision } = ballot;
  const file = {
    format: "digisys-votes",
    version: 1,
    model,
    ballot: ballot.ballot,
    revision,
    votes,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * @param {Ballot} ballot
 * @param {string} link
 */
function voteOf(ballot, link) {
  const note = (ballot.votes[link].note ?? "").trim();
  const { note: _raw, ...ticked } = ballot.votes[link];
  return { link, ...ticked, ...(note ? { note } : {}) };
}

/**
 * A ballot that was kept, if it is one about this model.
 * @param {string | null} text
 * @param {string} model
 * @returns {Ballot | null}
 */
export function keptBallot(text, model) {
  try {
    const read = JSON.parse(text ?? "");
    const whole =
      read.model === model &&
      /^[0-9A-Z]{8}$/.test(read.ballot) &&
      Number.isInteger(read.revision) &&
      typeof read.votes === "object";
    if (!whole) return null;
    /** @type {Ballot} */
    let ballot = { model, ballot: read.ballot, revision: read.revision, votes: {} };
    for (const [link, vote] of Object.entries(read.votes)) {
      for (const field of FIELDS) {
        const value = vote[field];
        const known = field === "note" ? typeof value === "string" : CHOICES[field].includes(value);
        if (known) ballot = withAnswer(ballot, link, field, String(value).slice(0, MOST_NOTE));
      }
    }
    return ballot;
  } catch {
    return null;
  }
}
