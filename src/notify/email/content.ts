import { descriptionOf, reasonOf } from '../notice-texts.ts'
import type { Sending } from '../notifier.ts'
import { subjectOf, wordingOf, type Fact, type Link } from '../wording.ts'

/** What a mail says, before it is made text or HTML. */
export interface MailContent {
  subject: string
  /** Each may have several lines. */
  paragraphs: readonly string[]
  facts: readonly Fact[]
  links: readonly Link[]
}

/** What a notice or a digest says in a mail, which has room for all that the sender told. */
export function contentOf(sending: Pick<Sending<unknown>, 'notice' | 'pageUrl'>): MailContent {
  const { notice } = sending
  const wording = wordingOf(sending)
  const { facts, links, lines } = wording
  const paragraphs =
    'digest' in notice
      ? ['So much changed that it is told together.', lines.join('\n')]
      : [reasonOf(notice), descriptionOf(notice) ?? ''].filter((text) => text !== '')
  return { subject: subjectOf(wording), paragraphs, facts, links }
}

/** The part for those who read plain text. */
export function textOf({ subject, paragraphs, facts, links }: MailContent): string {
  return [
    subject,
    ...paragraphs,
    facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

/**
 * The part for those who read HTML. It loads nothing, so that nobody learns who reads it and when; and it has no colours, so that it is as dark
 * as its reader likes.
 */
export function htmlOf({ subject, paragraphs, facts, links }: MailContent): string {
  const escape = Bun.escapeHTML
  const texts = paragraphs.map(
    (text) => `<p dir="auto" style="white-space:pre-wrap">${escape(text)}</p>`,
  )
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><th align="left" style="padding-right:1em;font-weight:normal;opacity:.7">${escape(name)}</th><td dir="auto">${escape(value)}</td></tr>`,
  )
  const ways = links.map(({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`)
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escape(subject)}</title></head>`,
    '<body style="font-family:system-ui,sans-serif;line-height:1.5;overflow-wrap:anywhere">',
    `<h1 dir="auto" style="font-size:1.2em">${escape(subject)}</h1>`,
    ...texts,
    '<table>',
    ...rows,
    '</table>',
    `<p>${ways.join(' · ')}</p>`,
    '</body></html>',
    '',
  ].join('\n')
}
