import { expect, test } from 'bun:test'
import { createToken } from '../../src/token.ts'
import { clientSecret, fromSentry, handMade, issueHook, type Sent } from '../support/requests.ts'
import { listeningNavish } from './socket.ts'

const compressed = { 'Content-Encoding': 'gzip' }
const wrongSignature = { 'Sentry-Hook-Signature': 'f'.repeat(64) }

interface Problem {
  status: number
  title: string
  code: string
}

const refusals: [string, Sent, Problem][] = [
  [
    'another content type',
    fromSentry('issue', '{}', { 'Content-Type': 'text/plain' }),
    { status: 400, title: 'Bad Request', code: 'invalid_content_type' },
  ],
  [
    'broken JSON',
    fromSentry('issue', '{"action":'),
    { status: 400, title: 'Bad Request', code: 'invalid_json' },
  ],
  [
    'an issue without an id',
    issueHook('created', { id: null }),
    { status: 400, title: 'Bad Request', code: 'invalid_event' },
  ],
  [
    'no signature',
    handMade({ action: 'created', data: { issue: { id: '1' } } }),
    { status: 401, title: 'Unauthorized', code: 'unauthorized' },
  ],
  [
    'a wrong signature',
    issueHook('created', {}, { headers: wrongSignature }),
    { status: 401, title: 'Unauthorized', code: 'unauthorized' },
  ],
  [
    'too large a body',
    issueHook('created', { title: 'x'.repeat(3000) }),
    { status: 413, title: 'Content Too Large', code: 'too_large' },
  ],
  [
    'a compressed body',
    issueHook('created', {}, { headers: compressed }),
    { status: 415, title: 'Unsupported Media Type', code: 'unsupported_encoding' },
  ],
]

async function expectProblem(answer: Response, problem: Problem) {
  const text = await answer.text()
  expect(answer.status).toBe(problem.status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(JSON.parse(text)).toEqual({
    type: 'about:blank',
    detail: expect.stringMatching(/^\S.{10,}\.$/),
    ...problem,
  })
  // Sentry shows about this much of it.
  expect(text.length).toBeLessThan(1000)
}

test.each(refusals)(
  '%s is refused with a problem, and nothing is stored',
  async (_, sent, problem) => {
    await using navish = await listeningNavish({ clientSecret, maxBody: 2000 })

    await expectProblem(await navish.postTo(navish.url, sent), problem)

    expect(await navish.events()).toEqual([])
    expect(navish.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: 'event refused', code: problem.code }),
    )
  },
)

test('a wrong token is refused with a problem, and nothing is stored', async () => {
  await using navish = await listeningNavish()
  const address = navish.url.replace(navish.token, createToken())

  await expectProblem(await navish.postTo(address, issueHook('created')), {
    status: 401,
    title: 'Unauthorized',
    code: 'unauthorized',
  })

  expect(await navish.events()).toEqual([])
})

test('another method is refused with a problem', async () => {
  await using navish = await listeningNavish()

  await expectProblem(await fetch(navish.url), {
    status: 405,
    title: 'Method Not Allowed',
    code: 'method_not_allowed',
  })
})

test.each(['identity', 'Identity', ''])('the content encoding %p is none', async (encoding) => {
  await using navish = await listeningNavish()
  const headers = { 'Content-Encoding': encoding }

  const answer = await navish.postTo(navish.url, issueHook('created', {}, { headers }))

  expect(answer.status).toBe(202)
})

test.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, identity'])(
  'the content encoding %p is not supported',
  async (encoding) => {
    await using navish = await listeningNavish()
    const headers = { 'Content-Encoding': encoding }

    const answer = await navish.postTo(navish.url, issueHook('created', {}, { headers }))

    expect(answer.status).toBe(415)
  },
)
