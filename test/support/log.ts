import { createLog, type Log } from '../../src/log.ts'

/** A log that keeps its lines, parsed. */
export function createTestLog(): { log: Log; lines: Record<string, unknown>[]; text(): string } {
  const lines: Record<string, unknown>[] = []
  const written: string[] = []
  const log = createLog({
    level: 'debug',
    format: 'json',
    clock: () => 0,
    write(line) {
      written.push(line)
      lines.push(JSON.parse(line) as Record<string, unknown>)
    },
  })
  return { log, lines, text: () => written.join('') }
}
