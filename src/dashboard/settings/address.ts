/** An address as somebody types it: the name of a host without a scheme is meant over TLS. */
export function addressIn(typed: string): string {
  const text = typed.trim()
  return /^[^\s/:]+\.[^\s/]+(?:\/|$)/.test(text) ? `https://${text}` : text
}

/** What will not work with a public URL, in a sentence; null: nothing that one could tell from it. */
export function addressWarning(text: string): string | null {
  const url = URL.parse(text)
  if (url === null) return null
  const { protocol, hostname } = url
  if (!/^https?:$/.test(protocol)) return 'Sentry sends only to http and https.'
  if (isLocal(hostname)) {
    return 'Only this machine reaches that address. It will do for a try; sentry.io does not reach it.'
  }
  if (isPrivate(hostname)) {
    return 'That is a private address: sentry.io does not reach it, and a self-hosted Sentry since version 25.9 only when it is told so.'
  }
  if (protocol === 'http:') {
    return 'Without https, whoever is between Sentry and Navish can read the URL, which is the right to send. Put it behind a TLS proxy.'
  }
  return null
}

function isLocal(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(host)
}

function isPrivate(host: string): boolean {
  return (
    /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      host,
    ) ||
    /^\[f[cde]/.test(host) ||
    /\.(?:local|internal|lan|home|test)$/.test(host) ||
    !/[.:]/.test(host)
  )
}
