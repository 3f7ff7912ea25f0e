import { describe, expect, test } from 'bun:test'
import { settings } from '../../src/config.ts'
import { notifiers } from '../../src/notify/kinds.ts'
import { errorCodes } from '../../src/reference/errors.ts'
import { outcomes } from '../../src/core/event.ts'
import { deliveryStates } from '../../src/core/delivery.ts'
import { documentAt, documents, isThere } from './documents.ts'

/** Beside those of settings: for commands, and for tests. */
const others = ['NAVISH_SERVER', 'NAVISH_TOKEN', 'NAVISH_TOKEN_FILE', 'NAVISH_TEST_CORPUS']

describe('the documentation', () => {
  test('names no variable that there is not', () => {
    const known = new Set(
      Object.values(settings).flatMap(({ env, secret }) =>
        env.flatMap((name) => (secret ? [name, `${name}_FILE`] : [name])),
      ),
    )
    const strange = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\bNAVISH_[A-Z][A-Z_]*[A-Z]\b/g)]
        .map(([name]) => name)
        .filter((name) => !known.has(name) && !others.includes(name))
        .map((name) => `${path}: ${name}`),
    )

    expect(strange).toEqual([])
  })

  test('says of every error what to do', () => {
    const { anchors } = documentAt('docs/troubleshooting.md')

    expect(errorCodes.filter((code) => !anchors.has(code))).toEqual([])
  })

  test('explains every outcome of an event and every state of a delivery', () => {
    const { text } = documentAt('docs/troubleshooting.md')
    const missing = [...outcomes, ...deliveryStates].filter((word) => !text.includes(`| \`${word}\``))

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
    for (const shape of shapes) expect(shape.filter((title) => sections.includes(title))).toEqual(sections)
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
