import type { Calls, OperationName } from '../contract/contract.ts'
import { base } from './base.ts'
import { Problem } from './problem.ts'
import { routeTable } from './routes.ts' with { type: 'macro' }

const routes = routeTable()

/** Hears of every answer that says that nobody is signed in. */
let onSignedOut: () => void = () => {}
export function whenSignedOut(hear: () => void): void {
  onSignedOut = hear
}

/** Hears of every answer that says that somebody may not do what they asked for. */
let onForbidden: () => void = () => {}
export function whenForbidden(hear: () => void): void {
  onForbidden = hear
}

/** The whole API, typed by the contract. All throw `Problem`. */
export const calls: Calls = Object.fromEntries(
  (Object.keys(routes) as OperationName[]).map((name) => [
    name,
    (input: Record<string, unknown>) => ask(name, input),
  ]),
) as unknown as Calls

/**
 * Asks for something that may outlive this page: what a person has decided is sent also when they close it.
 */
export function askLast(name: OperationName, input: Record<string, unknown>): Promise<unknown> {
  return ask(name, input, true)
}

async function ask(
  name: OperationName,
  { ifMatch, ...input }: Record<string, unknown>,
  keepalive = false,
): Promise<unknown> {
  const [method, template, takesBody] = routes[name]
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = template.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = rest.get(key)
    rest.delete(key)
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams([...rest].map(([key, value]) => [key, String(value)]))
  const place = takesBody || rest.size === 0 ? path : `${path}?${query.toString()}`
  if (method === 'GET' && early.has(place)) {
    const answer = early.get(place)
    early.delete(place)
    return answer
  }
  return send(method, place, {
    keepalive,
    ...(takesBody && { body: Object.fromEntries(rest) }),
    ...(ifMatch !== undefined && { ifMatch: ifMatch as number | '*' }),
  })
}

/** What was asked before anybody wanted it, by path. */
const early = new Map<string, Promise<unknown>>()

/** ms: what nobody has wanted by then is old. */
const earlyPatience = 2_000

/** Asks for something that will be asked for in a moment, while other things are still on their way. */
export async function askEarly(name: OperationName, input: Record<string, unknown>): Promise<void> {
  const [, path] = routes[name]
  const query = new URLSearchParams(
    Object.entries(input).map(([key, value]) => [key, String(value)]),
  )
  const place = query.size === 0 ? path : `${path}?${query.toString()}`
  const answer = send('GET', place)
  early.set(place, answer)
  setTimeout(() => early.delete(place), earlyPatience)
  // Who wants it already hears of its failure; who wants it later asks anew.
  await answer.catch(() => early.delete(place))
}

/** ms: what is not answered by then, as a whole, is not answered. The largest payload takes half of that on a slow line. */
const patience = 60_000

interface Sending {
  body?: unknown
  ifMatch?: number | '*'
  keepalive?: boolean
}

/** Asks for what is no part of `calls`. @param path from the root of the server, such as `/v1/auth` */
export async function send(method: string, path: string, sending: Sending = {}): Promise<unknown> {
  const { body, ifMatch, keepalive = false } = sending
  let response: Response
  let text: string
  try {
    response = await fetch(`${base}${path.slice(1)}`, {
      method,
      keepalive,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch === '*' ? '*' : `"${ifMatch}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(!keepalive && { signal: AbortSignal.timeout(patience) }),
    })
    text = await response.text()
  } catch {
    throw new Problem(0, 'unreachable', 'Navish does not answer.')
  }
  if (response.ok && text === '') return undefined
  const value = jsonIn(text)
  if (response.ok && value !== undefined) return value
  if (response.status === 401 && !path.startsWith('/v1/auth')) onSignedOut()
  if (response.status === 403 && path !== '/v1/me') onForbidden()
  throw problemIn(response.status, value)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function problemIn(status: number, value: unknown): Problem {
  const { code, detail, current } = (value ?? {}) as Partial<Record<string, unknown>>
  if (typeof code === 'string' && typeof detail === 'string') {
    return new Problem(status, code, detail, current)
  }
  const detail502 = 'A proxy answers in place of Navish. Is Navish running?'
  const other = `Something answers with ${status}, but not as Navish does.`
  return new Problem(status, 'unknown', status >= 502 && status <= 504 ? detail502 : other)
}
