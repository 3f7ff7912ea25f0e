import { exitCodeFor } from '../cli/program.ts'
import type { ErrorCode } from '../errors.ts'
import { problems } from '../http/openapi-problems.ts'
import { documentOf } from '../http/openapi.ts'
import { statusOf } from '../http/problem.ts'
import { placedIn } from './api.ts'
import { code, page, table } from './markdown.ts'

/** Every code that an error has, in the order of their statuses. */
export const errorCodes = Object.keys(statusOf) as ErrorCode[]

/** Every error: when it is the answer, with which status, and with which exit code a command ends by it. */
export function errorsPage(): string {
  return page('Errors', 'src/errors.ts and src/http/', [
    introduction,
    table(
      ['code', 'status', 'exit code', 'when'],
      errorCodes.map((one) => [
        `[${code(one)}](#${one})`,
        String(statusOf[one].status),
        String(exitCodeFor(one)),
        whenOf(one),
      ]),
    ),
    ...errorCodes.flatMap(section),
  ])
}

const introduction = `The API answers errors as [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) describes them (\`application/problem+json\`): \`code\` is stable
and for programs, \`detail\` is one sentence for people. A command prints that sentence to the standard error, and ends with the exit code.
What to do about each: [troubleshooting](../troubleshooting.md).`

/** Those that only commands end with. */
const onlyCommands: Partial<Record<ErrorCode, string>> = {
  usage: 'A command was given what it does not take; it was not run.',
  unhealthy: 'The server does not answer, or says that it is not ready: `navish healthcheck`.',
}

function whenOf(one: ErrorCode): string {
  return one in problems ? problems[one as keyof typeof problems].when : (onlyCommands[one] ?? '')
}

function section(one: ErrorCode): string[] {
  const { status, title } = statusOf[one]
  const detail = one in problems ? problems[one as keyof typeof problems].detail : null
  const asked = operationsWith(one)
  return [
    `## ${one}`,
    `${whenOf(one)} Status ${status} (${title}), exit code ${exitCodeFor(one)}.`,
    detail === null ? '' : `For instance: “${detail}”`,
    asked.length === 0
      ? ''
      : asked.length > most
        ? `Answered by ${asked.length} operations.`
        : `Answered by ${asked.map((name) => `[${name}](api.md#${name.toLowerCase()})`).join(', ')}.`,
    `What to do: [troubleshooting](../troubleshooting.md#${one}).`,
  ]
}

const most = 20

function operationsWith(one: ErrorCode): string[] {
  return placedIn(documentOf({ version: '', base: null }))
    .filter(({ operation }) =>
      Object.values(operation.responses).some(({ content = {} }) =>
        Object.hasOwn(content['application/problem+json']?.examples ?? {}, one),
      ),
    )
    .map(({ operation }) => operation.operationId)
}
