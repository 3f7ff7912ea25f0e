import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { isatty } from 'node:tty'
import type { Keyboard } from './cli/terminal.ts'
import { AppError } from './errors.ts'

/** Longer lines are a mistake, such as a file that was meant for something else. */
const longestLine = 100_000

/** Reads until there is enough, or no more; null when there is nothing. */
async function read(isEnough: (chunk: Buffer) => boolean): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (isEnough(chunk) || length > longestLine) break
  }
  if (length > longestLine) throw new AppError('usage', 'The standard input is too long.')
  return length === 0 ? null : Buffer.concat(chunks).toString()
}

/** The standard input, as commands read it. It is left alone until a command wants it. */
export function createKeyboard(ask: (text: string) => void): Keyboard {
  return {
    isTerminal: isatty(0),

    async line() {
      const text = await read((chunk) => chunk.includes(10))
      return text === null ? null : (text.split(/\r?\n/)[0] ?? '')
    },

    all: () => read(() => false),

    async hidden(question) {
      // It writes what is typed to its output, and puts the terminal into a state in which that does not do it by itself.
      const output = new Writable({ write: (_chunk, _encoding, done) => done() })
      const asked = createInterface({
        input: process.stdin,
        output,
        terminal: true,
        historySize: 0,
      })
      const interrupted = new AbortController()
      asked.on('SIGINT', () => interrupted.abort())
      try {
        const answer = asked.question('', { signal: interrupted.signal })
        // Only now, when nothing is shown any more.
        ask(question)
        return await answer
      } catch (cause) {
        throw new AppError('failed', 'Interrupted; nothing was changed.', { cause })
      } finally {
        asked.close()
        ask('\n')
      }
    },
  }
}
