import { Type, type Static } from '@sinclair/typebox'
import { operation } from './operation.ts'
import { Count, Meaning, Nullable, Shape, Time } from './shapes.ts'

const Bytes = (description: string) => Type.Integer({ minimum: 0, description })
const Limit = (description: string) => Nullable(Type.Integer({ minimum: 0, description }))

const kept = {
  count: Meaning(Count, 'how many are kept, from figures that are kept along'),
  oldestAt: Nullable(Meaning(Time, 'when the oldest one came; null: there is none')),
  keepMs: Limit('for how many milliseconds they are kept; null: for ever'),
}
const maxCount = { maxCount: Limit('how many are kept at most; null: any number') }

export const StorageView = Shape(
  {
    databaseBytes: Bytes('the size of the database'),
    logBytes: Bytes('the size of its log, which is part of it'),
    unusedBytes: Bytes('what of the database is free for what comes'),
    shrinks: Type.Boolean({
      description:
        'whether unused room goes back to the disk by itself; else `navish storage compact` does it',
    }),
    payloads: Shape(
      {
        ...kept,
        bytes: Bytes('how much room they take, compressed'),
        maxBytes: Limit('how much they may take; null: any amount'),
      },
      { description: 'what Sentry sent, word by word' },
    ),
    events: Shape({ ...kept, ...maxCount }, { description: 'that it came, and what became of it' }),
    alerts: Shape(
      {
        ...kept,
        ...maxCount,
        unresolved: Meaning(Count, 'how many of them are not resolved: these are kept in any case'),
      },
      { description: 'alerts; the limits count from their resolve' },
    ),
    deliveries: Shape({ ...kept, ...maxCount }, { description: 'what people were told' }),
    lastRunAt: Nullable(
      Meaning(Time, 'when it was last looked through for what is to be removed; null: not yet'),
    ),
    lastRemoved: Nullable(
      Shape(
        {
          payloads: Count,
          events: Count,
          alerts: Count,
          deliveries: Count,
          silences: Count,
          keys: Meaning(Count, 'how many dedup keys were forgotten'),
        },
        { description: 'what was removed then' },
      ),
    ),
    notCountedMs: Type.Integer({
      minimum: 0,
      description:
        'by how many milliseconds the clock of the machine went further than can be certain: nothing counts as older for it',
    }),
  },
  { description: 'what is kept, and how large it is' },
)
export type StorageView = Static<typeof StorageView>

const day = 86_400_000

export const storageOperations = {
  showStorage: operation({
    method: 'GET',
    path: '/v1/storage',
    tag: 'storage',
    role: 'viewer',
    summary: 'Show what is kept, how large it is, and what is removed when',
    answer: StorageView,
    examples: {
      answer: {
        databaseBytes: 734_003_200,
        logBytes: 4_120_032,
        unusedBytes: 12_288_000,
        shrinks: true,
        payloads: {
          count: 181_204,
          oldestAt: '2026-08-26T08:00:00.000Z',
          keepMs: 90 * day,
          bytes: 312_475_648,
          maxBytes: 4 * 1024 ** 3,
        },
        events: {
          count: 702_113,
          oldestAt: '2025-11-24T08:00:00.000Z',
          keepMs: 365 * day,
          maxCount: 10_000_000,
        },
        alerts: {
          count: 40_216,
          oldestAt: '2024-11-25T08:00:00.000Z',
          keepMs: 730 * day,
          maxCount: 2_000_000,
          unresolved: 41,
        },
        deliveries: {
          count: 20_310,
          oldestAt: '2026-08-26T08:00:00.000Z',
          keepMs: 90 * day,
          maxCount: 2_000_000,
        },
        lastRunAt: '2026-11-24T08:00:00.000Z',
        lastRemoved: { payloads: 41, events: 40, alerts: 2, deliveries: 4, silences: 0, keys: 0 },
        notCountedMs: 0,
      } satisfies StorageView,
    },
  }),
}
