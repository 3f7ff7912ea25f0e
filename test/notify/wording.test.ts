import { describe, expect, test } from 'bun:test'
import type { Digest, Notice } from '../../src/core/notice.ts'
import { headlineOf, subjectOf, wordingOf } from '../../src/notify/wording.ts'
import { aDigest, aNotice, aResolvedNotice, eight } from './builders.ts'

const pageUrl = 'https://navish.example.org/alerts/12'

function worded(notice: Notice | { digest: Digest }) {
  return wordingOf({ notice, pageUrl })
}

describe('a notice', () => {
  test.each([
    ['🔴 Opened', aNotice()],
    ['🚨 Opened', aNotice({ alert: { severity: 'critical' } })],
    [
      '🚨 Got worse: error → critical',
      aNotice({ change: 'worse', alert: { severity: 'critical', severityBefore: 'error' } }),
    ],
    ['🔴 Got worse: error', aNotice({ change: 'worse' })],
    ['🔴 Came back', aNotice({ change: 'reopened' })],
    ['✅ Resolved by Sentry', aResolvedNotice()],
    ['✅ Resolved by a person', aNotice({ change: 'resolved', alert: { resolvedBy: 'user' } })],
    ['✅ Resolved by timeout', aNotice({ change: 'resolved', alert: { resolvedBy: 'timeout' } })],
    ['✅ Resolved', aNotice({ change: 'resolved' })],
  ])('says %p', (said, notice) => {
    expect(headlineOf(worded(notice))).toBe(`${said}: TypeError: cart is undefined`)
  })

  test('says why, what it is about, and where to look', () => {
    const wording = worded(
      aNotice({ alert: { description: 'checkout.total', eventCount: 1200, assignee: 'ann' } }),
    )

    expect(wording.lines).toEqual(['checkout.total', 'Sentry said that the issue is new.'])
    expect(wording.facts).toEqual([
      { name: 'Severity', value: 'error' },
      { name: 'Project', value: 'Shop' },
      { name: 'Integration', value: 'Production' },
      { name: 'Events', value: '1,200' },
      { name: 'Assigned to', value: 'ann' },
      { name: 'At', value: '2026-11-24 08:00 UTC' },
    ])
    expect(wording.links).toEqual([
      { label: 'Open the alert', url: pageUrl },
      { label: 'Open in Sentry', url: 'https://acme.sentry.io/issues/4711/' },
    ])
  })

  test('says since when, when it is no news that it is open', () => {
    const { facts } = worded(aNotice({ change: 'worse', at: eight + 3_600_000 }))

    expect(facts.slice(-2)).toEqual([
      { name: 'Opened', value: '2026-11-24 08:00 UTC' },
      { name: 'At', value: '2026-11-24 09:00 UTC' },
    ])
  })

  test.each([
    [{ slug: 'shop', name: 'Shop' }, ' · Shop'],
    [{ slug: 'shop', name: ' ' }, ' · shop'],
    [null, ''],
  ])('of project %p has a subject that ends with %p', (project, end) => {
    expect(subjectOf(worded(aNotice({ alert: { project } })))).toBe(
      `🔴 Opened: TypeError: cart is undefined${end}`,
    )
  })

  test('links only to http and https, and always to the page here', () => {
    const { links } = worded(aNotice({ alert: { url: 'javascript:alert(1)' } }))

    expect(links).toEqual([{ label: 'Open the alert', url: pageUrl }])
  })

  test('has no character in a link that ends one in any markup', () => {
    const { links } = worded(aNotice({ alert: { url: `https://a.example/)]|">'\`\\<?q=(|)` } }))

    expect(links[1]?.url).toBe('https://a.example/%29%5D%7C%22%3E%27%60/%3C?q=%28%7C%29')
  })

  test('is about its dedup key when nothing of its title can be read', () => {
    expect(worded(aNotice({ alert: { title: '\u202e\n' } })).title).toBe('issue:4711')
  })
})

describe('a digest', () => {
  test('counts exactly and names the worst', () => {
    const wording = worded({ digest: aDigest() })

    expect(headlineOf(wording)).toBe('🚨 3 changes: 2 opened, 1 resolved')
    expect(wording.lines).toEqual([
      '🚨 Opened: Database is gone (Shop)',
      '🔴 Opened: TypeError: cart is undefined (Shop)',
      '✅ Resolved by Sentry: TypeError: cart is undefined (Shop)',
    ])
    expect(wording.facts).toEqual([
      { name: 'Not resolved', value: '1 critical, 1 error' },
      { name: 'From', value: '2026-11-24 08:00 UTC' },
      { name: 'To', value: '2026-11-24 08:05 UTC' },
    ])
    expect(wording.links).toEqual([{ label: 'Open the alerts', url: pageUrl }])
  })

  test('says how many it does not name', () => {
    const { lines } = worded({
      digest: aDigest({
        counts: { opened: 1500, worse: 0, reopened: 0, resolved: 0 },
        notices: Array.from({ length: 20 }, () => aNotice()),
      }),
    })

    expect(lines).toHaveLength(9)
    expect(lines.at(-1)).toBe('… and 1,492 more')
  })

  test('is a relief when nothing is left open', () => {
    const { mood } = worded({
      digest: aDigest({ severities: { critical: 0, error: 0, warning: 0, info: 0 } }),
    })

    expect(mood).toBe('resolved')
  })
})
