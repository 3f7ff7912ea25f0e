import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import { AppError } from '../errors.ts'
import { divided } from '../notify/fields.ts'
import { kindNamed, secretsOf, settingsToKeep, type Kind } from '../operations/channel-settings.ts'
import type { Scope } from '../operations/calls.ts'
import type { Channel } from '../store/deliveries.ts'
import type { ChannelRecord } from '../store/transfer.ts'
import { isDeepStrictEqual } from 'node:util'
import type { ChannelLine } from './read.ts'

export interface Prepared {
  record: ChannelRecord
  /** What a person should know of it; null: nothing. */
  warning: string | null
}

type Parts = Pick<Scope, 'seal' | 'outbound'> & {
  /** Whether nothing is to be kept: then there need be no key. */
  rehearse: boolean
}

/**
 * A channel of a file, as it is to be kept. Without the secrets that it needs it is switched off until somebody gives them.
 * @param before the one that is here by its kind and name, if there is one
 * Throws `invalid_request` for settings that do not fit the kind or lead where nothing may go.
 */
export async function preparedChannel(
  line: ChannelLine,
  before: Channel | undefined,
  parts: Parts,
): Promise<Prepared> {
  try {
    return await prepare(line, before, parts)
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    throw new AppError(cause.code, `Channel ${line.name}: ${cause.message}`, { cause })
  }
}

async function prepare(
  line: ChannelLine,
  before: Channel | undefined,
  parts: Parts,
): Promise<Prepared> {
  const { secretNames, secrets, ...channel } = line
  const kind = kindNamed(line.kind)
  const known = before === undefined ? {} : (secretsOf(before, parts.seal) ?? {})
  const given = { ...line.settings, ...secrets }
  const missing = kind.fields
    .filter(({ name, isRequired }) => isRequired && !(name in given) && !(name in known))
    .map(({ name }) => name)
  if (missing.length > 0) {
    mustFitInPart(kind, given)
    const sealed = parts.rehearse ? '' : parts.seal.seal({})
    return {
      record: {
        ...channel,
        settings: divided(kind.fields, given).open,
        sealed: before === undefined ? sealed : null,
        isEnabled: false,
      },
      warning: `Channel ${line.name} is switched off until it has its secrets again: navish channel update ID ${missing.map((name) => `--secret-file ${name}=FILE`).join(' ')}, then navish channel enable ID`,
    }
  }
  const all = { ...known, ...given }
  const isSame = before !== undefined && isDeepStrictEqual(all, { ...before.settings, ...known })
  const left = secretNames.filter((name) => !(name in all))
  const warning =
    left.length === 0
      ? null
      : `Channel ${line.name} had secrets that the file has not: ${left.join(', ')}`
  if (isSame) return { record: { ...channel, sealed: null }, warning }
  // What the file does not say is taken out, but for secrets.
  const gone = Object.keys(before?.settings ?? {}).filter((name) => !(name in given))
  const seal = parts.rehearse ? { ...parts.seal, seal: () => '' } : parts.seal
  const kept = await settingsToKeep(
    kind,
    {
      before: { ...before?.settings, ...known },
      given: { ...Object.fromEntries(gone.map((name) => [name, null])), ...given },
    },
    { seal, outbound: parts.outbound },
  )
  return {
    record: { ...channel, settings: kept.settings, sealed: kept.sealed },
    warning: [warning, kept.warning].filter((each) => each !== null).join(' ') || null,
  }
}

/** What is there must be right, also while something is missing. */
function mustFitInPart({ notifier }: Kind, given: Record<string, unknown>): void {
  const fault = compile(Type.Partial(notifier.settings)).fault(given)
  if (fault !== null) throw new AppError('invalid_request', fault)
}
