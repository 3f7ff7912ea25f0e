import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Addresses that begin alike. */
export type Network = readonly [base: Address, bits: number]

/** What the internet assigns at all in IPv6; all else is of this machine, of its network, a way to write IPv4, or nobody's. */
const globalUnicast: Network = [ipaddr.IPv6.parse('2000::'), 3]

/**
 * The networks of `NAVISH_OUTBOUND_ALLOW`: in CIDR notation or single addresses, with commas between them. Throws an Error whose
 * message says which of them is wrong. A network that begins in its middle is: who wrote `10.1.2.3/8` may not know how much that opens.
 */
export function readAllowed(text: string): string[] {
  if (text.trim() === '') return []
  const entries = text.split(',').map((entry) => entry.trim())
  entries.forEach(networkOf)
  return entries
}

/** Throws like `readAllowed`. */
export function networksOf(allow: readonly string[]): Network[] {
  return allow.map(networkOf)
}

/** The one spelling of an address, in which IPv4 written as IPv6 is that IPv4; null: it is no address, or one with a zone. */
export function plainAddress(text: string): string | null {
  return parse(text)?.toString() ?? null
}

/**
 * Whether an address may be connected to: it belongs to somebody on the internet, or to a network that is allowed. What carries an IPv4
 * address inside (NAT64, 6to4, Teredo) is not asked for it but refused: where it would end up depends on a gateway that we do not know.
 */
export function isAllowed(address: string, allow: readonly Network[]): boolean {
  const parsed = parse(address)
  if (parsed === undefined) return false
  return isPublic(parsed) || allow.some((network) => contains(network, parsed))
}

function isPublic(address: Address): boolean {
  if (address.kind() === 'ipv6' && !contains(globalUnicast, address)) return false
  return address.range() === 'unicast'
}

function parse(text: string): Address | undefined {
  // ipaddr.js also takes what only C programs call an address, such as `0x7f.1`.
  const version = text.includes('%') ? 0 : isIP(text)
  if (version === 0) return undefined
  return ipaddr.process(version === 6 ? inHex(text) : text)
}

/** ipaddr.js reads `::8.8.8.8`, which is a v4-compatible address, as `::ffff:8.8.8.8`. */
function inHex(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}

function networkOf(entry: string): Network {
  const { address = '', bits } =
    /^(?<address>[^/]+)(?:\/(?<bits>\d{1,3}))?$/.exec(entry)?.groups ?? {}
  const base = parse(address)
  // `::ffff:10.0.0.0/104` is 10.0.0.0/8.
  const skipped = base?.kind() === 'ipv4' && address.includes(':') ? 96 : 0
  const size = base === undefined ? 0 : base.toByteArray().length * 8
  const length = bits === undefined ? size : Number(bits) - skipped
  if (base === undefined || length < 0 || length > size) {
    throw new Error(`networks to allow are like 10.0.0.0/8,192.0.2.7,fd00::/8, not "${entry}"`)
  }
  const first = firstOf(base, length)
  if (first !== base.toString()) {
    throw new Error(`the network "${entry}" begins at ${first}: write ${first}/${length}`)
  }
  return [base, length]
}

function firstOf(base: Address, bits: number): string {
  const kind = base instanceof ipaddr.IPv4 ? ipaddr.IPv4 : ipaddr.IPv6
  return kind.networkAddressFromCIDR(`${base.toString()}/${bits}`).toString()
}

function contains([base, bits]: Network, address: Address): boolean {
  return base.kind() === address.kind() && address.match(base, bits)
}
