import type { SignInWays } from '../../contract/endpoints.ts'
import { send } from '../api.ts'
import { Problem, sentenceOf } from '../problem.ts'
import { whoChanged } from '../session.ts'

export interface OneTime {
  kind: 'setup' | 'password'
  email: string | null
  expiresAt: string
}

/** What a one-time link is good for. */
export type LinkState =
  | { is: 'asking' | 'incomplete' }
  | { is: 'usable'; link: OneTime }
  | { is: 'dead'; needsSetup: boolean }
  | { is: 'failed'; text: string }

/** What stands behind the # of a one-time link, which no server and no log ever sees. */
export const token = () => window.location.hash.slice(1)

/** Asks what the link in the address is good for. */
export async function checkLink(): Promise<LinkState> {
  if (token() === '') return { is: 'incomplete' }
  try {
    const link = (await send('POST', '/v1/auth/link/check', { body: { link: token() } })) as OneTime
    return { is: 'usable', link }
  } catch (error) {
    return stateAfter(error)
  }
}

/** Uses it up. @returns what else it is now, or null when it worked; what else went wrong is thrown */
export async function takeLink(body: object): Promise<LinkState | null> {
  try {
    await send('POST', '/v1/auth/link', { body: { link: token(), ...body } })
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    return stateAfter(error)
  }
  await whoChanged()
  return null
}

async function stateAfter(error: unknown): Promise<LinkState> {
  if (!(error instanceof Problem) || error.status !== 401) {
    return { is: 'failed', text: sentenceOf(error) }
  }
  try {
    const { needsSetup } = (await send('GET', '/v1/auth')) as SignInWays
    return { is: 'dead', needsSetup }
  } catch {
    return { is: 'dead', needsSetup: false }
  }
}
