/**
 * Text that a sender controls, made safe to store and to print: lone surrogates become U+FFFD, and control characters
 * (terminal escapes, NUL) and direction overrides, which can make a line read differently from what it says, become spaces.
 */
export function cleanText(value: string, maxLength: number): string {
  const clean = value
    .slice(0, maxLength * 2)
    .toWellFormed()
    .replace(unsafeCharacters, ' ')
    .trim()
  return truncate(clean, maxLength)
}

/** Like `cleanText`, on one line: newlines, also those written as a literal backslash-n, become spaces. */
export function cleanLine(value: string, maxLength: number): string {
  const line = value
    .slice(0, maxLength * 2)
    .replaceAll('\\n', ' ')
    // Not `\s+`: finding each single space only to leave it as it is costs three times as much.
    .replace(/\s{2,}|[^\S ]/gu, ' ')
  return cleanText(line, maxLength)
}

/** A link that is safe to show: http or https, to the place that it names first; else null. */
export function cleanLink(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2048) return null
  const url = URL.parse(value)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  // `https://sentry.io@evil.example/` would read like another place than the one it leads to.
  return url.username === '' && url.password === '' ? url.href : null
}

const unsafeCharacters =
  // oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

function truncate(value: string, maxLength: number): string {
  return value.length <= maxLength ? value : `${value.slice(0, maxLength - 1).toWellFormed()}…`
}
