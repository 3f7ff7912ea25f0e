import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import type { CredentialsView } from '../contract/integrations.ts'
import { AppError } from '../errors.ts'
import type { Json } from './arguments.ts'
import { printFacts, printJson, type Terminal } from './terminal.ts'

export interface Secret {
  clientSecretFile?: string
}

export const secretOption = (doc: string) => new Option('--client-secret-file <file>', doc)

/** The client secret in the file that was named, or null. It never stands on a command line, where others could see it. */
export function readSecret({ clientSecretFile: file }: Secret): string | null {
  if (file === undefined) return null
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('usage', `The client secret file ${file} cannot be read.`, { cause })
  }
  if (secret === '') throw new AppError('usage', `The client secret file ${file} is empty.`)
  return secret
}

/** Shows a webhook URL, the one time that there is. */
export function printCredentials(
  terminal: Terminal,
  { id, name, source, token, url }: CredentialsView,
  { json }: Json,
): void {
  if (json) return printJson(terminal, { id, name, source, token, url })
  printFacts(terminal, [
    ['integration', `${id} (${name})`],
    ['webhook URL', url],
  ])
  terminal.err('The URL is shown only now. Whoever has it can send.\n')
}
