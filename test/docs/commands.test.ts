import { describe, expect, test } from 'bun:test'
import { CommanderError, type Command } from 'commander'
import { messageOf } from '../../src/errors.ts'
import { programFor } from '../../src/reference/program.ts'
import { commandsIn, navishIn, type Words } from './command-lines.ts'
import { documents } from './documents.ts'

const shells = new Set(['sh', 'bash', 'shell', 'console'])

const lines = documents.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ language }) => shells.has(language))
    .flatMap(({ text }) => commandsIn(text))
    .map(navishIn)
    .filter((args) => args !== null)
    .map((args) => ({ path, args })),
)

/** The program, of which every command does nothing. */
function idleProgram(): Command {
  const program = programFor(() => {})
  const calm = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => {})
    command.commands.forEach(calm)
  }
  calm(program)
  return program
}

/** What the program says against a command line; null: it takes it. */
function faultOf(args: Words): string | null {
  try {
    idleProgram().parse([...args], { from: 'user' })
    return null
  } catch (error) {
    const isAnswer = error instanceof CommanderError && error.exitCode === 0
    return isAnswer ? null : messageOf(error)
  }
}

describe('commands in the documentation', () => {
  test('there are many of them', () => {
    expect(lines.length).toBeGreaterThan(200)
  })

  test('the program takes each', () => {
    const faults = lines
      .map(({ path, args }) => ({ path, line: `navish ${args.join(' ')}`, fault: faultOf(args) }))
      .filter(({ fault }) => fault !== null)

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
    expect(faultOf(line.split(' '))).not.toBeNull()
  })
})

describe('commandsIn', () => {
  test.each([
    ['navish alert list | jq .', [['navish', 'alert', 'list'], ['jq', '.']]],
    ['NAVISH_TOKEN=x navish stats  # now', [['navish', 'stats']]],
    ['$ navish note 1 "two words"', [['navish', 'note', '1', 'two words']]],
    ['navish a \\\n  --b', [['navish', 'a', '--b']]],
    ["curl -d '{\n}' x; navish b", [['curl', '-d', '{\n}', 'x'], ['navish', 'b']]],
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
