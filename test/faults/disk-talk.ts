import type { Killable, Place, Refusal } from './killable.ts'
import type { Delivery, Ledger } from './ledger.ts'

// What a server with a bad disk says: to senders, to who asks for its health, in its log, and when it does not start.

/** Posts so many one after the other, and gives the statuses. */
export async function postMany(
  ledger: Ledger,
  url: string,
  next: () => Delivery,
  count: number,
): Promise<number[]> {
  const statuses: number[] = []
  for (let nth = 0; nth < count; nth += 1) statuses.push(await ledger.post(url, next()))
  return statuses
}

/** Only these two are right: it is kept, or it is not and the sender hears of it. 0 is cut off, -1 a hang. */
export function wrongStatuses(statuses: readonly number[]): string[] {
  const wrong = statuses.filter((status) => status !== 202 && status !== 500)
  return wrong.length > 0 ? [`posts were answered with ${wrong.join(' ')}`] : []
}

/** The messages of the error lines in a log, from a byte on. */
export function errorLines(server: Killable, from = 0): string[] {
  const lines = server.log().slice(from).split('\n')
  return lines.filter((line) => line.includes('"level":"error"'))
}

/** How long (ms) it may take until a server notices what happened, or that it is over. */
export const noticed = 1_500

/** Whether it says by itself, when asked, that it cannot do its work. */
export async function saysReady(server: Killable): Promise<boolean> {
  const response = await fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(10_000) })
  await response.arrayBuffer()
  return response.status === 200
}

/** Posts until one is taken; gives whether that happened soon enough. */
export async function isMended(
  ledger: Ledger,
  url: string,
  next: () => Delivery,
): Promise<boolean> {
  const until = Date.now() + 2 * noticed
  while (Date.now() < until) {
    if ((await ledger.post(url, next())) === 202) return true
    await Bun.sleep(100)
  }
  return false
}

const advice =
  /\b(?:restore|put|move|delete|remove|copy|start|stop|free|mount|check|repair|give)\b/i

/** A server that does not start ends with 1 or 3, names the place and says what to do. */
export function unclear({ code, err }: Refusal, { dataDir }: Place): string[] {
  const said = err.trim()
  return [
    ...(code === 1 || code === 3 ? [] : [`it ended with ${code}`]),
    ...(said.includes(dataDir) ? [] : [`it does not name the data directory: ${said}`]),
    ...(advice.test(said.replaceAll(dataDir, '')) ? [] : [`it does not say what to do: ${said}`]),
  ]
}
