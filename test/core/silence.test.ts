import { describe, expect, test } from 'bun:test'
import { silencedBecause, silenceOf, type Silence } from '../../src/core/silence.ts'
import { anAlert } from './builders.ts'

const everything: Silence['match'] = { integrationIds: [], projects: [], title: null }

const aSilence = (fields: Partial<Silence> = {}): Silence => ({
  id: '1',
  match: everything,
  startsAt: 100,
  endsAt: 200,
  reason: 'maintenance',
  by: 'jane',
  ...fields,
})

const alert = anAlert({
  integrationId: '1',
  project: { slug: 'shop', name: 'Shop' },
  title: 'TypeError: cart is undefined',
})

describe('a silence', () => {
  test.each([
    [99, false],
    [100, true],
    [199, true],
    [200, false],
  ])('holds from its start until its end: at %d', (now, holds) => {
    expect(silenceOf([aSilence()], alert, now) !== undefined).toBe(holds)
  })

  test.each([
    ['its project', { projects: ['blog', 'shop'] }, true],
    ['another project', { projects: ['blog'] }, false],
    ['its integration', { integrationIds: ['1'] }, true],
    ['another integration', { integrationIds: ['2'] }, false],
    ['a part of its title', { title: 'CART is' }, true],
    ['another title', { title: 'coupon' }, false],
    ['a part of its title, of another project', { title: 'cart', projects: ['blog'] }, false],
  ])('is of %s', (_what, match, fits) => {
    const silences = [aSilence({ match: { ...everything, ...match } })]

    expect(silenceOf(silences, alert, 150) !== undefined).toBe(fits)
  })

  test('of a project is not of an alert that has none', () => {
    const silences = [aSilence({ match: { ...everything, projects: ['shop'] } })]

    expect(silenceOf(silences, { ...alert, project: null }, 150)).toBeUndefined()
  })

  test('that lasts longest is the one that is named', () => {
    const silences = [aSilence(), aSilence({ id: '2', endsAt: 900 }), aSilence({ id: '3' })]

    expect(silenceOf(silences, alert, 150)?.id).toBe('2')
  })

  test('says who, until when and why', () => {
    expect(silencedBecause(aSilence())).toBe(
      'It is silenced by jane until 1970-01-01T00:00:00.200Z: maintenance',
    )
  })
})
