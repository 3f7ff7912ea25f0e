/** The address that a text means, without a slash at its end. Throws an Error whose message says what is expected. */
export function readPublicUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(`a public URL looks like https://navish.example.org, not like "${text}"`)
  }
  if (/[?#]/.test(url.href) || url.username !== '' || url.password !== '') {
    throw new Error('a public URL has no query, fragment, user or password in it')
  }
  return url.href.replace(/\/+$/, '')
}
