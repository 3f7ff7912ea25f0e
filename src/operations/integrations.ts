import { webhookUrl } from '../address.ts'
import type { CredentialsView } from '../contract/integrations.ts'
import type { Calls } from '../contract/contract.ts'
import { lengthInWords } from '../core/length.ts'
import { cleanLine } from '../core/text.ts'
import { AppError } from '../errors.ts'
import type { Integration } from '../store/store.ts'
import { createToken, storedToken } from '../token.ts'
import { healthView, integrationView, refusalView } from '../views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'
import { createSample } from './sample.ts'
import { revisionIn } from './users.ts'

type Part = Pick<
  Calls,
  | 'listIntegrations'
  | 'createIntegration'
  | 'showIntegration'
  | 'updateIntegration'
  | 'rotateIntegration'
  | 'setClientSecret'
  | 'removeClientSecret'
  | 'revokeIntegration'
  | 'deleteIntegration'
  | 'testIntegration'
  | 'integrationHealth'
  | 'listStrayRefusals'
>

const day = 24 * 60 * 60_000

/** Who may send. */
export function integrationCalls(scope: Scope): Part {
  const { store, clock, publicUrl, audit, onChanged } = scope
  const sample = createSample(scope)

  async function credentials(made: Integration, token: string): Promise<CredentialsView> {
    const { id, name, source } = made
    return { id, name, source, token, url: webhookUrl(await publicUrl(), token) }
  }

  /** Tells those who follow. */
  function changed<T>(result: T): T {
    onChanged()
    return result
  }

  return {
    async listIntegrations(asked) {
      return pageView(await store.listIntegrations(pageOf(asked)), integrationView)
    },

    async createIntegration({ name: said, clientSecret = null }) {
      const token = createToken()
      const createdAt = clock()
      const name = nameIn(said)
      const created = await store.createIntegration(
        {
          name,
          token: storedToken(token, createdAt),
          clientSecret: clientSecret === null ? null : secretIn(clientSecret),
          createdAt,
        },
        audit('integration.create', `Created ${name}.`),
      )
      return changed(await credentials(created, token))
    },

    async showIntegration({ id }) {
      return integrationView(await store.showIntegration(id))
    },

    async updateIntegration({ id, name: said, silentAfterSeconds: seconds, ifMatch }) {
      const change = {
        ...(said !== undefined && { name: nameIn(said) }),
        ...(seconds !== undefined && { silentAfter: seconds === null ? null : seconds * 1000 }),
        ifRevision: revisionIn(ifMatch === undefined ? {} : { ifMatch }),
      }
      const words = [
        ...(change.name === undefined ? [] : [`Renamed to ${change.name}.`]),
        ...(seconds === undefined ? [] : [watching(seconds)]),
      ]
      try {
        const entry = audit('integration.update', words.join(' ') || 'Changed: nothing.')
        const updated = await store.updateIntegration(id, change, clock(), entry)
        return changed(integrationView(updated))
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'precondition_failed') throw error
        const current = integrationView(await store.showIntegration(id))
        throw new AppError(error.code, error.message, { cause: error, current })
      }
    },

    async rotateIntegration({ id, overlapSeconds = 0 }) {
      const token = createToken()
      const now = clock()
      const rotated = await store.rotateToken(
        id,
        storedToken(token, now),
        now + overlapSeconds * 1000,
        audit('integration.rotate', `Gave it a new webhook URL. ${overlap(overlapSeconds)}`),
      )
      return changed(await credentials(rotated, token))
    },

    async setClientSecret({ id, clientSecret, overlapSeconds = 0 }) {
      const now = clock()
      const text = `Gave it a new client secret. ${overlap(overlapSeconds)}`
      const rotated = await store.rotateClientSecret(
        id,
        secretIn(clientSecret),
        now + overlapSeconds * 1000,
        now,
        audit('integration.client-secret', text),
      )
      return changed(integrationView(rotated))
    },

    async removeClientSecret({ id }) {
      const entry = audit('integration.client-secret', 'Removed the client secret.')
      return changed(integrationView(await store.removeClientSecrets(id, entry)))
    },

    async revokeIntegration({ id }) {
      const entry = audit('integration.revoke', 'Made its webhook URLs stop working.')
      return changed(integrationView(await store.revokeIntegration(id, clock(), entry)))
    },

    async deleteIntegration({ id }) {
      const { name } = await store.showIntegration(id)
      await store.deleteIntegration(id, clock(), audit('integration.delete', `Deleted ${name}.`))
      changed(undefined)
    },

    testIntegration: ({ id, severity = 'error', resolve = false }) => sample(id, severity, resolve),

    async integrationHealth({ id }) {
      const now = clock()
      return healthView(await store.showHealth(id, now - day), now)
    },

    async listStrayRefusals() {
      return { items: (await store.listStrayRefusals(clock() - day)).map(refusalView) }
    },
  }
}

function nameIn(said: string): string {
  const name = cleanLine(said, 100)
  if (name === '') throw new AppError('invalid_request', 'A name has 1 to 100 characters.')
  return name
}

function watching(seconds: number | null): string {
  return seconds === null
    ? 'Nobody is told any more when it is silent.'
    : `It is told when nothing comes for more than ${lengthInWords(seconds)}.`
}

function secretIn(said: string): string {
  const secret = said.trim()
  if (secret === '') throw new AppError('invalid_request', 'clientSecret is empty.')
  return secret
}

function overlap(seconds: number): string {
  return seconds === 0
    ? 'The one before no longer works.'
    : `The one before works for ${lengthInWords(seconds)} more.`
}
