import { endpoints } from '../../contract/endpoints.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Origins } from '../auth/address.ts'
import type { Attempts } from '../auth/attempts.ts'
import type { SingleSignOn } from '../auth/oidc.ts'
import type { Credentials, LinkCheck, LinkUse, SignIn } from '../auth/sign-in.ts'
import type { createStream } from '../stream.ts'
import { answerOf } from './answer.ts'
import type { Gate } from './gate.ts'
import { createRoutes, type Answer, type Route, type RouteParts } from './routes.ts'

export interface EndpointParts extends RouteParts {
  signIn: SignIn
  singleSignOn: SingleSignOn
  stream: ReturnType<typeof createStream>
  origins: Origins
  attempts: Attempts
  gate: Gate
}

/** What speaks HTTP itself: signing in and out, and the stream. */
export function createEndpoints(parts: EndpointParts) {
  const { signIn, singleSignOn, stream, origins, attempts, gate } = parts

  /** An operation whose answer also sets a cookie. */
  const withCookie =
    (operation: Operation, work: (call: Parameters<Answer>[0]) => Promise<SetsCookie>): Answer =>
    async (call) => {
      const { setCookie, me } = await work(call)
      const response = await answerOf(operation, me, call.incoming.request)
      response.headers.append('set-cookie', setCookie)
      return response
    }

  const known = endpoints as unknown as Record<keyof typeof endpoints, Operation>
  const routes: Route[] = [
    {
      operation: known.listSignInWays,
      answer: async ({ incoming, read }) => {
        await read()
        return answerOf(known.listSignInWays, await signIn.ways(), incoming.request)
      },
    },
    {
      operation: known.signIn,
      answer: withCookie(known.signIn, async ({ incoming, read }) =>
        signIn.signIn(incoming, (await read()) as Credentials),
      ),
    },
    {
      operation: known.signOut,
      answer: withCookie(known.signOut, async ({ incoming }) => signIn.signOut(incoming)),
    },
    {
      operation: known.checkLink,
      answer: async ({ incoming, read }) => {
        const found = await signIn.checkLink(incoming, (await read()) as LinkCheck)
        return answerOf(known.checkLink, found, incoming.request)
      },
    },
    {
      operation: known.useLink,
      answer: withCookie(known.useLink, async ({ incoming, read }) =>
        signIn.useLink(incoming, (await read()) as LinkUse),
      ),
    },
    {
      operation: known.startSingleSignOn,
      answer: async ({ incoming, read }) => singleSignOn.start(incoming, await read()),
    },
    {
      operation: known.finishSingleSignOn,
      answer: async ({ incoming }) => {
        // Each makes Navish ask the provider.
        attempts.begin(origins(incoming).address, null)
        return singleSignOn.finish(incoming)
      },
    },
    {
      operation: known.stream,
      answer: async ({ incoming, read, connections }) => {
        const caller = await gate(incoming, 'viewer')
        await read()
        return stream(incoming.request, caller, connections)
      },
    },
  ]
  return createRoutes('endpoints', routes, parts)
}

interface SetsCookie {
  setCookie: string
  /** What the body says; nothing where there is none. */
  me?: unknown
}
