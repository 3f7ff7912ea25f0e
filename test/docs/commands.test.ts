import { describe, expect, test } from 'bun:test'
import { CommanderError, type Command } from 'commander'
import { messageOf } from '../../src/errors.ts'
import { programFor } from '../../src/reference/program.ts'
import { commandsIn, navishIn, type Words } from './command-lines.ts'
import { documents } from './documents.ts'

const shells = new Set(['sh', 'bash', 'shell', 'console'])

interface Line {
  path: string
  args: Words
}

function linesOf(path: string, texts: readonly string[]): Line[] {
  return texts
    .flatMap(commandsIn)
    .map(navishIn)
    .filter((args) => args !== null && args.length > 0)
    .map((args) => ({ path, args: args ?? [] }))
}

const inBlocks = documents.flatMap(({ path, blocks }) =>
  linesOf(
    path,
    blocks.filter(({ language }) => shells.has(language)).map(({ text }) => text),
  ),
)
const inSentences = documents.flatMap(({ path, spans }) =>
  linesOf(
    path,
    spans.filter((text) => !text.includes('…')),
  ),
)

/** The program, of which every command does nothing. */
function idleProgram(): Command {
  const program = programFor(() => {})
  const calm = (command: Command): void => {
    // A noun with an argument does something alone, too.
    const isNoun = command.commands.length > 0 && command.registeredArguments.length === 0
    if (!isNoun) command.action(() => {})
    command.commands.forEach(calm)
  }
  calm(program)
  return program
}

const program = idleProgram()

/** What the program says against a command line; null: it takes it. */
function faultOf(args: Words): string | null {
  try {
    program.parse([...args], { from: 'user' })
    return null
  } catch (error) {
    const isAnswer = error instanceof CommanderError && error.exitCode === 0
    return isAnswer ? null : messageOf(error)
  }
}

describe('commands in the documentation', () => {
  test('there are many of them', () => {
    expect(inBlocks.length).toBeGreaterThan(200)
    expect(inSentences.length).toBeGreaterThan(50)
  })

  test('the program takes each', () => {
    const faults = inBlocks
      .map(({ path, args }) => ({ path, line: `navish ${args.join(' ')}`, fault: faultOf(args) }))
      .filter(({ fault }) => fault !== null)

    expect(faults).toEqual([])
  })

  test('the program takes those within sentences, which may leave out of what or whose', () => {
    const isShort = /missing required argument|not specified|outputHelp/
    const faults = inSentences
      .map(({ path, args }) => ({ path, line: `navish ${args.join(' ')}`, fault: faultOf(args) }))
      .filter(({ fault }) => fault !== null && !isShort.test(fault))

    expect(faults).toEqual([])
  })

  test.each([
    'alert lst',
    'alert list --stat open',
    'alert show',
    'alert list --severity terrible',
    'integration rotate 1 --overlap soon',
    'config print --server https://navish.example.org',
  ])('navish %s is a mistake', (line) => {
    expect(faultOf(line.split(' '))).toMatch(/^error|on this machine only/)
  })
})

describe('commandsIn', () => {
  test.each([
    [
      'navish alert list | jq .',
      [
        ['navish', 'alert', 'list'],
        ['jq', '.'],
      ],
    ],
    ['NAVISH_TOKEN=x navish stats  # now', [['navish', 'stats']]],
    ['$ navish note 1 "two words"', [['navish', 'note', '1', 'two words']]],
    ['navish a \\\n  --b', [['navish', 'a', '--b']]],
    [
      "curl -d '{\n}' x; navish b",
      [
        ['curl', '-d', '{\n}', 'x'],
        ['navish', 'b'],
      ],
    ],
    ["cat <<'E' > f\nnavish not this\nE\nnavish b", [['cat'], ['E'], ['f'], ['navish', 'b']]],
  ])('%j', (text, commands) => {
    expect(commandsIn(text)).toEqual(commands)
  })
})

describe('navishIn', () => {
  test.each([
    ['navish stats', ['stats']],
    ['./dist/navish stats', ['stats']],
    ['bun run navish stats', ['stats']],
    ['npx -y bun@1.4.5 run navish stats', ['stats']],
    ['sudo -u navish navish stats', ['stats']],
    ['sudo -u navish NAVISH_DATA_DIR=/srv navish stats', ['stats']],
    ['docker compose exec -T alerts navish stats', ['stats']],
    ['navish', []],
    ['systemctl restart navish', null],
    ['chown navish:navish /srv', null],
  ])('%s', (line, args) => {
    expect(navishIn(line.split(' '))).toEqual(args)
  })
})
