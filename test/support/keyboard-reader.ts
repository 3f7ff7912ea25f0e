// Run by test/keyboard.test.ts: says what the standard input gave.
import { createKeyboard } from '../../src/keyboard.ts'
import { messageOf } from '../../src/errors.ts'

const keyboard = createKeyboard((text) => process.stderr.write(text))
try {
  const read = keyboard.isTerminal
    ? [await keyboard.hidden('First: '), await keyboard.hidden('Second: ')]
    : await keyboard.line()
  process.stdout.write(`read ${JSON.stringify(read)}\n`)
} catch (error) {
  process.stdout.write(`failed ${messageOf(error)}\n`)
}
process.exit(0)
