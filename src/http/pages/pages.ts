import { Elysia } from 'elysia'
import { AppError } from '../../errors.ts'
import { signInErrors } from '../auth/oidc-refusals.ts'
import { withSecurity } from '../headers.ts'
import { assetAnswer, loadAssets } from './assets.ts'
import { icon } from './icon.ts'
import { manifest, shell } from './shell.ts'

const policy = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'connect', 'manifest'].map((kind) => `${kind}-src 'self'`),
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const places = [
  '/',
  '/setup',
  '/alerts/:id',
  '/integrations',
  '/integrations/:id',
  '/events',
  '/events/:id',
  '/settings',
  '/settings/:part',
]

/**
 * What a browser can look at, below the path where all of this is (empty: at the root). It is the same for everybody and says nothing that is secret: what there is to see
 * the script asks for.
 */
export function createPages(basePath = '') {
  const app = new Elysia({ name: 'pages' })
    .get('/icon.svg', ({ request }) =>
      small('image/svg+xml', icon(new URL(request.url).searchParams)),
    )
    .get('/manifest.webmanifest', async () =>
      small('application/manifest+json', manifest(await loadAssets())),
    )
    .get('/assets/:name', async ({ request, params: { name } }) => {
      const { all } = await loadAssets()
      const asset = all.find(({ url }) => url === `assets/${name}`)
      if (asset === undefined) throw new AppError('not_found', 'There is no such file (any more).')
      return assetAnswer(asset, request)
    })
  for (const place of places) {
    // Async, for Elysia looks at that to know whether an answer is there at once.
    app.get(place, async ({ request }) =>
      new URL(request.url).pathname === basePath ? toFront(basePath) : page(request, 200, basePath),
    )
  }
  return app
}

/** Whether somebody looks for a page, and not for what the API has. */
export function looksForPage({ method, headers, url }: Request, basePath = ''): boolean {
  const isPage = method === 'GET' && (headers.get('accept') ?? '').includes('text/html')
  const { pathname } = new URL(url)
  const isOurs = pathname.startsWith(`${basePath}/`)
  return isPage && isOurs && !/^\/(?:v1|assets)\//.test(pathname.slice(basePath.length))
}

/** The page, which says itself what there is at an address. */
export async function page({ url }: Request, status: number, basePath = ''): Promise<Response> {
  const { pathname, searchParams } = new URL(url)
  const text = shell({
    assets: await loadAssets(),
    path: pathname.slice(basePath.length),
    notice: noticeFor(searchParams.get('signInError')),
  })
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
  return withSecurity(new Response(text, { status, headers }))
}

/** The addresses in the page are relative: they need the slash. */
function toFront(basePath: string): Response {
  return withSecurity(new Response(null, { status: 308, headers: { location: `${basePath}/` } }))
}

function small(type: string, content: string): Response {
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=86400' }
  return withSecurity(new Response(content, { headers }))
}

/** Why single sign-on sent somebody back here. Only a word of ours is looked up, because anybody can write such a link. */
function noticeFor(said: string | null): string | null {
  const [, found] = Object.entries(signInErrors).find(([word]) => word === said) ?? []
  return found?.text ?? null
}
