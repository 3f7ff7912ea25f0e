import { Option, type Command } from 'commander'
import { AppError } from '../errors.ts'
import { readLimit } from './arguments.ts'
import type { Terminal } from './terminal.ts'

/** `--limit` and `--after` of a list. */
export function paged(command: Command, what: string): Command {
  return command
    .addOption(
      new Option('--limit <number>', `how many ${what} at most`).default(1000).argParser(readLimit),
    )
    .addOption(new Option('--after <id>', 'go on after this one, the last of the page before'))
}

export interface Paged {
  limit: number
  after?: string
}

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** So many may be asked for at once. */
const largestPage = 1000

/**
 * The newest so many of a list, asked for a page at a time. Says how to go on when there are as many as there were allowed to be.
 */
export async function listed<T extends { id: string }>(
  { err }: Terminal,
  { limit, after }: Paged,
  pageOf: (page: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  if (after !== undefined && !/^[1-9]\d{0,14}$/.test(after)) {
    throw new AppError('not_found', `There is no ${JSON.stringify(after)} to go on after.`)
  }
  const found: T[] = []
  let cursor = after ?? null
  do {
    const page = await pageOf({
      limit: Math.min(limit - found.length, largestPage),
      ...(cursor !== null && { cursor }),
    })
    found.push(...page.items)
    if (page.nextCursor === cursor && cursor !== null) {
      throw new AppError('failed', 'The list does not go on: it is the same page again.')
    }
    cursor = page.nextCursor
  } while (cursor !== null && found.length < limit)
  const last = found.at(-1)
  if (last !== undefined && found.length >= limit) {
    err(`There may be more: --after ${last.id} goes on from here.\n`)
  }
  return found
}
