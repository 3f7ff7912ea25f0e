import { firstOf, wordsOf } from '../../core/words.ts'

// What is written into the index of words, and how it is asked.

/** The lengths of the beginnings that the index has lists of (see its migration), and so finds at once. */
const lengths = [20, 12, 8, 6, 4, 3, 2, 1] as const

/**
 * The words of a text as they are indexed: each once, and no longer than the longest beginning that can be looked up. The alert
 * itself says the rest.
 */
export function indexedWords(text: string): string {
  return [...new Set(wordsOf(text).map((word) => firstOf(word, lengths[0])))].join(' ')
}

/** A term in the language of FTS5. It is of letters and digits only, so nothing of that language can be in it. */
export function beginning(term: string): string {
  const { length } = Array.from(term)
  return `"${firstOf(term, lengths.find((each) => each <= length) ?? 1)}"*`
}

/**
 * A word that says where among all ids an alert is: its beginnings name blocks of 2^16, 2^20 and 2^24 ids. Asked together with
 * others, it keeps FTS5 from comparing their lists to the end: a bound on the rowid counts only for what all lists have.
 */
export function placeWord(id: number): string {
  return `¶${Math.floor(id / 2 ** 16)
    .toString(4)
    .padStart(7, '0')}`
}

/** The block with an id. The higher the level, the larger. */
export function blockAt(id: number, level: number): { term: string; from: number; length: number } {
  const length = 2 ** (16 + 4 * level)
  const word = placeWord(id)
  return { term: `"${word.slice(0, word.length - 2 * level)}"*`, from: id - (id % length), length }
}

export const highestLevel = 2
