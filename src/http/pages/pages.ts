import { Elysia } from 'elysia'
import { signInErrors } from '../auth/oidc-refusals.ts'
import { withSecurity } from '../headers.ts'
import { assets, type Asset } from './assets.ts'
import { homePage } from './home.ts'
import { setupPage } from './setup.ts'

const policy = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'connect'].map((kind) => `${kind}-src 'self'`),
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What a browser can look at: the front page, where one signs in, and where one-time links lead. They say nothing that is secret. */
export function createPages() {
  return new Elysia({ name: 'pages' })
    .get('/', ({ request }) => page(homePage(noticeIn(request.url))))
    .get('/setup', () => page(setupPage))
    .get(`/${assets.icon.url}`, () => file(assets.icon))
    .get(`/${assets.style.url}`, () => file(assets.style))
    .get(`/${assets.script.url}`, () => file(assets.script))
}

function page(content: string): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
  return withSecurity(new Response(content, { headers }))
}

function file({ content, type }: Asset): Response {
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }
  return withSecurity(new Response(content, { headers }))
}

/** Why single sign-on sent somebody back here. Only a word of ours is looked up, because anybody can write such a link. */
function noticeIn(url: string): string | null {
  const said = new URL(url).searchParams.get('signInError')
  const [, found] = Object.entries(signInErrors).find(([word]) => word === said) ?? []
  return found?.text ?? null
}
