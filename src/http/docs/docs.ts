import { createHash } from 'node:crypto'
import { Elysia } from 'elysia'
import { documentOf, type DocumentParts } from '../openapi.ts'
import { createAsset } from './asset.ts'
import { pageOf } from './page.ts'
import style from './style.css' with { type: 'text' }

/** Nothing may be loaded and nothing may run: of all there could be, only our own style counts. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `/openapi.json` and `/docs`: what the API can do, for programs and for people. Both are public and hold nothing secret. */
export function createDocs(parts: DocumentParts) {
  const json = createAsset(() => JSON.stringify(documentOf(parts)), {
    'content-type': 'application/json',
  })
  const page = createAsset(() => pageOf(documentOf(parts), style), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
  })
  return new Elysia({ name: 'docs' })
    .get('/openapi.json', ({ request }) => json(request))
    .get('/docs', ({ request }) => page(request))
}
