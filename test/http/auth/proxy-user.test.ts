import { describe, expect, test } from 'bun:test'
import type { Role } from '../../../src/core/account.ts'
import { createOrigins } from '../../../src/http/auth/address.ts'
import { createProxyUser } from '../../../src/http/auth/proxy-user.ts'
import type { NewUser } from '../../../src/store/accounts.ts'
import { createTestClock } from '../../support/clock.ts'
import { openTestStore } from '../../support/navish.ts'
import { anEntry } from './oidc-setup.ts'

const header = 'remote-email'

function setup({ role = 'none', ...wished }: { role?: Role | 'none'; header?: null } = {}) {
  const store = openTestStore()
  const proxyUser = createProxyUser({
    header,
    role,
    store,
    clock: createTestClock(),
    origins: createOrigins({ trustedProxies: ['10.0.0.0/8'], publicUrl: null }),
    ...wished,
  })
  return {
    store,
    createUser: (user: Partial<NewUser> = {}) =>
      store.createUser(
        {
          email: 'jane@example.org',
          name: null,
          role: 'operator',
          passwordHash: null,
          createdAt: 1,
          ...user,
        },
        anEntry,
      ),
    /** Who calls with these headers, from this end of the connection. */
    ask: (headers: Record<string, string> | [string, string][], peer: string | null = '10.0.0.1') =>
      proxyUser({
        request: new Request('http://localhost/v1/me', { headers }),
        peer,
        requestId: 'request-1',
      }),
  }
}

test('an admin who only ever comes through the proxy is an admin: nobody needs to be made one', async () => {
  const { ask, createUser, store } = setup()
  await createUser({ role: 'admin' })
  expect(await store.needsAdmin()).toBe(true)

  await ask({ [header]: 'jane@example.org' })
  await ask({ [header]: 'jane@example.org' })

  expect(await store.needsAdmin()).toBe(false)
  const { items } = await store.listAudit({ action: 'user.link-identity' }, { limit: 10 })
  expect(items).toHaveLength(1)
})

describe('the user header', () => {
  test('of a trusted proxy says who calls', async () => {
    const { ask, createUser } = setup()
    const { id } = await createUser()

    const caller = await ask({ [header]: 'jane@example.org', 'x-forwarded-for': '192.0.2.7' })

    expect(caller).toMatchObject({
      by: 'proxy',
      session: null,
      user: { id, email: 'jane@example.org' },
      actor: {
        kind: 'user',
        id,
        userId: id,
        name: 'jane@example.org',
        role: 'operator',
        address: '192.0.2.7',
        requestId: 'request-1',
      },
    })
  })

  test('is read as addresses are: without regard to case and spaces around', async () => {
    const { ask, createUser } = setup()
    await createUser()

    const caller = await ask({ 'Remote-Email': ' Jane@Example.ORG ' })

    expect(caller?.user?.email).toBe('jane@example.org')
  })

  test.each(['192.0.2.1', '11.0.0.1', '::1', null])('of %s means nothing', async (peer) => {
    const { ask, createUser, store } = setup({ role: 'admin' })
    await createUser()

    expect(await ask({ [header]: 'jane@example.org' }, peer)).toBeNull()
    expect(await ask({ [header]: 'eve@example.org' }, peer)).toBeNull()
    expect(await store.findUser('eve@example.org')).toBeUndefined()
  })

  test('is not believed because of a forwarded address', async () => {
    const { ask, createUser } = setup()
    await createUser()
    const headers = { [header]: 'jane@example.org', 'x-forwarded-for': '10.0.0.1' }

    expect(await ask(headers, '192.0.2.1')).toBeNull()
  })

  test('means nothing where none is set', async () => {
    const { ask, createUser } = setup({ header: null })
    await createUser()

    expect(await ask({ [header]: 'jane@example.org' })).toBeNull()
  })

  test.each<[string, string[]]>([
    ['a list', ['jane@example.org, eve@example.org']],
    ['a list without spaces', ['jane@example.org,eve@example.org']],
    ['something before a comma', ['eve,jane@example.org']],
    ['two headers', ['eve@example.org', 'jane@example.org']],
    ['twice the same', ['jane@example.org', 'jane@example.org']],
    ['no address', ['jane']],
    ['an address in brackets', ['Jane <jane@example.org>']],
    ['nothing', ['']],
    ['no header', []],
  ])('with %s names nobody', async (_what, values) => {
    const { ask, createUser, store } = setup({ role: 'admin' })
    await createUser()

    const caller = await ask(values.map((value): [string, string] => [header, value]))

    expect(caller).toBeNull()
    expect((await store.listUsers({ limit: 10 })).items).toHaveLength(1)
  })

  test('names nobody who is disabled', async () => {
    const { ask, createUser, store } = setup({ role: 'viewer' })
    const { id } = await createUser()
    await store.updateUser(id, { disabled: true, now: 2, ifRevision: null }, anEntry)

    expect(await ask({ [header]: 'jane@example.org' })).toBeNull()
  })

  test('names nobody whom Navish does not know, where newcomers get no role', async () => {
    const { ask, store } = setup()

    expect(await ask({ [header]: 'jane@example.org' })).toBeNull()
    expect((await store.listUsers({ limit: 10 })).items).toEqual([])
  })

  test('makes an account for a newcomer where they get a role, once, and notes it', async () => {
    const { ask, store } = setup({ role: 'viewer' })

    const callers = await Promise.all([
      ask({ [header]: 'Jane@example.org' }),
      ask({ [header]: 'jane@example.org' }),
    ])

    expect(callers.map((caller) => caller?.actor.role)).toEqual(['viewer', 'viewer'])
    expect(callers[0]?.user?.id).toBe(callers[1]?.user?.id ?? 'none')
    const { items } = await store.listAudit({ action: 'user.create' }, { limit: 10 })
    expect(items).toMatchObject([
      {
        action: 'user.create',
        actor: { kind: 'system', name: 'the reverse proxy' },
        address: '10.0.0.1',
        requestId: 'request-1',
        text: 'Let in as viewer: the reverse proxy vouches for jane@example.org.',
      },
    ])
  })
})
