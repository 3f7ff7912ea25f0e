import { describe, expect, test } from 'bun:test'
import { firstOf, hasTerms, termsOf, wordsOf } from '../../src/core/words.ts'

describe('the words of a text', () => {
  test.each([
    ['TypeError: cart_total', ['TYPEERROR', 'CART', 'TOTAL']],
    ['10.0.0.17:5432', ['10', '0', '0', '17', '5432']],
    ['Größe naïve Ångström', ['GROSSE', 'NAIVE', 'ANGSTROM']],
    ['e\u0301 é', ['E', 'E']],
    ['ΟΔΟΣ οδος οδοσ', ['ΟΔΟΣ', 'ΟΔΟΣ', 'ΟΔΟΣ']],
    ['İstanbul ılık', ['ISTANBUL', 'ILIK']],
    ['ﬁnal ½ Ｆｕｌｌ', ['FINAL', '1', '2', 'FULL']],
    ['हिन्दी ไทย', ['हिन्दी', 'ไทย'].map((word) => word.normalize('NFKD'))],
    ['が か', ['が'.normalize('NFKD'), 'か']],
    ['𠮷野家 🛒', ['𠮷野家']],
    ['', []],
    [' \n!?…¶', []],
  ])('%p are these', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  test('are words themselves', () => {
    for (const word of wordsOf('Größe ﬁnal ½ हिन्दी が ŉ ǰ ᾳ')) expect(wordsOf(word)).toEqual([word])
  })
})

describe('what a search asks for', () => {
  test('is each word once, eight at most', () => {
    expect(termsOf('b a B á c')).toEqual(['B', 'A', 'C'])
    expect(termsOf('1 2 3 4 5 6 7 8 9')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  })

  test('is no more than 64 characters of a word', () => {
    expect(termsOf('x'.repeat(100))).toEqual(['X'.repeat(64)])
  })
})

describe('a text', () => {
  test.each([
    ['cart is undefined', 'cart', true],
    ['cart is undefined', 'undef CA', true],
    ['cart is undefined', 'cart total', false],
    ['cart is undefined', 'art', false],
    ['partial cart', 'art', false],
    ['partial art', 'art', true],
    ['cart is undefined', 'cart is', true],
    ['carts', 'carted', false],
    ['', 'cart', false],
    ['cart', '', true],
  ])('%p has %p: %p', (text, searched, expected) => {
    expect(hasTerms(text, termsOf(searched))).toBe(expected)
  })
})

describe('the first characters of a word', () => {
  test('are whole characters', () => {
    expect(firstOf('abc', 2)).toBe('ab')
    expect(firstOf('abc', 3)).toBe('abc')
    expect(firstOf('𠮷𠮷𠮷', 2)).toBe('𠮷𠮷')
  })
})
