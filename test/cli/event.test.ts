import { describe, expect, test } from 'bun:test'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { fromSentry, issueHook } from '../support/requests.ts'

describe('event', () => {
  test('list and show print the documented fields', async () => {
    const sent = issueHook('created', { title: 'grüße' })
    using dir = await dataDirWith(sent, fromSentry('comment', { action: 'created', data: {} }))

    const list = await command(['event', 'list', '--json'], { dataDir: dir.path })
    expect(list.json<{ id: string }[]>().map(({ id }) => id)).toEqual(['2', '1'])
    const ignored = await command(['event', 'list', '--outcome', 'ignored', '--json'], {
      dataDir: dir.path,
    })
    expect(ignored.json()).toMatchObject([{ id: '2', resource: 'comment' }])

    const shown = await command(['event', 'show', '1', '--json'], { dataDir: dir.path })
    expect(shown.json()).toEqual({
      id: '1',
      integrationId: '1',
      receivedAt: '2026-09-01T10:00:00.000Z',
      resource: 'issue',
      action: 'created',
      state: 'done',
      outcome: 'opened',
      reason: 'New issue in Sentry: opened with severity error, from level "error".',
      attempts: 1,
      alertId: '1',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'sentry/26.9.0 (https://sentry.io)',
        'request-id': sent.headers['Request-ID'],
        'sentry-hook-resource': 'issue',
        'sentry-hook-timestamp': '1788256800',
      },
      payload: sent.body,
    })
  })

  test('replay puts it back into the outbox, once', async () => {
    using dir = await dataDirWith(issueHook('created'))

    const replayed = await command(['event', 'replay', '1', '--json'], { dataDir: dir.path })
    const again = await command(['event', 'replay', '1'], { dataDir: dir.path })

    expect(replayed.json()).toMatchObject({ state: 'pending', outcome: null, attempts: 0 })
    expect(again).toMatchObject({ code: 1, err: 'navish: Event 1 is pending already.\n' })
  })

  test('replay --all-dead puts back what could not be processed, and nothing else', async () => {
    using dir = await dataDirWith(issueHook('created'))
    const at = (...flags: string[]) =>
      command(['event', 'replay', '--all-dead', ...flags], { dataDir: dir.path })

    expect((await at('--json')).json()).toEqual({ replayed: 0 })
    expect(await at()).toMatchObject({
      code: 0,
      out: '',
      err: '0 events are pending again; a running server takes them up within a second.\n',
    })
  })
})
