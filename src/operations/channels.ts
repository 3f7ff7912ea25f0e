import type { Calls } from '../contract/contract.ts'
import { includes } from '../core/account.ts'
import { cleanLine } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { channelView } from '../delivery-views.ts'
import type { Channel } from '../store/deliveries.ts'
import type { Scope } from './calls.ts'
import { kindNamed, kindViews, secretsOf, settingsToKeep } from './channel-settings.ts'
import { createChannelTest } from './channel-test.ts'
import { pageOf, pageView } from './paging.ts'
import { revisionIn } from './users.ts'

type Part = Pick<
  Calls,
  | 'listChannelKinds'
  | 'listChannels'
  | 'createChannel'
  | 'showChannel'
  | 'updateChannel'
  | 'deleteChannel'
  | 'testChannel'
>

/** What a person who says no more than where expects to be told. */
const firstRule = {
  name: 'error and worse',
  isEnabled: true,
  match: { integrationIds: [], projects: [], leastSeverity: 'error', changes: [] },
  isLast: false,
} as const

/** Where people are told. Secret settings go in, and never come out. */
export function channelCalls(scope: Scope): Part {
  const { store, clock, actor, seal, audit, onChanged } = scope
  const isAdmin = includes(actor.role, 'admin')
  const test = createChannelTest(scope)

  function view(channel: Channel) {
    const secrets = secretsOf(channel, seal)
    const names = secrets === null ? null : Object.keys(secrets).toSorted()
    return channelView(channel, { secrets: names, withSettings: isAdmin, now: clock() })
  }

  return {
    listChannelKinds: () => Promise.resolve({ items: kindViews() }),

    async listChannels(asked) {
      return pageView(await store.listChannels(pageOf(asked)), view)
    },

    async createChannel({ kind: said, name: called, settings: given, fallbackChannelId = null }) {
      const kind = kindNamed(said)
      const name = nameIn(called)
      const { settings, sealed, warning } = await settingsToKeep(kind, { before: {}, given }, scope)
      const created = await store.createChannel(
        {
          kind: kind.name,
          name,
          settings,
          sealed,
          fallbackId: fallbackChannelId,
          createdAt: clock(),
        },
        audit('channel.create', `Created ${name}, a channel of the kind ${kind.name}.`),
        {
          rule: firstRule,
          audit: audit('rule.create', `Created ${firstRule.name} with ${name}: there was no rule.`),
        },
      )
      onChanged()
      return { ...view(created), warning, ruleId: created.ruleId }
    },

    async showChannel({ id }) {
      return view(await store.showChannel(id))
    },

    async updateChannel({
      id,
      name: called,
      enabled,
      settings: given,
      fallbackChannelId,
      ifMatch,
    }) {
      const before = await store.showChannel(id)
      const kept = given === undefined ? null : await keptOver(before, given)
      const seen = revisionIn(ifMatch === undefined ? {} : { ifMatch })
      const change = {
        ...(called !== undefined && { name: nameIn(called) }),
        ...(enabled !== undefined && { isEnabled: enabled }),
        ...(fallbackChannelId !== undefined && { fallbackId: fallbackChannelId }),
        ...(kept !== null && { settings: kept.settings, sealed: kept.sealed }),
        // What is left out of the settings stays as it was read, so nothing may come in between.
        ifRevision: seen ?? (kept === null ? null : before.revision),
      }
      const words = [
        ...(called === undefined ? [] : [`name ${change.name}`]),
        ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
        ...(given === undefined ? [] : Object.keys(given)),
        ...(fallbackChannelId === undefined ? [] : [`fallback ${fallbackChannelId ?? 'none'}`]),
      ]
      const text = `Changed: ${words.join(', ') || 'nothing'}.`
      try {
        const changed = await store.updateChannel(
          id,
          change,
          audit('channel.update', text, `channel ${id}`),
        )
        onChanged()
        return { ...view(changed), warning: kept?.warning ?? null }
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'precondition_failed') throw error
        const current = { ...view(await store.showChannel(id)), warning: null }
        throw new AppError(error.code, error.message, { cause: error, current })
      }
    },

    async deleteChannel({ id }) {
      const { name } = await store.showChannel(id)
      await store.deleteChannel(
        id,
        clock(),
        audit('channel.delete', `Deleted ${name}.`, `channel ${id}`),
      )
      onChanged()
    },

    testChannel: ({ id }) => test(id),
  }

  /** Secrets that the key of now does not open are as good as none: then those that must be there have to be given. */
  async function keptOver(before: Channel, given: Record<string, unknown>) {
    const kind = kindNamed(before.kind)
    const secrets = secretsOf(before, seal)
    try {
      const all = { ...before.settings, ...secrets }
      return await settingsToKeep(kind, { before: all, given }, scope)
    } catch (error) {
      if (secrets === null) seal.open(before.sealed)
      throw error
    }
  }
}

function nameIn(said: string): string {
  const name = cleanLine(said, 100)
  if (name === '') throw new AppError('invalid_request', 'A name has 1 to 100 characters.')
  return name
}
