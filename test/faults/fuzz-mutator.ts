import type { Base, Json } from './fuzz-bases.ts'

/** From 0 up to, not including, 1. */
type Random = () => number

/** A text that stands somewhere in every payload: where it turns up outside of it, a payload has leaked. */
export const marker = 'payload-marker-c0ffee'

export interface Mutant {
  text: string
  headers: Record<string, string>
  /** Whether it still is what Sentry sends, as far as that is looked at: then it must be accepted. */
  wellFormed: boolean
  /** What was done to it, for a person who reads a failure. */
  done: string[]
}

/** Mulberry32: the same seed makes the same payload. */
function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0]
}

/** Stands for JSON text that no value is written as; the mark is replaced once all is written. */
const raw = (text: string) => `\u0001raw ${text}\u0001`
const rawMark = /"\\u0001raw (.*?)\\u0001"/g
/** A key of another name that becomes this one in the text, so that the object has it twice. */
const twin = (key: string) => `\u0001twin ${key}`

const polluting = ['__proto__', 'constructor', 'prototype'] as const
const oddNumbers = [
  '1e999', '-1e999', '-0', '1e-999', '0.1e1', '9007199254740993', '-1', '1e20', '1e308', '8640000000001',
  '253402300800', '-62135596800', '0', '1.5', '-9223372036854775808',
] as const // prettier-ignore
const oddTexts = [
  '\ud800', '\udfff\ud800', '\u0000', 'a\u0000b', '\u202e', '\u{1f4a9}', 'é\u0301', '\ufeff', '\u2028',
  '\u001b[31m', '%00', 'NaN', 'Infinity', 'null', '', ' ', '2026-02-30T25:61:61Z', '1e999', '-0',
  'https://a:b@sentry.io/issues/1/', 'javascript:alert(1)', '/issues/', '${jndi:x}', "'; DROP TABLE alerts; --",
] as const // prettier-ignore

function nested(random: Random): string {
  const depth = pick(random, [3, 30, 300, 3_000])
  return random() < 0.5
    ? raw('['.repeat(depth) + ']'.repeat(depth))
    : raw('{"a":'.repeat(depth) + '1' + '}'.repeat(depth))
}

function oddValue(random: Random): unknown {
  const makers: [() => unknown, ...(() => unknown)[]] = [
    () => null,
    () => random() < 0.5,
    () => raw(pick(random, oddNumbers)),
    () => raw(pick(random, oddNumbers)),
    () => raw(pick(random, oddNumbers)),
    () => Math.floor((random() - 0.5) * 2 ** pick(random, [8, 31, 53, 64])),
    () => pick(random, oddTexts),
    () => pick(random, oddTexts).repeat(Math.floor(random() * 20)) + marker,
    () => marker.repeat(pick(random, [1, 12, 30, 300])),
    () => [],
    () => ({}),
    () => [marker, { [pick(random, polluting)]: marker }],
    () => withKey({}, pick(random, polluting), { polluted: marker, toString: 1 }),
    () => nested(random),
    () => (random() < 0.1 ? 'x'.repeat(200_000) : 'y'.repeat(5_000)),
  ]
  return pick(random, makers)()
}

/** Also for `__proto__`, which an assignment would not make a key. */
function withKey(object: Json, key: string, value: unknown): Json {
  return Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

/** Fields that something is made of: half of what happens, happens to them. */
const read = new Set([
  'action', 'lastSeen', 'firstSeen', 'datetime', 'timestamp', 'ignoreUntil', 'statusDetails', 'status', 'substatus', 'level', 'title',
  'metadata', 'culprit', 'web_url', 'permalink', 'url', 'tags', 'project', 'slug', 'name', 'assignee', 'actor', 'type', 'projects',
  'alert_rule', 'description_title', 'triggered_rule', 'triggering_rules', 'resolution_type', 'occurrence', 'logentry', 'fields', 'color',
  'text', 'title_link', 'attachments', 'issue_url', 'issue_id', 'id', 'message', 'dateCreated',
]) // prettier-ignore

interface Place {
  holder: Json
  key: string
  path: string
}

/** Every field of an object or an array, however deep. */
function placesIn(holder: Json, above = ''): Place[] {
  const found: Place[] = []
  for (const key of Object.keys(holder)) {
    const path = `${above}${key}`
    found.push({ holder, key, path })
    const value = holder[key]
    if (typeof value === 'object' && value !== null) {
      found.push(...placesIn(value as Json, `${path}.`))
    }
  }
  return found
}

type Change = (place: Place, random: Random) => void

/** What may happen to one field. Those of `adding` leave the field itself as it is. */
const changing: Record<string, Change> = {
  drop: ({ holder, key }) => {
    delete holder[key]
  },
  rename: ({ holder, key }, random) => {
    const name = pick(random, [
      `${key}2`,
      key.toUpperCase(),
      ` ${key}`,
      `${key}\u0000`,
      ...polluting,
    ])
    const value = holder[key]
    delete holder[key]
    withKey(holder, name, value)
  },
  swap: ({ holder, key }, random) => {
    holder[key] = oddValue(random)
  },
  retype: ({ holder, key }) => {
    const value = holder[key]
    holder[key] = typeof value === 'string' ? Number(value) : [value]
  },
  'write twice': ({ holder, key }, random) => {
    withKey(holder, twin(key), oddValue(random))
  },
}
const adding: Record<string, Change> = {
  add: ({ holder }, random) => {
    if (Array.isArray(holder)) return
    withKey(holder, pick(random, [...polluting, '', 'toString', marker]), oddValue(random))
  },
  copy: ({ holder, key }) => {
    if (!Array.isArray(holder)) holder[`${key} again`] = structuredClone(holder[key])
  },
}
// A swap can be so many things that it happens more often.
const swaps = Array.from({ length: 4 }, () => ['swap', changing['swap']])
const changes = [...Object.entries({ ...changing, ...adding }), ...swaps] as [[string, Change]]

/** Makes one payload from a base; the same seed makes the same one. */
export function mutate(base: Base, seed: number): Mutant {
  const random = createRandom(seed)
  const body = structuredClone(base.body)
  body['fuzz marker'] = marker
  const done: string[] = []
  let wellFormed = true
  const count = Math.floor(random() * 5)
  for (let index = 0; index < count; index += 1) {
    const all = placesIn(body)
    const places = random() < 0.5 ? all : all.filter(({ key }) => read.has(key))
    const place = places[Math.floor(random() * places.length)]
    if (place === undefined) break
    const [name, change] = pick(random, changes)
    change(place, random)
    done.push(`${name} ${place.path}`)
    if (name in changing && identifies(base, place.path)) wellFormed = false
  }
  let text = JSON.stringify(body)
    .replaceAll(rawMark, (_, inner: string) => JSON.parse(`"${inner}"`) as string)
    .replaceAll(/\\u0001twin /g, '')
  if (random() < 0.05) {
    text = text.slice(0, Math.floor(random() * text.length))
    done.push('cut off')
    wellFormed = false
  }
  const headers = { ...base.headers, 'Request-ID': `${seed}` }
  return { text, headers, wellFormed, done }
}

/** Whether a change there can touch what identifies the body: at it, above it, or within it. */
function identifies({ identity }: Base, path: string): boolean {
  return identity.some(
    (one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`),
  )
}
