import { describe, expect, test } from 'bun:test'
import type { Once } from '../../../src/store/accounts.ts'
import { setupAccounts } from './accounts.ts'
import type { Open } from './setup.ts'

const day = 24 * 3_600_000
const once: Once = { owner: 'user 1', key: 'k', fingerprint: 'POST /v1/users abc' }
const answer = { status: 201, body: '{"id":"1"}' }

export function describeOnce(open: Open): void {
  describe('what is done once', () => {
    test('is done by the first, and answered to those who ask again', async () => {
      await using t = await setupAccounts(open)

      expect(await t.store.beginOnce(once, 1)).toEqual({ state: 'first' })
      expect(await t.store.beginOnce(once, 2)).toEqual({ state: 'running' })
      await t.store.endOnce(once, answer)

      expect(await t.store.beginOnce(once, 3)).toEqual({ state: 'done', ...answer })
      expect(await t.store.beginOnce(once, 4)).toEqual({ state: 'done', ...answer })
    })

    test('is begun by one of two who begin at the same time', async () => {
      await using t = await setupAccounts(open)

      const states = await Promise.all([t.store.beginOnce(once, 1), t.store.beginOnce(once, 1)])

      expect(states.map(({ state }) => state).toSorted()).toEqual(['first', 'running'])
    })

    test.each([['while it goes on'], ['when it is done']])(
      'is told from something else with the same key, %s',
      async (when) => {
        await using t = await setupAccounts(open)
        await t.store.beginOnce(once, 1)
        if (when === 'when it is done') await t.store.endOnce(once, answer)

        const other = await t.store.beginOnce({ ...once, fingerprint: 'DELETE /v1/users/2' }, 2)

        expect(other).toEqual({ state: 'other' })
      },
    )

    test('is one thing for each owner and each key', async () => {
      await using t = await setupAccounts(open)
      await t.store.beginOnce(once, 1)
      await t.store.endOnce(once, answer)

      for (const another of [
        { ...once, owner: 'user 2' },
        { ...once, key: 'K' },
      ]) {
        expect(await t.store.beginOnce(another, 2)).toEqual({ state: 'first' })
        await t.store.endOnce(another, null)
      }
      expect(await t.store.beginOnce(once, 3)).toMatchObject({ state: 'done' })
    })

    test('begins anew when nothing came of it', async () => {
      await using t = await setupAccounts(open)
      await t.store.beginOnce(once, 1)

      await t.store.endOnce(once, null)

      expect(await t.store.beginOnce({ ...once, fingerprint: 'else' }, 2)).toEqual({
        state: 'first',
      })
    })

    test('begins anew after a day, with nothing of the day before', async () => {
      await using t = await setupAccounts(open)
      await t.store.beginOnce(once, 1000)
      await t.store.endOnce(once, answer)

      expect(await t.store.beginOnce(once, 999 + day)).toMatchObject({ state: 'done' })
      expect(await t.store.beginOnce(once, 1000 + day)).toEqual({ state: 'first' })
      expect(await t.store.beginOnce(once, 1001 + day)).toEqual({ state: 'running' })
    })

    test('is forgotten after a day, and not before', async () => {
      await using t = await setupAccounts(open)
      await t.store.beginOnce(once, 1000)
      await t.store.endOnce(once, answer)
      await t.store.forgetExpired(999 + day)
      expect(await t.store.beginOnce(once, 1001)).toMatchObject({ state: 'done' })

      await t.store.forgetExpired(1000 + day)

      // Asked as of the time when it was done, so that only forgetting can explain it.
      expect(await t.store.beginOnce(once, 1001)).toEqual({ state: 'first' })
    })
  })
}
