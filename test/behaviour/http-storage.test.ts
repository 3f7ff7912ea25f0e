import { describe, expect, test } from 'bun:test'
import { monotonic } from '../../src/clock.ts'
import type { NewEvent } from '../../src/core/event.ts'
import { createServer, type ServerParts } from '../../src/http/server.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { createToken, storedToken } from '../../src/token.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { startTestNavish, type TestNavish } from '../support/navish.ts'
import { clientSecret, fromSentry, handMade, issueHook, type Sent } from '../support/requests.ts'
import { listeningNavish } from './socket.ts'

/** The server of this Navish with some of its parts replaced. */
function serverOn(navish: Pick<TestNavish, 'parts'>, parts: Partial<ServerParts>) {
  const { log, text: logText } = createTestLog()
  const { app } = createServer({ ...navish.parts, log, ...parts })
  const post = (token: string, { headers, body }: Sent) =>
    app.handle(
      new Request(`http://localhost/v1/events/sentry/${token}`, { method: 'POST', headers, body }),
    )
  return { post, logText }
}

describe('the answer 202', () => {
  test('waits for the outbox', async () => {
    await using navish = await startTestNavish()
    const added = Promise.withResolvers<NewEvent>()
    const stored = Promise.withResolvers<string>()
    const outbox = {
      add(event: NewEvent) {
        added.resolve(event)
        return stored.promise
      },
    }
    const { post } = serverOn(navish, { outbox })
    let isAnswered = false

    const answer = post(navish.token, issueHook('created')).finally(() => {
      isAnswered = true
    })
    expect(await added.promise).toMatchObject({ resource: 'issue', action: 'created' })
    await new Promise(setImmediate)
    expect(isAnswered).toBe(false)

    stored.resolve('77')
    expect(await (await answer).json()).toEqual({ id: '77', status: 'accepted' })
  })

  test('does not wait for the alert', async () => {
    await using navish = await startTestNavish()

    const { status } = await navish.post(issueHook('created'))

    expect(status).toBe(202)
    expect(await navish.event()).toMatchObject({ state: 'pending', outcome: null, attempts: 0 })
    expect(await navish.alerts()).toEqual([])
  })

  test('stands for an event that another process finds in the file, byte for byte', async () => {
    using folder = temporaryFolder()
    await using navish = await startTestNavish()
    const { clock } = navish
    const options = { dataDir: folder.path, prepare: true, now: clock() }
    const store = openSqliteStore(options)
    const token = createToken()
    await store.createIntegration({
      name: 'file',
      token: storedToken(token, clock()),
      clientSecret: null,
      createdAt: clock(),
    })
    const body = '{ "action":"created","data":{"issue":{"id":"1","n":100.0,"t":"\\u00e9"}} }\n'

    const outbox = createOutbox(store, { onCommitted() {}, monotonic })
    const answer = await serverOn(navish, { store, clock, outbox }).post(token, handMade(body))

    const { id } = (await answer.json()) as { id: string }
    const other = openSqliteStore(options)
    expect(new TextDecoder().decode((await other.showEvent(id)).payload)).toBe(body)
    await other.close()
    await store.close()
  })

  test('comes well within the second that Sentry waits', async () => {
    await using navish = await listeningNavish()
    const times: number[] = []

    for (let n = 0; n < 100; n += 1) {
      const start = performance.now()
      const { status } = await navish.postTo(navish.url, issueHook('created', { id: String(n) }))
      times.push(performance.now() - start)
      expect(status).toBe(202)
    }

    expect(Math.max(...times)).toBeLessThan(1000)
    expect(times.toSorted((a, b) => a - b)[50]).toBeLessThan(100)
  })
})

describe('when an event cannot be stored', () => {
  const full = () => Promise.reject(new Error('database or disk is full'))

  test('the answer is 500 with a problem, and the log says why', async () => {
    await using navish = await startTestNavish()
    const outbox = { add: full }
    const { post, logText } = serverOn(navish, { outbox })

    const answer = await post(navish.token, issueHook('created'))

    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 500, code: 'internal' })
    expect(await navish.events()).toEqual([])
    expect(logText()).toContain('"msg":"event not stored"')
    expect(logText()).toContain('disk is full')
  })

  test('the answer does not show what went wrong inside', async () => {
    await using navish = await startTestNavish()
    const outbox = { add: full }

    const answer = await serverOn(navish, { outbox }).post(navish.token, issueHook('created'))

    expect(await answer.text()).not.toContain('disk')
  })

  test('all that shared the commit are told, and the next ones are stored', async () => {
    await using navish = await startTestNavish()
    let isFull = true
    const append: typeof navish.store.append = (events) =>
      isFull ? full() : navish.store.append(events)
    const outbox = createOutbox({ append }, { onCommitted() {}, monotonic })
    const { post } = serverOn(navish, { outbox })
    const statuses = async () => {
      const answers = await Promise.all(
        [1, 2, 3].map(() => post(navish.token, issueHook('created'))),
      )
      return answers.map(({ status }) => status)
    }

    expect(await statuses()).toEqual([500, 500, 500])
    expect(await navish.events()).toEqual([])

    isFull = false
    expect(await statuses()).toEqual([202, 202, 202])
    expect(await navish.events()).toHaveLength(3)
  })

  test('nor its sender be looked up, the answer is 500, never 401', async () => {
    await using navish = await startTestNavish()
    const store = { ...navish.store, findSender: full }

    const answer = await serverOn(navish, { store }).post(navish.token, issueHook('created'))

    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ code: 'internal' })
  })
})

test('the log names neither token, secret, signature nor anything of a payload', async () => {
  await using navish = await startTestNavish({ clientSecret, maxBody: 2000 })
  const word = 'xylophone'
  const stranger = createToken()
  const headers = { Authorization: `Bearer ${word}`, 'X-Team': word, Cookie: word }
  const wrong = { 'Sentry-Hook-Signature': 'f'.repeat(64) }
  const good = issueHook('created', { title: word }, { headers })

  const statuses = [
    await navish.send(good),
    await navish.send(good, stranger),
    await navish.send(issueHook('created', { title: word }, { headers: wrong })),
    await navish.send(fromSentry('issue', `{"${word}`)),
    await navish.send(issueHook('created', { id: null, title: word })),
    await navish.send(issueHook('created', { title: word.repeat(300) })),
    await navish.send(fromSentry(word, { action: word })),
  ]

  expect(statuses).toEqual([202, 401, 401, 400, 400, 413, 202])
  const log = navish.logText()
  expect(log).toContain('"msg":"alert opened"')
  expect(log).toContain('"msg":"event refused"')
  const signature = good.headers['Sentry-Hook-Signature'] ?? 'missing'
  for (const secret of [word, navish.token, stranger, clientSecret, signature, 'ffffffff']) {
    expect(log).not.toContain(secret)
  }
})
