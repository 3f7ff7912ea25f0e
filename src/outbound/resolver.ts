import { lookup as lookUp } from 'node:dns/promises'
import { isAllowed, networksOf, plainAddress } from './addresses.ts'
import { plainHost } from './host.ts'
import { OutboundError, type OutboundPolicy } from './outbound.ts'

/** All addresses of a name, the best one first. Rejects, or gives none, when there are none. */
export type Lookup = (name: string) => Promise<readonly string[]>

/**
 * The address to connect to for a host. Asks once: a second answer could be another one than the one that was looked at. One forbidden
 * address forbids the name, because a name that is half ours is either a mistake or a trick. Throws `OutboundError`.
 */
export type Resolve = (host: string) => Promise<string>

export interface ResolverParts {
  policy: OutboundPolicy
  lookup?: Lookup
}

/** Throws an Error when what the policy allows are no networks. */
export function createResolver({ policy, lookup = systemLookup }: ResolverParts): Resolve {
  const allow = networksOf(policy.allow)

  return async (text) => {
    const host = plainHost(text)
    const literal = plainAddress(host)
    const found = literal === null ? await addressesOf(host, lookup) : [literal]
    // What was looked at is what is connected to, in the spelling in which it was looked at.
    const plain = found.map((address) => plainAddress(address) ?? address)
    const forbidden = plain.find((address) => !isAllowed(address, allow))
    if (forbidden !== undefined) throw forbiddenAddress(host, forbidden)
    const [first] = plain
    if (first === undefined) throw new OutboundError('unresolved', `"${host}" has no address.`)
    return first
  }
}

async function addressesOf(name: string, lookup: Lookup): Promise<readonly string[]> {
  try {
    return await lookup(name)
  } catch {
    throw new OutboundError('unresolved', `No address of "${name}" could be found.`)
  }
}

function forbiddenAddress(host: string, address: string): OutboundError {
  const what = host === address ? host : `"${host}" has the address ${address}, which`
  return new OutboundError(
    'forbidden',
    `${what} is not on the public internet; NAVISH_OUTBOUND_ALLOW can allow its network.`,
  )
}

const systemLookup: Lookup = async (name) => {
  const found = await lookUp(name, { all: true })
  return found.map(({ address }) => address)
}
