/** What stands at the head of a package. */
export interface ControlParts {
  version: string
  /** In Debian's words: `amd64`, `arm64`. */
  architecture: string
  /** In KiB. */
  size: number
}

export const maintainer = 'The Navish authors <navish@localhost>'

/** Our version as Debian orders it: what comes before 1.0.0 is `1.0.0~rc.1`, for `1.0.0-rc.1` would come after it. */
export function debianVersion(version: string): string {
  return version.replace('-', '~')
}

/** `DEBIAN/control`, as deb-control(5) has it. Bun needs a C library of 2014 (glibc 2.17), and nothing else. */
export function control({ version, architecture, size }: ControlParts): string {
  return `Package: navish
Version: ${debianVersion(version)}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${size}
Depends: adduser, libc6 (>= 2.17)
Suggests: nginx | caddy | httpd
Section: net
Priority: optional
Description: alerts from Sentry webhooks that one can trust
 Navish takes the webhooks of Sentry (and GlitchTip), keeps each of them in an
 SQLite database before it answers, and makes alerts of them: they open once,
 carry the right severity, and close when Sentry says so. People are told in
 chats, by e-mail or by webhooks; a dashboard and an API are part of it.
`
}
