import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bashScript } from '../../src/completion/bash.ts'
import { fishScript } from '../../src/completion/fish.ts'
import type { Offer } from '../../src/completion/tree.ts'
import { zshScript } from '../../src/completion/zsh.ts'
import { command } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'

/** What a shell offers for the last of these words: the words alone, sorted. */
type Ask = (script: string, words: string[]) => string[]

/** What no script may stumble over. */
const odd: Offer[] = [
  {
    path: [],
    subcommands: [{ name: 'a-b', description: `it's "so": \\ $(x) \`y\` [z] %s` }],
    options: [],
    argument: [],
  },
  {
    path: ['a-b'],
    subcommands: [],
    options: [
      { flags: ['-q', '--quote'], description: `don't: \\n "quote" $HOME`, takes: ['one', 'two'] },
      { flags: ['--flag'], description: 'plain', takes: null },
    ],
    argument: ['x', 'y'],
  },
]

const folder = temporaryFolder()
beforeAll(() => {
  mkdirSync(join(folder.path, 'a folder'))
  writeFileSync(join(folder.path, 'navish.yaml'), '')
})
afterAll(() => folder[Symbol.dispose]())

function run(program: string, args: string[]): string {
  const { stdout, stderr, exitCode } = Bun.spawnSync([program, ...args], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder.path, TERM: 'dumb' },
  })
  const err = stderr.toString()
  if (exitCode !== 0 || err !== '') throw new Error(`${program} ended with ${exitCode}: ${err}`)
  return stdout.toString()
}

const wordsIn = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .toSorted()

function file(script: string): string {
  const path = join(folder.path, 'script')
  writeFileSync(path, script)
  return path
}

const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

const shells: Record<string, { script: (offers: Offer[]) => string; ask: Ask }> = {
  bash: {
    script: bashScript,
    ask(script, words) {
      const all = ['navish', ...words].map(quote).join(' ')
      const lines = [
        `source ${file(script)}`,
        `COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _navish`,
        `printf '%s\\n' "\${COMPREPLY[@]}"`,
      ]
      return wordsIn(run('bash', ['--norc', '-c', lines.join('\n')]))
    },
  },
  zsh: {
    // What would show a list tells it instead.
    script: zshScript,
    ask(script, words) {
      const all = ['navish', ...words].map(quote).join(' ')
      const lines = [
        `compdef() { : }`,
        `_files() { print -l -- *(N) }`,
        `compset() { : }`,
        // Up to the first colon that is no part of it.
        `_describe() { local -a all=("\${(@P)2}"); print -l -- "\${(@)all%%:*}" }`,
        `source ${file(script)}`,
        `words=(${all}); CURRENT=${words.length + 1}; _navish`,
      ]
      const now = words.at(-1)?.split('=').at(-1) ?? ''
      return wordsIn(run('zsh', ['-f', '-c', lines.join('\n')])).filter((word) =>
        word.startsWith(now),
      )
    },
  },
  fish: {
    script: fishScript,
    ask(script, words) {
      const lines = [
        `source ${file(script)}`,
        `complete -C ${quote(['navish', ...words].join(' '))}`,
      ]
      const found = wordsIn(run('fish', ['--no-config', '-c', lines.join('\n')]))
      // A flag with its value is offered together.
      return found.map((line) => line.split('\t')[0]?.replace(/^--[\w-]+=/, '') ?? '').toSorted()
    },
  },
}

for (const [name, { script, ask }] of Object.entries(shells)) {
  const isHere = Bun.which(name) !== null
  if (!isHere) process.stderr.write(`There is no ${name} here: its completion is not tried.\n`)

  describe.skipIf(!isHere)(`completion in ${name}`, () => {
    let printed = ''
    beforeAll(async () => {
      printed = (await command(['completion', name])).out
    })
    const offered = (...words: string[]) => ask(printed, words)

    test('knows nouns and verbs', () => {
      expect(offered('al')).toEqual(['alert'])
      expect(offered('alert', 's')).toEqual(['show', 'snooze'])
      expect(offered('')).toContain('doctor')
    })

    test('knows options, also those that are settings', () => {
      expect(offered('alert', 'list', '--se')).toContain('--severity')
      expect(offered('serve', '--public')).toEqual(['--public-url'])
      expect(offered('alert', 'list', '--public')).toEqual([])
    })

    test('knows what an option may be, and offers nothing where it may be anything', () => {
      const statuses = ['acknowledged', 'open', 'resolved']
      expect(offered('alert', 'list', '--status', '')).toEqual(statuses)
      expect(offered('serve', '--log-level', 'w')).toEqual(['warn'])
      expect(offered('alert', 'list', '--text', '')).toEqual([])
    })

    test('knows what an argument may be', () => {
      expect(offered('completion', '')).toEqual(['bash', 'fish', 'zsh'])
      expect(offered('config', 'set', '')).toEqual(['public-url'])
    })

    test('offers files where there is to be one', () => {
      expect(offered('serve', '--config', 'nav')).toEqual(['navish.yaml'])
      expect(offered('import', 'nav')).toEqual(['navish.yaml'])
    })

    test('finds the verb behind an option and its value', () => {
      expect(offered('--data-dir', 'alert', 'silence', 'cre')).toEqual(['create'])
    })

    test('takes a value that follows a sign', () => {
      const words = name === 'bash' ? ['--status', '=', 'o'] : ['--status=o']
      expect(offered('alert', 'list', ...words)).toEqual(['open'])
    })

    test('stumbles over no description', () => {
      expect(ask(script(odd), ['a'])).toEqual(['a-b'])
      expect(ask(script(odd), ['a-b', '--'])).toEqual(expect.arrayContaining(['--flag', '--quote']))
      expect(ask(script(odd), ['a-b', '--quote', 't'])).toEqual(['two'])
      expect(ask(script(odd), ['a-b', ''])).toEqual(['x', 'y'])
    })
  })
}

test.skipIf(Bun.which('bash') === null)('bash takes the name of a file for nothing else', () => {
  using own = temporaryFolder()
  for (const name of ['*', 'a b', '$(exit)']) writeFileSync(join(own.path, name), '')
  const options = [{ flags: ['--file'], description: '', takes: 'file' as const }]
  const lines = [
    bashScript([...odd, { path: ['b'], subcommands: [], options, argument: [] }]),
    `COMP_WORDS=(navish b --file ''); COMP_CWORD=3; _navish`,
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]

  const { stdout } = Bun.spawnSync(['bash', '--norc', '-c', lines.join('\n')], { cwd: own.path })

  expect(wordsIn(stdout.toString())).toEqual(['$(exit)', '*', 'a b'])
})
