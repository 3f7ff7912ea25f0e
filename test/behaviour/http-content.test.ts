import { describe, expect, test } from 'bun:test'
import { eventAlertHook, fromSentry, handMade } from '../support/requests.ts'
import { listeningNavish } from './socket.ts'

describe('strange content', () => {
  test.each([
    ['letters beyond ASCII', 'Größe: 日本', 'Größe: 日本'],
    ['an emoji', '\\ud83d\\udd25 fire', '🔥 fire'],
    ['half an emoji', '\\ud83d fire', '\ufffd fire'],
    ['the other half', 'fire \\udd25', 'fire \ufffd'],
    ['a NUL', 'before\\u0000after', 'before after'],
    ['nothing but NUL', '\\u0000', 'sentry-issue-1'],
  ])('in a title is shown or cleaned: %s', async (_, written, shown) => {
    await using navish = await listeningNavish()
    const body = `{"action":"created","data":{"issue":{"id":"1","title":"${written}"}}}`

    const answer = await navish.postTo(navish.url, handMade(body))
    await navish.drain()

    expect(answer.status).toBe(202)
    expect((await navish.alert()).title).toBe(shown)
    const { payload } = await navish.store.showEvent((await navish.event()).id)
    expect(new TextDecoder().decode(payload)).toBe(body)
  })

  test.each(['culprit', 'level', 'permalink', 'shortId', 'lastSeen', 'substatus'])(
    'in %s is no failure',
    async (field) => {
      await using navish = await listeningNavish()
      const odd = 'a\\u0000\\ud83d b'
      const body = `{"action":"unresolved","data":{"issue":{"title":"t","id":"1","${field}":"${odd}"}}}`

      const answer = await navish.postTo(navish.url, fromSentry('issue', body))
      await navish.drain()

      expect(answer.status).toBe(202)
      expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'opened' })
      expect(JSON.stringify(await navish.alert())).not.toMatch(/\\u0000|\\ud83d/)
    },
  )

  test('like __proto__ and constructor as keys changes no object', async () => {
    await using navish = await listeningNavish()
    const evil = '{"level":"fatal","polluted":true}'
    const body = `{"action":"created","__proto__":${evil},"data":{"issue":{"id":"1","title":"t","__proto__":${evil},"constructor":{"prototype":${evil}}}}}`

    const answer = await navish.postTo(navish.url, handMade(body))
    await navish.drain()

    expect(answer.status).toBe(202)
    expect(await navish.alert()).toMatchObject({ severity: 'info', title: 't' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test.each(['__proto__', 'constructor', 'toString'])(
    'like %s as a resource is one that nobody knows',
    async (resource) => {
      await using navish = await listeningNavish()

      const answer = await navish.postTo(navish.url, fromSentry(resource, { data: {} }))
      await navish.drain()

      expect(answer.status).toBe(202)
      expect(await navish.event()).toMatchObject({ resource, outcome: 'ignored' })
    },
  )

  test('like 50 000 keys is no failure', async () => {
    await using navish = await listeningNavish()
    const keys = Array.from({ length: 50_000 }, (_, n) => [`key ${n}`, n])

    const answer = await navish.postTo(
      navish.url,
      eventAlertHook({ extra: Object.fromEntries(keys) }),
    )
    await navish.drain()

    expect(answer.status).toBe(202)
    expect(await navish.alert()).toMatchObject({ status: 'open' })
  })

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('like 100 000 %s in each other overflows nothing', async (_, open, close) => {
    await using navish = await listeningNavish()
    const deep = `${open.repeat(100_000)}1${close.repeat(100_000)}`
    const body = `{"action":"created","data":{"issue":{"id":"1","title":"deep","metadata":${deep}}}}`

    const answer = await navish.postTo(navish.url, handMade(body))
    await navish.drain()

    expect(answer.status).toBe(202)
    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'opened' })
    expect(await navish.alert()).toMatchObject({ title: 'deep' })
  })

  test('like terminal escapes and newlines in an id never gets into a title', async () => {
    await using navish = await listeningNavish()
    const body = handMade({ action: 'created', data: { issue: { id: 'a\n\u001b[31mb\0' } } })

    const answer = await navish.postTo(navish.url, body)
    await navish.drain()

    expect(answer.status).toBe(202)
    // oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
    expect((await navish.alert()).title).not.toMatch(/[\u0000-\u001f]/)
  })

  test.each(['\u202e\u0001', ' \n ', '—'])(
    'that is all there is of an id is refused: %j',
    async (id) => {
      await using navish = await listeningNavish()

      const answer = await navish.postTo(
        navish.url,
        handMade({ action: 'created', data: { issue: { id } } }),
      )

      expect(answer.status).toBe(400)
      expect(await navish.events()).toEqual([])
    },
  )
})
