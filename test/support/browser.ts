/** As much of a browser as signing in takes: it keeps cookies, of each host for itself. */
export interface Browser {
  /** Opens a page, or sends a form to it; redirects are not followed. */
  visit(url: string, form?: Record<string, string>): Promise<Response>
  /** What it sends along to this address. */
  cookiesFor(url: string): string
  /** Keeps the cookies of an answer that came some other way. */
  keepCookies(url: string, response: Response): void
}

export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => jars.getOrInsertComputed(new URL(url).host, () => new Map())

  function cookiesFor(url: string): string {
    return [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  function keepCookies(url: string, response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || cookie.includes('1970') || /max-age=0/i.test(cookie))
        jarOf(url).delete(name)
      else jarOf(url).set(name, value)
    }
  }

  return {
    cookiesFor,
    keepCookies,
    async visit(url, form) {
      const response = await fetch(url, {
        method: form === undefined ? 'GET' : 'POST',
        headers: { accept: 'text/html', cookie: cookiesFor(url) },
        redirect: 'manual',
        ...(form !== undefined && { body: new URLSearchParams(form) }),
      })
      keepCookies(url, response)
      return response
    },
  }
}
