import { describe, expect, test } from 'bun:test'
import { setupApi } from './setup.ts'

const operation = (verb: string, path: string) => ({ verb, path }) as never
const show = operation('get', '/v1/settings')
const update = operation('patch', '/v1/settings')

describe('the public URL', () => {
  test('counts for every webhook URL and link that is made from then on', async () => {
    await using api = await setupApi()
    const created = async (name: string) => {
      const { json } = await api.ask(operation('post', '/v1/integrations'), {
        as: 'admin',
        body: { name },
      })
      return (json as { url: string }).url
    }
    const before = await created('before')

    const set = await api.ask(update, {
      as: 'admin',
      body: { publicUrl: 'https://navish.example.org/alerts/' },
    })

    expect(set.json).toEqual({
      publicUrl: 'https://navish.example.org/alerts',
      publicUrlFrom: 'settings',
    })
    expect(before).toStartWith('http://localhost/v1/events/sentry/')
    expect(await created('after')).toStartWith(
      'https://navish.example.org/alerts/v1/events/sentry/nvi_',
    )
  })

  test('is taken out again', async () => {
    await using api = await setupApi()
    await api.ask(update, { as: 'admin', body: { publicUrl: 'https://navish.example.org' } })

    await api.ask(update, { as: 'admin', body: { publicUrl: null } })

    const { json } = await api.ask(show, { as: 'viewer' })
    expect(json).toEqual({ publicUrl: null, publicUrlFrom: null })
  })

  test('that the configuration says cannot be changed here', async () => {
    await using api = await setupApi({ publicUrl: 'https://navish.example.org' })

    const refused = await api.ask(update, { as: 'admin', body: { publicUrl: 'https://b.example' } })

    expect(refused.json).toMatchObject({ status: 409, code: 'conflict' })
    expect((await api.ask(show, { as: 'viewer' })).json).toEqual({
      publicUrl: 'https://navish.example.org',
      publicUrlFrom: 'configuration',
    })
  })

  test.each(['navish', 'ftp://example.org', 'https://me:secret@example.org', 'https://a.b/?c'])(
    'is not %p',
    async (publicUrl) => {
      await using api = await setupApi()

      const { json } = await api.ask(update, { as: 'admin', body: { publicUrl } })

      expect(json).toMatchObject({ status: 400, code: 'invalid_request' })
    },
  )

  test('is no reason to send cookies only over TLS: a mistake must lock nobody out', async () => {
    await using api = await setupApi()
    await api.ask(update, { as: 'admin', body: { publicUrl: 'https://wrong.example.org' } })

    const { status } = await api.ask(show, { session: 'admin' })

    expect(status).toBe(200)
  })
})
