import { request } from 'node:https'
import { text } from 'node:stream/consumers'

/** Asks from another address of this machine, and gives the status. */
export async function from(
  localAddress: string,
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const options = { method, headers, localAddress, rejectUnauthorized: false, family: 4 }
    const asked = request(url, options, (answer) => {
      text(answer).then(() => resolve(answer.statusCode), reject)
    })
    asked.on('error', reject).end(body)
  })
}
