import { describe, expect, test } from 'bun:test'
import { cleanLine, cleanLink, cleanText } from '../../src/core/text.ts'

describe('cleanText', () => {
  test.each([
    ['plain text', 'plain text'],
    ['  space around \n', 'space around'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['Ошибка в корзине 🛒', 'Ошибка в корзине 🛒'],
  ])('keeps what is harmless in %p', (value, clean) => {
    expect(cleanText(value, 100)).toBe(clean)
  })

  test.each([
    ['a NUL', 'a\u0000b'],
    ['a terminal escape', 'a\u001bb'],
    ['a carriage return', 'a\rb'],
    ['a backspace', 'a\bb'],
    ['a delete', 'a\u007fb'],
    ['a C1 control sequence introducer', 'a\u009bb'],
    ['a right-to-left override', 'a\u202eb'],
    ['a right-to-left mark', 'a\u200fb'],
    ['an Arabic letter mark', 'a\u061cb'],
    ['an isolate', 'a\u2066b'],
  ])('turns %s into a space', (_, value) => {
    expect(cleanText(value, 100)).toBe('a b')
  })

  test('makes lone surrogates well-formed', () => {
    expect(cleanText('a\ud83db', 100)).toBe('a\ufffdb')
  })

  test.each([
    ['12345', 5, '12345'],
    ['123456', 5, '1234…'],
    ['x'.repeat(10_000), 5, 'xxxx…'],
  ])('cuts text that is too long, and shows that', (value, maxLength, clean) => {
    expect(cleanText(value, maxLength)).toBe(clean)
  })

  test('leaves no half of a character where it cuts', () => {
    const clean = cleanText('abc🛒🛒🛒', 5)

    expect(clean.isWellFormed()).toBe(true)
    expect(clean.length).toBeLessThanOrEqual(5)
  })
})

describe('cleanLine', () => {
  test.each([
    ['one\ntwo\r\nthree', 'one two three'],
    [String.raw`one\ntwo`, 'one two'],
    ['one\t \u00a0 two', 'one two'],
    ['\n\none\u2028two\n', 'one two'],
    ['one\u001btwo', 'one two'],
  ])('puts %p on one line', (value, clean) => {
    expect(cleanLine(value, 100)).toBe(clean)
  })

  test('cuts a line that is too long', () => {
    expect(cleanLine('one\ntwo\nthree', 8)).toBe('one two…')
  })
})

describe('cleanLink', () => {
  test.each([
    ['https://acme.sentry.io/issues/4711/', 'https://acme.sentry.io/issues/4711/'],
    ['http://sentry.local:9000/x?y=1#z', 'http://sentry.local:9000/x?y=1#z'],
    ['HTTPS://Acme.Sentry.IO', 'https://acme.sentry.io/'],
  ])('keeps the web address %p', (value, link) => {
    expect(cleanLink(value)).toBe(link)
  })

  test.each([
    ['javascript:alert(1)'],
    [' java\nscript:alert(1)'],
    ['data:text/html,x'],
    ['file:///etc/passwd'],
    ['ftp://example.org/'],
    ['/issues/4711/'],
    [''],
    [null],
    [undefined],
    [4711],
  ])('gives null for %p', (value) => {
    expect(cleanLink(value)).toBeNull()
  })

  test('gives null for an address of more than 2048 characters', () => {
    const start = 'https://example.org/'
    const longest = start + 'x'.repeat(2048 - start.length)

    expect(cleanLink(longest)).toBe(longest)
    expect(cleanLink(`${longest}x`)).toBeNull()
  })

  test('leaves no character that ends an attribute or starts a tag', () => {
    expect(cleanLink('https://example.org/"><script>')).not.toMatch(/["<>]/)
  })
})
