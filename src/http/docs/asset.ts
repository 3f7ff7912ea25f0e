import { gzipSync } from 'node:zlib'
import { sha256 } from '../../token.ts'
import { acceptsGzip, withSecurity } from '../headers.ts'

/**
 * Serves a text that stays the same while the program runs. It is made and compressed once, when it is first asked for, and who
 * has it already is only told so.
 */
export function createAsset(make: () => string, headers: Record<string, string>) {
  let made: ReturnType<typeof compressed> | undefined

  return ({ headers: asked }: Request): Response => {
    const { plain, gzip, etag } = (made ??= compressed(make()))
    const common = { ...headers, etag, 'cache-control': 'no-cache', vary: 'accept-encoding' }
    if (asked.get('if-none-match')?.includes(etag) === true) {
      return withSecurity(new Response(null, { status: 304, headers: common }))
    }
    const isCompressed = acceptsGzip(asked)
    return withSecurity(
      isCompressed
        ? new Response(gzip, { headers: { ...common, 'content-encoding': 'gzip' } })
        : new Response(plain, { headers: common }),
    )
  }
}

function compressed(text: string) {
  const plain = Buffer.from(text)
  // Weak: the same text, compressed or not.
  return { plain, gzip: gzipSync(plain, { level: 9 }), etag: `W/"${sha256(plain).slice(0, 16)}"` }
}
