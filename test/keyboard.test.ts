import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'

const reader = [process.execPath, join(import.meta.dir, 'support/keyboard-reader.ts')]

describe('a line of the standard input', () => {
  const lineOf = async (input: string) => {
    const child = Bun.spawn(reader, { stdin: new Blob([input]), stdout: 'pipe' })
    return new Response(child.stdout).text()
  }

  test.each([
    ['one line', 'correct horse\n', 'read "correct horse"\n'],
    ['a line without an end', 'pass wört', 'read "pass wört"\n'],
    ['the first of several, with the line ends of Windows', ' a \r\nb\r\n', 'read " a "\n'],
    ['an empty one', '\n', 'read ""\n'],
    ['nothing', '', 'read null\n'],
    ['far too much', 'x'.repeat(200_000), 'failed The standard input is too long.\n'],
  ])('%s', async (_, input, output) => {
    expect(await lineOf(input)).toBe(output)
  })

  test('is there before the other end is closed', async () => {
    const child = Bun.spawn(reader, { stdin: 'pipe', stdout: 'pipe' })
    await child.stdin.write('abc\n')
    await child.stdin.flush()

    expect(await new Response(child.stdout).text()).toBe('read "abc"\n')
  })
})

describe('what is typed at a terminal', () => {
  /** Types an answer whenever a question appears. */
  const screenAfter = async (answers: Record<string, string>) => {
    let screen = ''
    const child = Bun.spawn(reader, {
      terminal: {
        data(terminal, bytes) {
          screen += Buffer.from(bytes).toString()
          for (const [question, answer] of Object.entries(answers)) {
            if (!screen.endsWith(question)) continue
            terminal.write(answer)
          }
        },
      },
    })
    await child.exited
    child.terminal?.close()
    return screen
  }

  test('is not shown, and can be corrected', async () => {
    const screen = await screenAfter({ 'First: ': 'secreX\u007ft ü\r', 'Second: ': 'other\r' })

    expect(screen).toBe('First: \r\nSecond: \r\nread ["secret ü","other"]\r\n')
  })

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('ends with %s', async (_, key) => {
    const screen = await screenAfter({ 'First: ': `abc\r`, 'Second: ': key })

    expect(screen).toBe('First: \r\nSecond: \r\nfailed Interrupted; nothing was changed.\r\n')
  })
})
