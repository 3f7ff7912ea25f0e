/**
 * The words of a text in the form in which they are compared: what is no letter, digit or mark divides them; case, accents and
 * the ways to write one character do not count.
 */
export function wordsOf(text: string): string[] {
  return folded(text).match(word) ?? []
}

/** What a search asks for: each of these begins a word. None for a text without words. */
export function termsOf(text: string): string[] {
  const terms = new Set(wordsOf(text).map((each) => firstOf(each, longestTerm)))
  return [...terms].slice(0, mostTerms)
}

/** Whether each of these terms begins a word of the text. */
export function hasTerms(text: string, terms: readonly string[]): boolean {
  const all = folded(text)
  // Most texts that have it not are told from the others without looking for words.
  if (!terms.every((term) => all.includes(term))) return false
  const words = ` ${(all.match(word) ?? []).join(' ')}`
  return terms.every((term) => words.includes(` ${term}`))
}

/** The first characters of a word; none is cut into halves. */
export function firstOf(text: string, length: number): string {
  if (text.length <= length) return text
  return Array.from(text).slice(0, length).join('')
}

function folded(text: string): string {
  // Upper case, because it knows fewer forms: ß is SS, and both small sigmas are one.
  return text.normalize('NFKD').toUpperCase().replaceAll(accents, '')
}

const mostTerms = 8
const longestTerm = 64
const accents = /[\u0300-\u036f]/g
const word = /[\p{L}\p{N}\p{M}]+/gu
