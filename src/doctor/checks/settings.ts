import type { Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'
import { listed } from '../words.ts'

type Part = Pick<Facts, 'settings' | 'work' | 'files'>

/** The configuration was read: what cannot be read is found before anything else. */
export function settingsCheck({ settings: { warnings } }: Part): Finding {
  if (warnings.length === 0) return ok('settings', 'The settings can be read.')
  return warning(
    'settings',
    warnings.join('; '),
    'Correct or remove it; "navish config check" says it again.',
  )
}

/** Whether an address is one that only this machine, or only this network, knows. */
function isPrivate(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname.endsWith('.local') ||
    /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:::1\]|f[cd]|fe80))/.test(
      hostname,
    )
  )
}

export function publicUrlCheck({ settings: { publicUrl, basePath }, work }: Part): Finding | null {
  if (work === null) return null
  const cure =
    'Set the address under which Sentry and people reach it: navish config set public-url https://navish.example.org'
  const url = publicUrl === null ? null : URL.parse(publicUrl)
  if (url === null) {
    return work.integrations === 0
      ? ok('public-url', 'None is set, and there is no integration that needs one.')
      : warning(
          'public-url',
          'No public URL is set: links and webhook URLs name this machine.',
          cure,
        )
  }
  // Of a path that the proxy takes off Navish need not know; one that it does not take off is a part of every address.
  if (!url.pathname.endsWith(basePath)) {
    return warning(
      'public-url',
      `${publicUrl} does not end with the base path ${basePath}: links and webhook URLs lead beside it.`,
      `Set it with the path: ${publicUrl}${basePath}`,
    )
  }
  if (isPrivate(url.hostname) && work.integrations > 0) {
    return warning(
      'public-url',
      `${publicUrl} is known only here: Sentry elsewhere does not reach it.`,
      `${cure}. With a Sentry in the same network it may be right.`,
    )
  }
  if (url.protocol !== 'https:') {
    return warning(
      'public-url',
      `${publicUrl} is not https: webhook URLs, which are secret, and passwords can be read on the way.`,
      'Put a reverse proxy with TLS before it, and set the public URL to https://…',
    )
  }
  return ok('public-url', `${publicUrl}`)
}

export function proxiesCheck({ settings: { publicUrl, trustedProxies } }: Part): Finding {
  const everybody = trustedProxies.filter((network) => network.endsWith('/0'))
  if (everybody.length > 0) {
    return problem(
      'proxies',
      `NAVISH_TRUSTED_PROXIES has ${listed(everybody)}: whoever asks can say that they are somebody else.`,
      'Name the addresses of your reverse proxies alone.',
    )
  }
  if (publicUrl?.startsWith('https:') === true && trustedProxies.length === 0) {
    return warning(
      'proxies',
      'The public URL is https, so a proxy is before it, but none is trusted: all people share one limit of attempts to sign in.',
      'Name its address: NAVISH_TRUSTED_PROXIES=127.0.0.1 (or its network).',
    )
  }
  const named =
    trustedProxies.length === 0 ? 'None is trusted.' : `Trusted: ${trustedProxies.join(', ')}.`
  return ok('proxies', named)
}

/** Without its key a channel tells nobody. */
export function secretKeyCheck({
  settings: { isKeyConfigured },
  work,
  files,
}: Part): Finding | null {
  if (work === null) return null
  const has = (file: string) => files.files.some(({ name }) => name === file)
  if (!isKeyConfigured && has('secret.key.id')) {
    return ok('secret-key', 'The server was given one, and the doctor does not have it.')
  }
  const closed = work.channels.filter(({ sealFault }) => sealFault !== null)
  if (closed.length > 0) {
    return problem(
      'secret-key',
      `The secrets of ${listed(closed.map(({ name }) => name))} do not open: ${closed[0]?.sealFault}`,
      'Bring the key back from your backup, or give the secrets again: navish channel update ID --secret-file NAME=FILE',
    )
  }
  if (isKeyConfigured)
    return ok('secret-key', 'It is configured, and opens the secrets of every channel.')
  if (!has('secret.key'))
    return ok('secret-key', 'There is none yet: the first channel with a secret makes it.')
  return ok(
    'secret-key',
    'secret.key opens the secrets of every channel. Keep a copy of it apart from backups.',
  )
}
