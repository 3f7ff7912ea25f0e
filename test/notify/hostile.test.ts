import { describe, expect, test } from 'bun:test'
import { bytes } from '../../src/notify/fitting.ts'
import { aDigest } from './builders.ts'
import { aSending, channels, notifierOf, type Told } from './channels.ts'
import { hostileNotice, hostileTexts } from './hostile-texts.ts'
import { aReceiver } from './receiver.ts'

// What a sender wrote reaches people who trust this channel: it must not call them all, nor lead them anywhere under a false name.

interface Part {
  text: string
}

type Body = Record<string, unknown>

/** What is wrong with a message, in the eyes of its channel; empty when all is well. */
const faultsOf: Record<string, (body: Body) => string[]> = {
  apprise(body) {
    return [
      ...(body['format'] === 'text' ? [] : ['it formats']),
      ...(String(body['title']).length > 300 ? ['title'] : []),
      ...(String(body['body']).length > 4000 ? ['body'] : []),
    ]
  },
  slack(body) {
    const { text, blocks } = body as {
      text: string
      blocks: { type: string; text?: Part & { type: string }; elements?: Part[] }[]
    }
    const markup = blocks.filter(({ text: each }) => each?.type === 'mrkdwn')
    const rest = blocks.filter(({ text: each }) => each?.type !== 'mrkdwn')
    const plain = [
      text,
      ...rest.map((each) => each.text?.text ?? ''),
      ...rest.flatMap(({ elements = [] }) => elements.map((each) => each.text)),
    ]
    return [
      ...plain.filter((each) => /[<>]|&(?!amp;|lt;|gt;)/.test(each)),
      ...plain.filter((each) => /@\w/.test(each)),
      ...markup
        .map((each) => each.text?.text ?? '')
        .filter((each) => !/^<https?:[^<>|]+\|Open [\w ]+>$/.test(each)),
      ...blocks.filter((each) => each.type === 'header' && (each.text?.text.length ?? 0) > 150),
      ...blocks.filter((each) => (each.text?.text.length ?? 0) > 3000),
      ...blocks.filter((each) => (each.elements?.length ?? 0) > 10),
    ].map(String)
  },
  discord(body) {
    const { allowed_mentions: allowed, embeds } = body as {
      allowed_mentions: unknown
      embeds: { title: string; description: string; fields: { name: string; value: string }[] }[]
    }
    const [embed] = embeds
    if (embed === undefined) return ['there is no embed']
    const { title, description, fields } = embed
    const all = [title, ownLinksRemoved(description), ...fields.map(({ value }) => value)]
    const length = [title, description, ...fields.flatMap(({ name, value }) => [name, value])].join(
      '',
    )
    return [
      ...(JSON.stringify(allowed) === '{"parse":[]}' ? [] : ['mentions are allowed']),
      ...all.filter((each) => /@\w/.test(each)),
      ...all.filter((each) => /[*_~`|>#[\]()<]/.test(each.replace(/\\./gs, ''))),
      ...(title.length > 256 ? ['title'] : []),
      ...(description.length > 4096 ? ['description'] : []),
      ...fields.filter(({ value }) => value.length > 1024).map(({ name }) => name),
      ...(length.length > 6000 ? ['all'] : []),
    ]
  },
  mattermost(body) {
    const text = String(body['text'])
    const rest = ownLinksRemoved(text).replace(/^\*\*|\*\*(?=\n|$)/g, '')
    return [
      ...(/@\w/.test(text) ? ['it mentions'] : []),
      ...(/&[#\w]/.test(rest) ? ['it has entities'] : []),
      ...(/<\w|https?:\/\//.test(rest) ? ['it links'] : []),
      ...(/[*_~`|>#[\]()]/.test(rest.replace(/\\./gs, '')) ? [`it formats: ${rest}`] : []),
      ...(text.length > 16_383 ? ['it is too long'] : []),
    ]
  },
  teams(body) {
    const { attachments } = body as {
      attachments: { content: { body: { type: string; inlines: { type: string }[] }[] } }[]
    }
    const blocks = attachments[0]?.content.body ?? []
    return [
      ...(blocks.length === 0 ? ['there is nothing'] : []),
      ...blocks.filter(({ type }) => type !== 'RichTextBlock').map(({ type }) => type),
      ...blocks.flatMap(({ inlines }) =>
        inlines.filter((run) => run.type !== 'TextRun' || 'selectAction' in run).map(String),
      ),
      ...(bytes(JSON.stringify(body)) > 28 * 1024 ? ['it is too large'] : []),
    ]
  },
  telegram(body) {
    const text = String(body['text'])
    const rest = text
      .replace(/<a href="https?:[^"<>]*">Open [\w ]+<\/a>/g, '')
      .replace(/^<b>|<\/b>(?=\n)/g, '')
    return [
      ...(/[<>"]/.test(rest) ? ['it has tags'] : []),
      ...(/&(?!amp;|lt;|gt;|quot;)/.test(rest) ? ['it has entities'] : []),
      ...(/@\w/.test(rest) ? ['it mentions'] : []),
      ...(text.replace(/<[^>]*>/g, '').length > 4096 ? ['it is too long'] : []),
    ]
  },
  ntfy(body) {
    return [
      ...('markdown' in body ? ['it formats'] : []),
      ...(bytes(String(body['title'])) > 250 ? ['title'] : []),
      ...(bytes(String(body['message'])) > 4096 ? ['message'] : []),
    ]
  },
  gotify(body) {
    const { extras } = body as { extras: Record<string, { contentType?: string }> }
    return [
      ...(extras['client::display']?.contentType === 'text/plain' ? [] : ['it formats']),
      ...(String(body['title']).length > 250 ? ['title'] : []),
    ]
  },
}

/** Without the links that are meant to be there. */
function ownLinksRemoved(text: string): string {
  return text.replace(/\[Open [\w ]+\]\(https?:\/\/(?:navish|acme)[^()\s]*\)( · )?/g, '')
}

describe.each(channels)('$kind', ({ kind, settings, fine }) => {
  async function bodyOf(notice: Told): Promise<Body> {
    await using receiver = aReceiver(fine)
    const sent = await notifierOf(kind).send(aSending(settings(receiver.url), { notice }))
    expect(sent.result).toBe('sent')
    return receiver.received[0]?.body ?? {}
  }

  test.each(hostileTexts)('calls nobody and forges nothing with %p', async (text) => {
    const body = await bodyOf(hostileNotice(text))

    expect(faultsOf[kind]?.(body)).toEqual([])
    expect(JSON.stringify(body)).not.toMatch(
      /\\u202e|\u202e|\u2066|\u200f|\\u0000|\\u001b|\\ud[89a-f]/,
    )
  })

  test.each(hostileTexts)('nor in a digest with %p', async (text) => {
    const notices = Array.from({ length: 50 }, () => hostileNotice(text))

    expect(faultsOf[kind]?.(await bodyOf({ digest: aDigest({ notices }) }))).toEqual([])
  })
})
