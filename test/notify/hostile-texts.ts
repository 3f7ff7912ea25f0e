import type { Notice } from '../../src/core/notice.ts'
import { aNotice } from './builders.ts'

/** A link in each markup there is. */
const evil = '[x](http://evil.example) <http://evil.example|x> <a href="http://evil.example">x</a>'
/** What a sender may write where a title or a name is expected. */
export const hostileTexts = [
  '<!channel> <!here> <@U1> <#C1> <!subteam^S1>',
  '@everyone @here @channel @all @ann',
  '&#64;everyone &lt;!channel&gt; &amp;lt;',
  evil,
  `\\${evil.replaceAll(' ', '\\')}\\`,
  '*b* **b** _i_ __i__ ~s~ ||spoiler|| `code` ```pre``` |pipes| > # -',
  '\n# one\n\n> two\n- three\n1. four\n===\n```\nfive',
  'right \u202e to left \u2066 and \u200f back \u0000 \u001b[31m',
  '\ud83d lone 🔴🔴 \udd34',
  'Oops\r\nBcc: eve@example.com\r\n\r\nbody',
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  'a"b\\c{d="e"},f',
  '   ',
  'x'.repeat(10_000),
  '🔴'.repeat(10_000),
  '漢'.repeat(10_000),
  '@<&*|'.repeat(2000),
  '&'.repeat(10_000),
]

/** Fields of an alert that are all one text. */
export function allOf(text: string): Partial<Notice['alert']> {
  return {
    title: text,
    description: text,
    project: { slug: text, name: text },
    integration: text,
    assignee: text,
  }
}

/** A notice that has nothing but one text. */
export function hostileNotice(text: string): Notice {
  return aNotice({
    reason: text,
    alert: {
      ...allOf(text),
      dedupKey: text,
      url: `https://acme.sentry.io/issues/?q=${evil}|)>"`,
    },
  })
}
