import { describe, expect, test } from 'bun:test'
import type { SilenceView } from '../../../src/contract/silences.ts'
import {
  endIn,
  silencedIn,
  type SilenceDraft,
} from '../../../src/dashboard/notifications/silence-draft.ts'
import { placeToSilence, sourcesAsked } from '../../../src/dashboard/notifications/silence-place.ts'
import {
  silencedInWords,
  sorted,
  stateNow,
} from '../../../src/dashboard/notifications/silence-words.ts'

const noon = Date.parse('2026-11-24T12:00:00.000Z')
const minute = 60_000
const at = (minutes: number) => new Date(noon + minutes * minute).toISOString()

function aSilence(fields: Partial<SilenceView> = {}): SilenceView {
  return {
    id: '1',
    state: 'active',
    match: { integrationIds: [], projects: ['shop'], title: null },
    startsAt: at(-10),
    endsAt: at(10),
    reason: 'deploy',
    by: 'jane',
    createdAt: at(-10),
    ...fields,
  }
}

describe('a silence', () => {
  const nothing: SilenceView['match'] = { integrationIds: [], projects: [], title: null }
  const integration = (id: string) => `integration ${id}`

  test.each([
    [{}, ''],
    [{ projects: ['shop'] }, 'project shop'],
    [{ projects: ['shop'], title: 'cart' }, 'project shop, title contains “cart”'],
    [{ projects: ['a', 'b', 'c'] }, 'projects a, b or c'],
    [{ integrationIds: ['1', '2'] }, 'from integration 1 or integration 2'],
  ] as [Partial<SilenceView['match']>, string][])('%j', (match, words) => {
    expect(silencedInWords({ ...nothing, ...match }, { integration })).toBe(words)
  })

  test.each([
    ['waiting', -1, 'waiting'],
    ['waiting', 0, 'active'],
    ['waiting', 10, 'over'],
    ['active', 9, 'active'],
    ['active', 10, 'over'],
    // The clock here lags behind what the server says.
    ['active', -1, 'active'],
    ['over', -1, 'over'],
  ] as const)('that was %s is after %d minutes %s', (state, minutes, now) => {
    const silence = aSilence({ state, startsAt: at(0), endsAt: at(10) })

    expect(stateNow(silence, noon + minutes * minute)).toBe(now)
  })

  test('stands where its time is, with the next to change first', () => {
    const silences = [
      aSilence({ id: '1', endsAt: at(20) }),
      aSilence({ id: '2', endsAt: at(5) }),
      aSilence({ id: '3', state: 'waiting', startsAt: at(9), endsAt: at(10) }),
      aSilence({ id: '4', state: 'waiting', startsAt: at(3), endsAt: at(90) }),
      aSilence({ id: '5', endsAt: at(-8) }),
      aSilence({ id: '6', state: 'over', endsAt: at(-1) }),
    ]

    const { active, waiting, over } = sorted(silences, noon)

    expect([active, waiting, over].map((some) => some.map(({ id }) => id))).toEqual([
      ['2', '1'],
      ['4', '3'],
      ['6', '5'],
    ])
  })
})

describe('what is to be silenced', () => {
  const draft: SilenceDraft = {
    integrationIds: ['2'],
    projects: ['shop'],
    otherProjects: ' web \n\nshop',
    title: '  ',
    length: '30m',
    until: '',
    reason: 'deploy',
  }

  test('is what the fields say', () => {
    expect(silencedIn(draft)).toEqual({
      integrationIds: ['2'],
      projects: ['shop', 'web'],
      title: null,
    })
    expect(silencedIn({ ...draft, title: ' Cart ' }).title).toBe('Cart')
  })

  test('ends after a while, or at a time', () => {
    expect(endIn(draft, noon)).toBe(noon + 30 * minute)
    expect(endIn({ ...draft, length: '1d' }, noon)).toBe(noon + 1_440 * minute)
    expect(endIn({ ...draft, length: 'until', until: '2026-11-24T22:00' }, noon)).toBe(
      new Date(2026, 10, 24, 22).getTime(),
    )
    expect(endIn({ ...draft, length: 'until' }, noon)).toBeNull()
  })

  test.each([
    ['', null],
    ['project=&integration=x', null],
    ['project=shop&project=a%26b', { projects: ['shop', 'a&b'], integrationIds: [] }],
    ['integration=3', { projects: [], integrationIds: ['3'] }],
  ])('is asked for by the address %j', (address, sources) => {
    expect(sourcesAsked(new URLSearchParams(address))).toEqual(sources)
  })

  test.each([
    [{ slug: 'a&b' }, { projects: ['a&b'], integrationIds: [] }],
    [null, { projects: [], integrationIds: ['3'] }],
  ])('is like an alert of the project %j', (project, sources) => {
    const [, search] = placeToSilence({ project, integrationId: '3' }).split('?')

    expect(sourcesAsked(new URLSearchParams(search))).toEqual(sources)
  })
})
