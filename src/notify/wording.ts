import type { Digest, Notice } from '../core/notice.ts'
import { severities, type Severity } from '../core/severity.ts'
import { cleanLine, cleanLink } from '../core/text.ts'
import { projectOf, titleOf } from './notice-texts.ts'
import type { Sending } from './notifier.ts'

/**
 * What is told, in words that are the same on every channel: lines without markup, bounded and free of control characters. They hold
 * what a sender wrote, so whoever writes them where there is markup must escape them.
 */
export interface Wording {
  mood: Mood
  icon: string
  /** `Got worse: error → critical` */
  happened: string
  title: string
  /** null: there is none, or there may be several. */
  project: string | null
  /** Sentences and, of a digest, the worst alerts: each is a line. */
  lines: readonly string[]
  facts: readonly Fact[]
  /** Never empty: the first is the page here. `http:` or `https:`, without a character that ends a link in any markup. */
  links: readonly [Link, ...Link[]]
}

/** How it is now: that decides colour, icon and how loud it is told. */
export type Mood = Severity | 'resolved'

export interface Fact {
  name: string
  value: string
}

export interface Link {
  label: string
  url: string
}

/** What a notice or a digest says. */
export function wordingOf({ notice, pageUrl }: Pick<Sending<unknown>, 'notice' | 'pageUrl'>) {
  return 'digest' in notice ? ofDigest(notice.digest, pageUrl) : ofNotice(notice, pageUrl)
}

/** The whole in one line: `🚨 Opened: TypeError: cart is undefined`. */
export function headlineOf({ icon, happened, title }: Wording): string {
  return `${icon} ${happened}: ${title}`
}

/** The same with the project, where the facts are not seen beside it: `🚨 Opened: TypeError: cart is undefined · Shop`. */
export function subjectOf(wording: Wording): string {
  const { project } = wording
  return `${headlineOf(wording)}${project === null ? '' : ` · ${project}`}`
}

function ofNotice(notice: Notice, pageUrl: string): Wording {
  const { alert } = notice
  const inSentry = alert.url === null ? null : targetOf(alert.url)
  const mood = moodOf(notice)
  const project = projectOf(notice)
  return {
    mood,
    icon: icons[mood],
    happened: happenedOf(notice),
    title: titleOf(notice),
    project,
    lines: [alert.description, notice.reason]
      .map((line) => cleanLine(line ?? '', 300))
      .filter((line) => line !== ''),
    facts: [
      { name: 'Severity', value: alert.severity },
      ...(project === null ? [] : [{ name: 'Project', value: project }]),
      { name: 'Integration', value: alert.integration },
      { name: 'Events', value: alert.eventCount.toLocaleString('en') },
      ...(alert.assignee === null ? [] : [{ name: 'Assigned to', value: alert.assignee }]),
      ...(alert.openedAt < notice.at ? [{ name: 'Opened', value: timeOf(alert.openedAt) }] : []),
      { name: 'At', value: timeOf(notice.at) },
    ].map(({ name, value }) => ({ name, value: cleanLine(value, 100) })),
    links: [
      { label: 'Open the alert', url: targetOf(pageUrl) ?? pageUrl },
      ...(inSentry === null ? [] : [{ label: 'Open in Sentry', url: inSentry }]),
    ],
  }
}

function ofDigest(digest: Digest, pageUrl: string): Wording {
  const { opened, worse, reopened, resolved } = digest.counts
  const all = opened + worse + reopened + resolved
  const mood = severities.find((severity) => digest.severities[severity] > 0) ?? 'resolved'
  const worst = digest.notices.slice(0, mostLines)
  const missing = all - worst.length
  return {
    mood,
    icon: icons[mood],
    happened: all === 1 ? '1 change' : `${all.toLocaleString('en')} changes`,
    title: counted([
      [opened, 'opened'],
      [worse, 'got worse'],
      [reopened, 'came back'],
      [resolved, 'resolved'],
    ]),
    project: null,
    lines: [
      ...worst.map(lineOf),
      ...(missing > 0 ? [`… and ${missing.toLocaleString('en')} more`] : []),
    ],
    facts: [
      {
        name: 'Not resolved',
        value: counted(severities.map((severity) => [digest.severities[severity], severity])),
      },
      { name: 'From', value: timeOf(digest.from) },
      { name: 'To', value: timeOf(digest.to) },
    ],
    links: [{ label: 'Open the alerts', url: targetOf(pageUrl) ?? pageUrl }],
  }
}

function lineOf(notice: Notice): string {
  const project = projectOf(notice)
  const where = project === null ? '' : ` (${cleanLine(project, 50)})`
  const title = cleanLine(titleOf(notice), 120)
  return `${icons[moodOf(notice)]} ${happenedOf(notice)}: ${title}${where}`
}

function happenedOf({ change, alert }: Notice): string {
  switch (change) {
    case 'opened':
      return 'Opened'
    case 'worse':
      return alert.severityBefore === null
        ? `Got worse: ${alert.severity}`
        : `Got worse: ${alert.severityBefore} → ${alert.severity}`
    case 'reopened':
      return 'Came back'
    case 'resolved':
      return alert.resolvedBy === null ? 'Resolved' : `Resolved ${resolvers[alert.resolvedBy]}`
  }
}

function moodOf({ change, alert }: Notice): Mood {
  return change === 'resolved' ? 'resolved' : alert.severity
}

function timeOf(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d+Z$/, ' UTC')
}

function counted(counts: readonly (readonly [number, string])[]): string {
  const some = counts.filter(([count]) => count > 0)
  return some.map(([count, word]) => `${count.toLocaleString('en')} ${word}`).join(', ') || 'none'
}

/**
 * A link that stays one wherever it is written: brackets, bars, quotes and backslashes end or change one in some markup, and mean the
 * same to a server when they are percent-encoded.
 */
function targetOf(link: string): string | null {
  const clean = cleanLink(link)
  if (clean === null) return null
  const { origin } = new URL(clean)
  const rest = clean.slice(origin.length)
  return origin + rest.replace(/[()[\]{}<>|\\^`"'*\s]/g, percent)
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

const mostLines = 8

const icons: Record<Mood, string> = {
  critical: '🚨',
  error: '🔴',
  warning: '🟡',
  info: '🔵',
  resolved: '✅',
}

const resolvers = { sentry: 'by Sentry', user: 'by a person', timeout: 'by timeout' } as const
