import { describe, expect, test } from 'bun:test'
import { setupApi } from './setup.ts'

const key = { 'idempotency-key': 'mine' }

describe('with an Idempotency-Key', () => {
  test('what is asked twice is done once, and answered alike', async () => {
    await using api = await setupApi()
    const note = () =>
      api.call('noteOnAlert', api.onAlert({ headers: key, body: { text: 'the cache was cold' } }))

    const first = await note()
    const second = await note()

    expect(second).toMatchObject({ status: first.status, text: first.text })
    const { timeline } = await api.alert()
    expect(timeline.filter(({ kind }) => kind === 'note')).toHaveLength(1)
  })

  test('a secret is shown once: asked again, there is everything but that', async () => {
    await using api = await setupApi()
    const create = () =>
      api.call<{ token?: string; current?: { id: string } }>('createToken', {
        as: 'admin',
        headers: key,
        body: { label: 'ci', role: 'viewer' },
      })

    const first = await create()
    api.hide(first.json.token ?? '')
    const second = await create()

    expect([first.status, second.status]).toEqual([201, 409])
    expect(second.json.current).toMatchObject({ label: 'ci', role: 'viewer' })
    const { items } = await api.store.listApiTokens(null, { limit: 10 })
    expect(items.filter(({ label }) => label === 'ci')).toHaveLength(1)
  })

  test('two people may use the same one', async () => {
    await using api = await setupApi()
    const body = { text: 'mine' }

    const one = await api.call('noteOnAlert', api.onAlert({ headers: key, body }))
    const other = await api.call('noteOnAlert', api.onAlert({ as: 'admin', headers: key, body }))

    expect([one.status, other.status]).toEqual([200, 200])
    const { timeline } = await api.alert()
    expect(timeline.filter(({ kind }) => kind === 'note')).toHaveLength(2)
  })

  test('something else is refused, and what failed may be tried again', async () => {
    await using api = await setupApi()
    const note = (text: string) =>
      api.call('noteOnAlert', api.onAlert({ headers: key, body: { text } }))

    expect((await note('\u0007')).status).toBe(400)
    expect((await note('one')).status).toBe(200)
    expect((await note('two')).status).toBe(400)
  })

  test('no password is kept for it, not even as a hash that is quickly guessed', async () => {
    await using api = await setupApi()
    const create = (password: string) =>
      api.call('createUser', {
        as: 'admin',
        headers: key,
        body: { email: 'jo@example.org', role: 'viewer', password },
      })

    expect((await create('correct horse battery')).status).toBe(201)
    // Taken for the same request: nothing is known of the password.
    expect((await create('another good password')).status).toBe(409)
  })
})
