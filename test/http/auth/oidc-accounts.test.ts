import { describe, expect, test } from 'bun:test'
import type { Role } from '../../../src/core/account.ts'
import { createAccounts } from '../../../src/http/auth/oidc-accounts.ts'
import type { Profile } from '../../../src/http/auth/oidc-provider.ts'
import { Refusal } from '../../../src/http/auth/oidc-refusals.ts'
import type { NewUser } from '../../../src/store/accounts.ts'
import { createTestClock } from '../../support/clock.ts'
import { openTestStore } from '../../support/navish.ts'
import { anEntry } from './oidc-setup.ts'

const issuer = 'https://login.example.org'
const from = { address: '192.0.2.7', requestId: 'request-1' }
const jane: Profile = { email: 'jane@example.org', name: 'Jane' }

function setup(role: Role | 'none' = 'none') {
  const store = openTestStore()
  const clock = createTestClock()
  const userOf = createAccounts({ store, clock, role })
  return {
    store,
    clock,
    /** Who somebody is with this subject, of whom the provider says this. */
    meet: (subject: string, profile: Profile = jane) =>
      userOf({ issuer, subject, profile: () => Promise.resolve(profile) }, from),
    createUser: (user: Partial<NewUser> = {}) =>
      store.createUser(
        {
          ...jane,
          email: 'jane@example.org',
          role: 'admin',
          passwordHash: null,
          createdAt: 1,
          ...user,
        },
        anEntry,
      ),
    disable: (id: string) =>
      store.updateUser(id, { disabled: true, now: 2, ifRevision: null }, anEntry),
    async count() {
      return (await store.listUsers({ limit: 100 })).items.length
    },
  }
}

/** Why somebody is refused, or undefined when they are not. */
async function refusalOf(met: Promise<unknown>): Promise<Refusal> {
  try {
    await met
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('they were let in')
}

describe('somebody whom the provider vouches for', () => {
  test('is the user with the same verified address, from then on by the subject', async () => {
    const { meet, createUser } = setup()
    const { id } = await createUser({ role: 'operator' })

    const first = await meet('one')
    const second = await meet('one', { email: null, name: null })

    expect([first.id, second.id]).toEqual([id, id])
    expect(second).toMatchObject({ role: 'operator', singleSignOn: true })
  })

  test('is not asked for an address once the subject is known', async () => {
    const { store, clock, meet, createUser } = setup()
    await createUser()
    await meet('one')
    let asked = 0
    const userOf = createAccounts({ store, clock, role: 'none' })

    await userOf(
      {
        issuer,
        subject: 'one',
        profile() {
          asked++
          return Promise.resolve(jane)
        },
      },
      from,
    )

    expect(asked).toBe(0)
  })

  test('does not get the account of somebody who had the address before them', async () => {
    const { meet, createUser } = setup('viewer')
    await createUser()
    await meet('one')

    const refusal = await refusalOf(meet('two'))

    expect(refusal.why).toBe('no_account')
  })

  test('is new where newcomers get a role, once even when they come twice at once', async () => {
    const { meet, count } = setup('viewer')

    const users = await Promise.all([meet('one'), meet('one')])

    expect(new Set(users.map(({ id }) => id)).size).toBe(1)
    expect(users[0]).toMatchObject({ email: 'jane@example.org', name: 'Jane', role: 'viewer' })
    expect(await count()).toBe(1)
  })

  test('is refused where newcomers get none', async () => {
    const { meet, count } = setup()

    expect((await refusalOf(meet('one'))).why).toBe('no_account')
    expect(await count()).toBe(0)
  })

  test('is refused without a verified address, and makes no account', async () => {
    const { meet, count } = setup('viewer')

    const refusal = await refusalOf(meet('one', { email: null, name: 'Jane' }))

    expect(refusal.why).toBe('unverified')
    expect(await count()).toBe(0)
  })

  test.each([true, false])(
    'is refused when disabled, in the very words of one who is unknown; known before: %p',
    async (wasKnown) => {
      const { meet, createUser, disable } = setup()
      const { id } = await createUser({ role: 'viewer' })
      if (wasKnown) await meet('one')
      await disable(id)

      const disabled = await refusalOf(meet('one'))
      const unknown = await refusalOf(meet('two', { email: 'nobody@example.org', name: null }))

      expect([disabled.code, disabled.message]).toEqual([unknown.code, unknown.message])
      expect(disabled.code).toBe('forbidden')
    },
  )

  test('gets an entry in the audit log for what was done about them, and from where', async () => {
    const { store, clock, meet } = setup('operator')

    const { id } = await meet('one')
    const { items } = await store.listAudit({}, { limit: 10 })

    expect(items).toMatchObject([
      {
        at: clock(),
        actor: { kind: 'user', id, name: 'jane@example.org' },
        ...from,
        action: 'user.link-identity',
        target: `user ${id}`,
        text: `Signs in through ${issuer} from now on.`,
      },
      {
        at: clock(),
        actor: { kind: 'system', id: null, name: issuer },
        ...from,
        action: 'user.create',
        target: `user ${id}`,
        text: `Let in as operator: ${issuer} vouches for jane@example.org.`,
      },
    ])
  })
})
