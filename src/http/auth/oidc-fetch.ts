/** A metadata document or an answer with tokens has a few kB. */
const limit = 1024 * 1024

/** `fetch` for the identity provider: what it answers is kept in memory as a whole, so it must end. */
export async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new Error(`the identity provider answered more than ${limit} bytes`)
    chunks.push(chunk)
  }
  const { status, headers } = response
  return new Response(size === 0 ? null : Buffer.concat(chunks), { status, headers })
}
