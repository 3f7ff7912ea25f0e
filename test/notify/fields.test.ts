import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'bun:test'
import { OneOf, Shape } from '../../src/contract/shapes.ts'
import { divided, fieldsOf } from '../../src/notify/fields.ts'
import { notifiers } from '../../src/notify/kinds.ts'
import type { Notifier } from '../../src/notify/notifier.ts'
import { Address, Secret } from '../../src/notify/settings.ts'

const settings = Shape({
  url: Secret(Address('where to')),
  apiUrl: Type.Optional(Address('the API', 'https://api.example.org')),
  port: Type.Integer({ description: 'its port' }),
  tls: Type.Optional(OneOf(['tls', 'none'], 'how')),
  mode: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')], { description: 'one' })),
  loud: Type.Optional(Type.Boolean({ description: 'whether' })),
  to: Type.Array(Type.String(), { description: 'whom' }),
  topic: Type.Optional(Type.Union([Type.Integer(), Type.Null()], { description: 'which' })),
})
const fields = fieldsOf(settings)

describe('fields', () => {
  test('tell what a form needs to know', () => {
    expect(
      fields.map(({ name, type, isRequired, isSecret, isAddress }) =>
        [name, type, isRequired && 'needed', isSecret && 'secret', isAddress && 'address']
          .filter((word) => word !== false)
          .join(' '),
      ),
    ).toEqual([
      'url string needed secret address',
      'apiUrl string address',
      'port integer needed',
      'tls string',
      'mode string',
      'loud boolean',
      'to array needed',
      'topic integer',
    ])
  })

  test('tell what there is to choose from, and what counts when nothing is said', () => {
    const told = fields.filter(({ choices, fallback }) => choices !== null || fallback !== null)

    expect(told.map(({ name, choices, fallback }) => ({ name, choices, fallback }))).toEqual([
      { name: 'apiUrl', choices: null, fallback: 'https://api.example.org' },
      { name: 'tls', choices: ['tls', 'none'], fallback: null },
      { name: 'mode', choices: ['a', 'b'], fallback: null },
    ])
  })

  test.each(Object.entries<Notifier>(notifiers))('of %s are all described', (_, notifier) => {
    const found = fieldsOf(notifier.settings)

    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(({ description }) => description === '')).toEqual([])
  })
})

test('settings are divided into those that are secret and those that are not', () => {
  expect(divided(fields, { url: 'https://a.example', port: 25, to: [] })).toEqual({
    open: { port: 25, to: [] },
    secret: { url: 'https://a.example' },
  })
})
