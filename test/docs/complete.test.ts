import { describe, expect, test } from 'bun:test'
import { strayVariables } from '../../src/config/stray.ts'
import { notifiers } from '../../src/notify/kinds.ts'
import { errorCodes } from '../../src/reference/errors.ts'
import { outcomes } from '../../src/core/event.ts'
import { deliveryStates } from '../../src/core/delivery.ts'
import { documentAt, documents, examples, isThere } from './documents.ts'

describe('the documentation', () => {
  test('names no variable that there is not', () => {
    const strange = [...documents, ...examples].flatMap(({ path, text }) => {
      const names = [...text.matchAll(/\bNAVISH_[A-Z][A-Z_]*[A-Z]\b/g)].map(([name]) => name)
      const env = Object.fromEntries(names.map((name) => [name, 'set']))
      return strayVariables(env).map((fault) => `${path}: ${fault}`)
    })

    expect(strange).toEqual([])
  })

  test('says of every error what to do', () => {
    const { anchors } = documentAt('docs/troubleshooting.md')

    expect(errorCodes.filter((code) => !anchors.has(code))).toEqual([])
  })

  test('explains every outcome of an event and every state of a delivery', () => {
    const { text } = documentAt('docs/troubleshooting.md')
    const missing = [...outcomes, ...deliveryStates].filter(
      (word) => !text.includes(`| \`${word}\``),
    )

    expect(missing).toEqual([])
  })

  test('has a page of the same shape for every kind of channel', () => {
    const pages = Object.keys(notifiers).map((kind) => `docs/channels/${kind}.md`)

    expect(pages.filter((path) => !isThere(path))).toEqual([])
    const shapes = pages.map((path) =>
      documentAt(path)
        .headings.filter(({ depth }) => depth === 2)
        .map(({ text }) => text),
    )
    for (const shape of shapes)
      expect(shape.filter((title) => sections.includes(title))).toEqual(sections)
  })
})

const sections = [
  'What you need from there',
  'By command',
  'In the dashboard',
  'What it looks like',
  'How it behaves',
  'When it fails',
]
