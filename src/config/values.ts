import ipaddr from 'ipaddr.js'

// What the text of a setting means. Each throws an Error whose message says what is expected.

export const asText = (text: string): string => text

export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port < 0 || port > 65_535)
    throw new Error(`a port is a number from 0 to 65535, not "${text}"`)
  return port
}

/** The host and the port of an address such as 127.0.0.1:9090 or [::1]:9090. */
export function addressIn(text: string): { host: string; port: number } {
  const [, bracketed, plain, port = ''] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:/]+)):(\d+)$/i.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined) throw new Error(`an address is like 127.0.0.1:9090, not "${text}"`)
  return { host, port: readPort(port) }
}

/** An http or https URL. It is shown, so nothing secret may be in it. */
export function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new Error('no user or password belongs into it, because it is shown: say them in headers')
  }
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error(`a URL is like http://127.0.0.1:4318, not "${text}"`)
  }
  return text.replace(/\/+$/, '')
}

/** A path such as /navish, without a slash at its end. */
export function readPath(text: string): string {
  const path = text.trim().replace(/\/+$/, '')
  if (path === '') return ''
  if (!/^(?:\/[\w.~-]+)+$/.test(path) || /\/\.{1,2}(?:\/|$)/.test(path)) {
    throw new Error(`a path is like /navish, not "${text}"`)
  }
  return path
}

export function readNetworks(text: string): string[] {
  return text.split(',').map((part) => {
    const network = part.trim()
    const isNetwork = network.includes('/') ? ipaddr.isValidCIDR(network) : ipaddr.isValid(network)
    if (!isNetwork) throw new Error(`networks are like 127.0.0.1,10.0.0.0/8,::1, not "${network}"`)
    return network
  })
}

export function readHeaderName(text: string): string {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(text)) throw new Error(`no name of a header: "${text}"`)
  return text.toLowerCase()
}

/** Tokens and keys come from there, so only this machine may be asked without TLS. */
export function readIssuer(text: string): string {
  const url = URL.parse(text)
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === null || (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:'))) {
    throw new Error(`an issuer is like https://login.example.org, not like "${text}"`)
  }
  return text
}

const bytesIn = new Map([
  ['', 1],
  ['b', 1],
  ['kib', 1024],
  ['mib', 1024 ** 2],
  ['gib', 1024 ** 3],
  ['tib', 1024 ** 4],
])

/** A number of bytes, or one like 5MiB. */
export function sizeOf(least: number, most: number): (text: string) => number {
  return (text) => {
    const [, digits, unit] = /^(\d{1,15})\s*([a-z]*)$/i.exec(text.trim()) ?? []
    const factor = bytesIn.get((unit ?? '').toLowerCase())
    const size = digits === undefined || factor === undefined ? 0 : Number(digits) * factor
    if (size < least || size > most) {
      throw new Error(
        `a size is a number of bytes or like 5MiB, from ${sizeText(least)} to ${sizeText(most)}, not "${text}"`,
      )
    }
    return size
  }
}

/** How such a size is said. */
export function sizeText(bytes: number): string {
  const [unit, factor] = [...bytesIn].findLast(([, size]) => bytes % size === 0) ?? ['b', 1]
  return `${bytes / factor}${unit.toUpperCase().replace('IB', 'iB')}`
}

const msIn = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
])

/** A length of time such as 90s, 30m, 24h, 7d or 2w, in ms. */
export function readLength(text: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhdw])$/.exec(text.trim()) ?? []
  const ms = Number(digits) * (msIn.get(unit ?? '') ?? Number.NaN)
  if (!(ms > 0)) throw new Error(`a length of time is like 30m, 24h or 7d, not "${text}"`)
  return ms
}

/** How such a length is said. */
export function lengthText(ms: number): string {
  const [unit, size] = [...msIn].findLast(([name, one]) => name !== 'w' && ms % one === 0) ?? [
    's',
    1000,
  ]
  return `${ms / size}${unit}`
}

/** `say` for what may be without a limit. */
export function sayOr<T>(word: string, say: (value: T) => string): (value: T | null) => string {
  return (value) => (value === null ? word : say(value))
}

export function readCount(text: string): number {
  const count = /^\d{1,15}$/.test(text.trim()) ? Number(text) : 0
  if (count < 1) throw new Error(`a number from 1 on, not "${text}"`)
  return count
}

/** The same, or a word that means null. */
export function orWord<T>(word: string, read: (text: string) => T): (text: string) => T | null {
  return (text) => {
    if (text.trim().toLowerCase() === word) return null
    try {
      return read(text)
    } catch (cause) {
      throw new Error(`${(cause as Error).message}; or "${word}"`, { cause })
    }
  }
}

/** Reads one of some words; which they are is there for whoever wants to offer them. */
export function oneOf<T extends string>(choices: readonly T[]) {
  const read = (text: string): T => {
    const choice = choices.find((candidate) => candidate === text.toLowerCase())
    if (choice === undefined) throw new Error(`one of ${choices.join(', ')}, not "${text}"`)
    return choice
  }
  return Object.assign(read, { choices })
}
