// How people ask in each language. A twin of digisys/analysis/asking/grammar.py, which reads the
// files that both use; the page has them in its data.

/**
 * Write a text in small letters without accents, as words of questions are compared.
 * @param {string} text
 */
export function plainLetters(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

/**
 * Make the patterns of a language ready to be tried.
 * @param {GrammarData} data
 * @returns {Grammar}
 */
export function grammarOf(data) {
  return {
    ...data,
    patterns: data.questions.map(([asked, form]) => ({
      kind: asked.split(" ")[0],
      reverse: asked.endsWith(" back"),
      form: new RegExp(`^(?:${form})$`),
    })),
  };
}

/**
 * The kind of a whole word; undefined if it is none.
 * @param {Grammar} grammar
 * @param {string} word
 * @returns {string | undefined}
 */
export function kindOfWord(grammar, word) {
  return Object.hasOwn(grammar.words, word) ? grammar.words[word] : undefined;
}
