import { describe, expect, test } from 'bun:test'
import { createResolver, type Lookup } from '../../src/outbound/resolver.ts'
import { failure } from './setup.ts'

/** Answers each question with the next list, and remembers what it was asked. */
function lookupOf(...answers: string[][]) {
  const asked: string[] = []
  const lookup: Lookup = (name) => {
    asked.push(name)
    return Promise.resolve(answers[asked.length - 1] ?? [])
  }
  return { lookup, asked }
}

function resolverOf(lookup: Lookup, allow: string[] = []) {
  return createResolver({ policy: { allow }, lookup })
}

describe('a name', () => {
  test('is asked for once, and gives its first address', async () => {
    const { lookup, asked } = lookupOf(['198.20.0.1', '2606:4700::1'], ['127.0.0.1'])

    expect(await resolverOf(lookup)('Hooks.Example')).toBe('198.20.0.1')
    expect(asked).toEqual(['hooks.example'])
  })

  test.each([
    [['10.0.0.7'], '10.0.0.7'],
    [['198.20.0.1', '10.0.0.7'], '10.0.0.7'],
    [['198.20.0.1', '::1'], '::1'],
    [['2606:4700::1', '::ffff:169.254.169.254'], '169.254.169.254'],
    [['198.20.0.1', 'fe80::1%eth0'], 'fe80::1%eth0'],
  ])('with the addresses %j is forbidden for %s', async (addresses, named) => {
    const error = await failure(resolverOf(lookupOf(addresses).lookup)('hooks.example'))

    expect(error.code).toBe('forbidden')
    expect(error.message).toBe(
      `"hooks.example" has the address ${named}, which is not on the public internet; NAVISH_OUTBOUND_ALLOW can allow its network.`,
    )
  })

  test('may have an address that is allowed besides a public one', async () => {
    const { lookup } = lookupOf(['10.0.0.7', '198.20.0.1'])

    expect(await resolverOf(lookup, ['10.0.0.0/8'])('hooks.example')).toBe('10.0.0.7')
  })

  test('leads to the IPv4 address that was judged, not to another spelling of it', async () => {
    const { lookup } = lookupOf(['::ffff:c614:1'])

    expect(await resolverOf(lookup)('hooks.example')).toBe('198.20.0.1')
  })

  test.each<[string, Lookup]>([
    ['that is not known', () => Promise.reject(new Error('getaddrinfo ENOTFOUND'))],
    ['without addresses', () => Promise.resolve([])],
  ])('%s is unresolved', async (_, lookup) => {
    const error = await failure(resolverOf(lookup)('hooks.example'))

    expect(error.code).toBe('unresolved')
    expect(error.message).toContain('"hooks.example"')
  })

  test('of this machine is found by the system, and forbidden', async () => {
    const error = await failure(createResolver({ policy: { allow: [] } })('localhost'))

    expect(error).toMatchObject({ code: 'forbidden' })
  })

  test('that cannot exist is unresolved by the system', async () => {
    const error = await failure(createResolver({ policy: { allow: [] } })('a..b'))

    expect(error).toMatchObject({ code: 'unresolved' })
  })
})

describe('an address', () => {
  const never: Lookup = (name) => Promise.reject(new Error(`was asked for ${name}`))

  test.each([
    ['198.20.0.1', '198.20.0.1'],
    ['0xc6140001', '198.20.0.1'],
    ['[2606:4700::1]', '2606:4700::1'],
    ['2606:4700::1', '2606:4700::1'],
    ['[::ffff:198.20.0.1]', '198.20.0.1'],
  ])('%s is %s, without asking anybody', async (host, address) => {
    expect(await resolverOf(never)(host)).toBe(address)
  })

  test.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '0',
    '169.254.169.254',
    '[::1]',
    '::1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
  ])('of this machine or its network is forbidden, also as %s', async (host) => {
    const error = await failure(resolverOf(never)(host))

    expect(error.code).toBe('forbidden')
    expect(error.message).toContain('NAVISH_OUTBOUND_ALLOW')
  })

  test('with a zone is forbidden, even when its network is allowed', async () => {
    const error = await failure(resolverOf(never, ['fe80::/10'])('fe80::1%lo'))

    expect(error.code).toBe('forbidden')
  })
})

test('a policy that is no list of networks is found when it is given', () => {
  expect(() => createResolver({ policy: { allow: ['banana'] } })).toThrow('not "banana"')
})
