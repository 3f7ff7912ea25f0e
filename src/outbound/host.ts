import { isIPv6 } from 'node:net'
import { OutboundError } from './outbound.ts'

/**
 * A host as URLs read it: `0x7f.1`, `2130706433` and `127.1` are 127.0.0.1, `BÜCHER.example` is xn--bcher-kva.example, and an IPv6
 * address has no brackets. What is no host is `forbidden`, also an address with a zone; its text is not repeated, because people paste
 * whole URLs with secrets into the field for a host.
 */
export function plainHost(text: string): string {
  const written = isIPv6(text) ? `[${text}]` : text
  const url = isHost.test(written) ? URL.parse(`http://${written}/`) : null
  if (url === null || written.length > 255) {
    throw new OutboundError('forbidden', 'This is no name of a host and no IP address.')
  }
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** Nothing that ends a host in a URL or is decoded in it, and colons only between brackets. */
const isHost = /^(?:\[[\da-f:.]+\]|[^\p{C}\s\\/?#@%:[\]]+)$/iu
