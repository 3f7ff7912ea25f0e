import { AppError } from '../../errors.ts'
import type { Caller } from '../caller.ts'

/** Throws `forbidden` for a write that another site made a browser send. */
export type CrossSite = (request: Request, by: Caller['by'] | null) => void

/**
 * Browsers send cookies along by themselves, and what a proxy in front adds comes with every request, so such a write must come
 * from our own pages; so must signing in (`by` null), or another site could sign a browser in as somebody else. An API token is
 * put into a request on purpose. Browsers say in Sec-Fetch-Site where a request comes from, older ones in Origin; what says
 * neither is no browser.
 */
export function createCrossSite({ publicUrl }: { publicUrl: string | null }): CrossSite {
  const publicOrigin = publicUrl === null ? null : (URL.parse(publicUrl)?.origin ?? null)

  return (request, by) => {
    if (by === 'token' || request.method === 'GET' || request.method === 'HEAD') return
    if (!isOwn(request, publicOrigin)) {
      throw new AppError(
        'forbidden',
        'A browser sent this from the page of another site. If that page is Navish itself, set NAVISH_PUBLIC_URL to its address.',
      )
    }
  }
}

function isOwn({ headers, url }: Request, publicOrigin: string | null): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null || origin === publicOrigin) return true
  const host = headers.get('host') ?? new URL(url).host
  return URL.parse(origin)?.host === host.toLowerCase()
}
