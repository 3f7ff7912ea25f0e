import { fieldsOf, type Field } from '../notify/fields.ts'
import { notifiers } from '../notify/kinds.ts'
import { code, page, table } from './markdown.ts'

/** What is set for each kind of channel, from the schemas that check it. */
export function channelsPage(): string {
  const kinds = Object.entries(notifiers)
  return page('Channels: settings', 'src/notify/kinds/', [
    introduction,
    table(
      ['kind', 'told together when there is too much', 'knows what it was told already'],
      kinds.map(([kind, { digests, isIdempotent }]) => [
        `[${code(kind)}](#${kind})`,
        digests ? 'yes' : 'no: each alert alone',
        isIdempotent ? 'yes' : 'no: a crash in the middle may tell it twice',
      ]),
    ),
    ...kinds.flatMap(([kind, { settings }]) => [
      `## ${kind}`,
      `How to set it up: [${kind}](../channels/${kind}.md).`,
      table(['setting', 'type', 'needed', 'secret', 'meaning'], fieldsOf(settings).map(row)),
    ]),
  ])
}

const introduction = `What \`navish channel create\` takes: a secret setting with \`--secret-file NAME=FILE\`, another one with \`--set NAME=VALUE\`. A running version
says the same with \`navish channel kinds\`.`

function row({ name, type, isRequired, isSecret, description, choices, fallback }: Field) {
  const otherwise = fallback === null ? '' : `; default: ${code(textOf(fallback))}`
  return [
    code(name),
    choices === null ? type : choices.map(code).join(', '),
    isRequired ? 'yes' : 'no',
    isSecret ? 'yes' : 'no',
    `${description}${otherwise}`,
  ]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
