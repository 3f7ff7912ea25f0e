import { describe, expect, test } from 'bun:test'
import {
  controlOf,
  draftOf,
  faultAt,
  hintOf,
  labelOf,
  settingsIn,
  type Setting,
} from '../../../src/dashboard/notifications/setting-fields.ts'
import { kindViews } from '../../../src/operations/channel-settings.ts'

const aSetting = (fields: Partial<Setting>): Setting => ({
  name: 'webhookUrl',
  type: 'string',
  description: 'a URL: that of a workflow',
  required: true,
  secret: false,
  choices: null,
  default: null,
  ...fields,
})

test.each([
  ['webhookUrl', 'Webhook URL'],
  ['chatId', 'Chat ID'],
  ['apiUrl', 'API URL'],
  ['botToken', 'Bot token'],
  ['to', 'To'],
])('%s is called %s', (name, label) => {
  expect(labelOf(name)).toBe(label)
})

describe('what a setting means', () => {
  test.each([
    [{}, 'That of a workflow.'],
    [{ description: 'a text of 1 to 200 characters: the user' }, 'The user.'],
    [{ description: 'either this, or botToken' }, 'Either this, or Bot token.'],
    [
      { description: 'where it is', default: 'https://ntfy.sh' },
      'Where it is. Usually https://ntfy.sh.',
    ],
    [{ type: 'array', description: 'addresses' }, 'Addresses. One on each line.'],
    [{ description: '' }, ''],
  ] as const)('%j', (fields, sentence) => {
    expect(hintOf(aSetting(fields))).toBe(sentence)
  })
})

test.each([
  [{}, 'line'],
  [{ secret: true }, 'secret'],
  [{ type: 'integer' }, 'number'],
  [{ type: 'boolean' }, 'check'],
  [{ choices: ['a', 'b'] }, 'choice'],
  [{ type: 'array' }, 'lines'],
  [{ type: 'object' }, 'lines'],
  [{ name: 'headers', secret: true, description: 'more headers, one on each line' }, 'lines'],
] as const)('%j is filled in with: %s', (fields, control) => {
  expect(controlOf(aSetting(fields as Partial<Setting>))).toBe(control)
})

describe('what is sent', () => {
  const fields = [
    aSetting({ name: 'host' }),
    aSetting({ name: 'port', type: 'integer' }),
    aSetting({ name: 'to', type: 'array' }),
    aSetting({ name: 'isLoud', type: 'boolean', required: false }),
    aSetting({ name: 'password', secret: true, required: false }),
  ]

  test('has the types of the settings, and leaves out what is empty', () => {
    const draft = { host: ' a.example ', port: '25', to: 'x@a\n\n y@a ', isLoud: '', password: '' }

    expect(settingsIn(fields, draft)).toEqual({ host: 'a.example', port: 25, to: ['x@a', 'y@a'] })
  })

  test('is of what was there only what changed; what was emptied is taken out', () => {
    const before = { host: 'a.example', port: 25, to: ['x@a'], isLoud: true }
    const draft = { ...draftOf(fields, before), port: '26', isLoud: '', host: '' }

    expect(settingsIn(fields, draft, { before })).toEqual({ host: null, port: 26, isLoud: false })
  })

  test('replaces or takes out a secret only when somebody says so', () => {
    const draft = draftOf(fields, { host: 'a' })
    const before = { host: 'a' }

    expect(settingsIn(fields, draft, { before })).toEqual({})
    expect(settingsIn(fields, draft, { before, taken: ['password'] })).toEqual({ password: null })
    expect(settingsIn(fields, { ...draft, password: ' p ' }, { before })).toEqual({
      password: ' p ',
    })
  })

  test('is as it was written where that is no number: the answer says what it should be', () => {
    expect(settingsIn(fields, { port: 'many' })).toEqual({ port: 'many' })
  })

  test.each(kindViews().map((kind) => [kind.kind, kind.fields] as const))(
    'is nothing for an empty form of the kind %s',
    (_, settings) => {
      const required = settings.filter((one) => one.required && one.type === 'boolean')
      const given = settingsIn(settings, draftOf(settings, {}))

      expect(Object.keys(given)).toEqual(required.map(({ name }) => name))
    },
  )
})

describe('a refusal', () => {
  const fields = [aSetting({}), aSetting({ name: 'to', type: 'array' })]

  test.each([
    [
      'webhookUrl is missing; it should be a URL.',
      'webhookUrl',
      'Webhook URL is missing; it should be a URL.',
    ],
    ['webhookUrl: it may not be reached.', 'webhookUrl', 'It may not be reached.'],
    ['to.1 should be an address.', 'to', 'To should be an address.'],
  ])('%s', (sentence, name, text) => {
    expect(faultAt(fields, sentence)).toEqual({ name, text })
  })

  test('that is about something else is at no field', () => {
    expect(faultAt(fields, 'kind should be one of slack.')).toBeNull()
    expect(faultAt(fields, 'A name has 1 to 100 characters.')).toBeNull()
  })
})
