import { describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { startTestNavish } from '../support/navish.ts'
import { clientSecret, fromSentry, handMade, issueHook, legacyHook } from '../support/requests.ts'

const issue = '{"action":"created","data":{"issue":{"id":"1","title":"signed"'

const sign = (text: string, secret = clientSecret) =>
  createHmac('sha256', secret).update(text).digest('hex')

describe('with a client secret', () => {
  test.each([
    ['plain', `${issue}}}}`],
    ['with floats that end in .0', `${issue},"n":100.0,"t":1693160640.0}}}`],
    ['with escaped letters', `${issue},"name":"Gr\\u00f6\\u00dfe \\ud83d\\udd25"}}}`],
    ['with letters beyond ASCII', `${issue},"name":"Größe 🔥"}}}`],
    ['with blanks and lines', `${issue.replaceAll(':', ' :\n  ')}}}}\n`],
    ['with the same key twice', `${issue},"id":"1"}}}`],
    ['with big numbers', `${issue},"n":12345678901234567890,"e":1E+2}}}`],
    ['with odd escapes', `${issue},"n":"\\/\\u0041\\u0000"}}}`],
  ])('the bytes are checked as they came: %s', async (_, body) => {
    await using navish = await startTestNavish({ clientSecret })

    expect(await navish.send(fromSentry('issue', body))).toBe(202)

    expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-issue-1', title: 'signed' })
  })

  const body = `${issue}}}}`
  const right = sign(body)

  test.each([
    ['is missing', null],
    ['is empty', ''],
    ['is of another body', sign(`${body} `)],
    ['is by another secret', sign(body, 'another secret')],
    ['is by an empty secret', sign(body, '')],
    ['is one digit off', right.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['is cut', right.slice(0, 63)],
    ['is too long', `${right}0`],
    ['is there twice', `${right}, ${right}`],
    ['is in capitals', right.toUpperCase()],
    ['is no hex', 'z'.repeat(64)],
    ['is base64', Buffer.from(right, 'hex').toString('base64')],
    ['has a prefix', `sha256=${right}`],
    ['is as long in other letters', 'é'.repeat(32)],
    ['is one letter', 'a'],
    ['is very long', 'a'.repeat(10_000)],
  ])('a signature that %s is answered with 401', async (_, signature) => {
    await using navish = await startTestNavish({ clientSecret })
    const { headers } = fromSentry('issue', body)
    const { 'Sentry-Hook-Signature': _right, ...unsigned } = headers
    const signed = signature === null ? {} : { 'Sentry-Hook-Signature': signature }

    const answer = await navish.post({ headers: { ...unsigned, ...signed }, body })

    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'unauthorized' })
    expect(await navish.events()).toEqual([])
  })

  test('the legacy plugin, which cannot sign, is told so', async () => {
    await using navish = await startTestNavish({ clientSecret })

    const answer = await navish.post(legacyHook())

    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('legacy') })
  })

  test('the secret of one integration signs nothing for another', async () => {
    await using navish = await startTestNavish({ clientSecret })
    const other = await navish.createIntegration('the secret of the other')

    expect(await navish.send(issueHook('created'), other.token)).toBe(401)
    expect(await navish.send(issueHook('created'))).toBe(202)
  })

  test('that was replaced, the old one signs until its overlap is over', async () => {
    await using navish = await startTestNavish({ clientSecret })
    const now = navish.clock()
    const { integrationId: id, store } = navish
    await store.rotateClientSecret(id, 'the new secret', now + 60_000, now)
    const byNew = { 'Sentry-Hook-Signature': sign(body, 'the new secret') }

    expect(await navish.send(fromSentry('issue', body))).toBe(202)
    expect(await navish.send(fromSentry('issue', body, byNew))).toBe(202)
    navish.clock.advanceBy(60_000)
    expect(await navish.send(fromSentry('issue', body))).toBe(401)
    expect(await navish.send(fromSentry('issue', body, byNew))).toBe(202)
  })
})

describe('without a client secret', () => {
  test.each([
    ['no signature', handMade({ action: 'created', data: { issue: { id: '1' } } })],
    ['a signature that nobody can check', issueHook('created')],
    ['a wrong one', issueHook('created', {}, { headers: { 'Sentry-Hook-Signature': 'nonsense' } })],
  ])('a request with %s is accepted', async (_, sent) => {
    await using navish = await startTestNavish()

    expect(await navish.send(sent)).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open' })
  })
})

test('headers that a user added are neither needed nor kept nor logged', async () => {
  await using navish = await startTestNavish({ clientSecret })
  const added = { Authorization: 'Bearer xylophone', 'X-Api-Key': 'xylophone' }

  expect(await navish.send(issueHook('created', {}, { headers: added }))).toBe(202)

  const { headers } = await navish.store.showEvent((await navish.event()).id)
  expect(Object.keys(headers).toSorted()).toEqual([
    'content-type',
    'request-id',
    'sentry-hook-resource',
    'sentry-hook-timestamp',
    'user-agent',
  ])
  expect(navish.logText()).toContain('alert opened')
  expect(navish.logText()).not.toContain('xylophone')
})
