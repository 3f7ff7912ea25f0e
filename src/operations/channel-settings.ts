import type { ChannelKindView } from '../contract/channels.ts'
import { compile, type Schema } from '../core/schema.ts'
import { AppError } from '../errors.ts'
import { divided, fieldsOf, type Field } from '../notify/fields.ts'
import { notifiers } from '../notify/kinds.ts'
import type { Notifier } from '../notify/notifier.ts'
import { OutboundError } from '../outbound/outbound.ts'
import { checkUrl } from '../outbound/url.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Channel } from '../store/deliveries.ts'
import type { Scope } from './calls.ts'

/** A kind of channel and what is known of its settings. */
export interface Kind {
  name: string
  notifier: Notifier
  fields: Field[]
  schema: Schema<unknown>
}

/** Settings that fit their kind, ready to be kept. */
export interface Kept {
  settings: Record<string, unknown>
  sealed: string
  /** What may keep them from working; null: nothing is known. */
  warning: string | null
}

type Settings = Record<string, unknown>

const kinds = new Map<string, Kind>()

/** Throws `invalid_request`, with the names of those that there are. */
export function kindNamed(name: string): Kind {
  const known = kinds.get(name)
  if (known !== undefined) return known
  const notifier = Object.entries<Notifier>(notifiers).find(([each]) => each === name)?.[1]
  if (notifier === undefined) {
    const names = Object.keys(notifiers).toSorted().join(', ')
    throw new AppError('invalid_request', `kind should be one of ${names}.`)
  }
  const { settings } = notifier
  const kind = { name, notifier, fields: fieldsOf(settings), schema: compile(settings) }
  kinds.set(name, kind)
  return kind
}

/** All kinds, as the API shows them. */
export function kindViews(): ChannelKindView[] {
  return Object.entries<Notifier>(notifiers)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, { settings, digests, isIdempotent }]) => ({
      kind,
      fields: fieldsOf(settings).map((field) => ({
        name: field.name,
        type: field.type,
        description: field.description,
        required: field.isRequired,
        secret: field.isSecret,
        choices: field.choices,
        default: field.fallback,
      })),
      digests,
      idempotent: isIdempotent,
    }))
}

/**
 * Takes what is given over what there was; null takes it out. Throws `invalid_request`, with the field, for what does not fit the kind
 * or leads where nothing may go. A name that has no address now may have one tomorrow: that is a warning.
 * @param before all settings so far, with the secret ones
 */
export async function settingsToKeep(
  { fields, schema }: Kind,
  { before, given }: { before: Settings; given: Settings },
  { seal, outbound }: Pick<Scope, 'seal' | 'outbound'>,
): Promise<Kept> {
  const all = Object.entries({ ...before, ...given }).filter(([, value]) => value !== null)
  const settings = Object.fromEntries(all)
  const fault = schema.fault(settings)
  if (fault !== null) throw new AppError('invalid_request', fault)
  mustGiveSecretsAgain(fields, { before, given })
  const warning = await warningAbout(fields, given, outbound)
  const { open, secret } = divided(fields, settings)
  return { settings: open, sealed: seal.seal(secret), warning }
}

/** What was given for one place is not sent to another: whoever changes where it goes must know it. */
function mustGiveSecretsAgain(
  fields: readonly Field[],
  { before, given }: { before: Settings; given: Settings },
): void {
  const isPlace = ({ name, isAddress, isSecret }: Field) =>
    !isSecret && (isAddress || name === 'host')
  const moved = fields.find(
    (field) =>
      isPlace(field) && given[field.name] !== undefined && given[field.name] !== before[field.name],
  )
  const kept = fields.filter(
    ({ name, isSecret }) => isSecret && before[name] !== undefined && given[name] === undefined,
  )
  if (moved === undefined || kept.length === 0) return
  const names = kept.map(({ name }) => name).join(', ')
  throw new AppError(
    'invalid_request',
    `${moved.name} is another place: give ${names} again, too, because that would be sent there.`,
  )
}

async function warningAbout(
  fields: readonly Field[],
  given: Settings,
  outbound: Scope['outbound'],
): Promise<string | null> {
  const warnings: string[] = []
  for (const { name } of fields.filter(({ isAddress }) => isAddress)) {
    const url = given[name]
    if (typeof url !== 'string') continue
    try {
      await checkUrl(url, outbound)
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error
      const sentence = `${name}: ${error.message}`
      if (error.code === 'forbidden') {
        throw new AppError('invalid_request', sentence, { cause: error })
      }
      warnings.push(sentence)
    }
  }
  return warnings.length === 0 ? null : warnings.join(' ')
}

/** The secret settings of a channel, or null when the key of now does not open them. */
export function secretsOf({ sealed }: Pick<Channel, 'sealed'>, seal: Seal): Settings | null {
  try {
    return seal.open(sealed)
  } catch (error) {
    if (error instanceof AppError && error.code === 'configuration') return null
    throw error
  }
}
