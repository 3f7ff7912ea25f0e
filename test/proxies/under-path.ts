import type { ProxyName } from './proxy.ts'

/** Takes away the comment signs of the lines from one that begins so to the first that closes what it opens. */
function withLines(example: string, begin: string): string {
  const start = example.indexOf(begin)
  if (start < 0) throw new Error(`the example has no "${begin}"`)
  const sign = example.lastIndexOf('\n', start) + 1
  const end = /^[ \t]*#\}$/m.exec(example.slice(start))
  if (end === null) throw new Error(`the example does not close "${begin}"`)
  const stop = start + end.index + end[0].length
  return (
    example.slice(0, sign) +
    example.slice(sign, stop).replaceAll(/^([ \t]*)#/gm, '$1') +
    example.slice(stop)
  )
}

/** The examples with what is behind comment signs in them: a path that the proxy takes off, or not. */
export const underPath: Record<
  ProxyName,
  { off(example: string): string; on(example: string): string }
> = {
  nginx: {
    off: (example) => withLines(example, '#location /navish/ {'),
    on: (example) => withLines(example, '#location /navish {'),
  },
  caddy: {
    off: (example) =>
      withLines(example, '#redir /navish /navish/').replace('\timport navish\n\n', ''),
    on: (example) => withLines(example, '#@navish path').replace('\timport navish\n\n', ''),
  },
}
