import { extname } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { acceptsGzip, withSecurity } from '../headers.ts'
import type { Bundled } from './bundle.ts'

export interface Asset {
  /** Relative to the front page. It names the content, so a browser can keep it for ever. */
  url: string
  type: string
  gzip: Uint8Array<ArrayBuffer>
}

/** What the page is made of beside its markup. All of it is in the binary. */
export interface Assets {
  script: Asset
  /** What the script imports before it begins. */
  imported: readonly Asset[]
  style: Asset
  /** Of 192 and of 512 pixels. */
  icons: readonly [Asset, Asset]
  all: readonly Asset[]
}

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
}

let loaded: Promise<Assets> | undefined

/** From source this builds them, when a page is asked for the first time. */
export function loadAssets(): Promise<Assets> {
  loaded ??= import('./bundled.ts').then(({ bundled }) => assetsOf(bundled))
  return loaded
}

function assetsOf(bundled: readonly Bundled[]): Assets {
  const all = bundled.map(({ name, isFirst, gzip }) => ({
    url: `assets/${name}`,
    type: types[extname(name).slice(1)] ?? 'application/octet-stream',
    gzip: new Uint8Array(Buffer.from(gzip, 'base64')),
    isFirst,
  }))
  const first = all.filter(({ isFirst }) => isFirst)
  const script = first.find(({ url }) => /main-\w+\.js$/.test(url))
  const style = first.find(({ url }) => url.endsWith('.css'))
  const [small, large] = all.filter(({ url }) => url.endsWith('.png'))
  if (script === undefined || style === undefined || small === undefined || large === undefined) {
    throw new Error('the dashboard was not built as a whole')
  }
  const imported = first.filter((asset) => asset !== script && asset !== style)
  return { script, imported, style, icons: [small, large], all }
}

/** Almost everybody takes it compressed, as it was when the binary was made. */
export function assetAnswer({ type, gzip }: Asset, request: Request): Response {
  const isCompressed = acceptsGzip(request.headers)
  return withSecurity(
    new Response(isCompressed ? gzip : gunzipSync(gzip), {
      headers: {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        ...(isCompressed && { 'content-encoding': 'gzip' }),
      },
    }),
  )
}
