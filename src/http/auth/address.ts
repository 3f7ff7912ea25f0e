import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Incoming } from '../caller.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = ReturnType<typeof ipaddr.parseCIDR>

/** Where a request came from, and under which address it reached us. */
export interface Origin {
  /** Of the client, as far as trusted proxies say it; null: unknown. */
  address: string | null
  /** Whether a trusted proxy passed it on. */
  isFromProxy: boolean
  /** Whether the browser speaks TLS, to us or to the proxy. */
  isSecure: boolean
  /** What stands before the path of a link to us, without a trailing slash. */
  base: string
  /** The path that our cookies are for, without a slash at its end; empty: the whole host. */
  path: string
}

export type Origins = (incoming: Pick<Incoming, 'request' | 'peer'>) => Origin

export interface OriginParts {
  /** In CIDR notation, or single addresses. */
  trustedProxies: readonly string[]
  publicUrl: string | null
  basePath?: string
}

/** Believes `X-Forwarded-*` only from the proxies that are trusted: everybody else could write anything there. */
export function createOrigins({ trustedProxies, publicUrl, basePath = '' }: OriginParts): Origins {
  const networks = trustedProxies.map(networkOf)
  const isTrusted = (address: Address) => networks.some((network) => contains(network, address))

  return ({ request, peer }) => {
    const nearest = peer === null ? undefined : addressIn(peer)
    const isFromProxy = nearest !== undefined && isTrusted(nearest)
    const client = isFromProxy ? furthest(nearest, forwardedFor(request), isTrusted) : nearest
    const forwarded = isFromProxy ? protocolIn(request) : undefined
    const isSecure = (publicUrl === null ? forwarded : URL.parse(publicUrl)?.protocol) === 'https:'
    return {
      address: client?.toString() ?? null,
      isFromProxy,
      isSecure,
      base: publicUrl ?? baseOf(request, isSecure ? 'https:' : 'http:') + basePath,
      path: basePath,
    }
  }
}

/** As what an address is counted where it is limited: whoever has an IPv6 address has at least its /64 to choose from. */
export function limitKey(address: string | null): string {
  const parsed = address === null ? undefined : addressIn(address)
  if (parsed === undefined) return 'unknown'
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`
}

/** Proxies append: from the right, the first one that is no proxy of ours. What is no address, and all before it, nobody vouches for. */
function furthest(
  nearest: Address,
  said: readonly string[],
  isTrusted: (address: Address) => boolean,
): Address {
  let found = nearest
  for (const entry of said.toReversed()) {
    const address = addressIn(withoutPort(entry))
    if (address === undefined) return found
    found = address
    if (!isTrusted(address)) return found
  }
  return found
}

function forwardedFor({ headers }: Request): string[] {
  const entries = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '')
}

function protocolIn({ headers }: Request): string {
  const [first = ''] = (headers.get('x-forwarded-proto') ?? '').split(',')
  return `${first.trim().toLowerCase()}:`
}

function baseOf({ headers, url }: Request, protocol: string): string {
  const { host } = new URL(url)
  const said = URL.parse(`${protocol}//${headers.get('host') ?? host}`)
  return said === null || said.host === '' ? `${protocol}//${host}` : said.origin
}

/** Some proxies add the port: `192.0.2.7:4711`, `[2001:db8::7]:4711`. */
function withoutPort(entry: string): string {
  return (
    /^\[(?<v6>[^\]]+)\](?::\d+)?$/.exec(entry)?.groups?.['v6'] ??
    /^(?<v4>[\d.]+):\d+$/.exec(entry)?.groups?.['v4'] ??
    entry
  )
}

/** An IPv4 address that is written as IPv6 is that IPv4 address. A zone says nothing to anybody else. */
export function addressIn(text: string): Address | undefined {
  const [plain = ''] = text.split('%', 1)
  // ipaddr.js also takes what only C programs call an address, such as `0x7f.1`.
  return isIP(plain) === 0 ? undefined : ipaddr.process(plain)
}

function networkOf(text: string): Network {
  if (!text.includes('/')) {
    const address = ipaddr.process(text)
    return [address, address.toByteArray().length * 8]
  }
  const [address, bits] = ipaddr.parseCIDR(text)
  // `::ffff:10.0.0.0/104` is 10.0.0.0/8.
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96
    ? [address.toIPv4Address(), bits - 96]
    : [address, bits]
}

function contains([network, bits]: Network, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits)
}
