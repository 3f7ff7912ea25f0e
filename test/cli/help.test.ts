import { describe, expect, test } from 'bun:test'
import { CommanderError, type Command } from 'commander'
import { settings } from '../../src/config/config.ts'
import { messageOf } from '../../src/errors.ts'
import { programFor } from '../../src/reference/program.ts'
import { version } from '../../src/version.ts'
import { commandsIn, navishIn, type Words } from '../docs/command-lines.ts'
import { command } from '../support/command.ts'

const commands = [
  'serve',
  'integration create',
  'integration list',
  'integration show',
  'integration rename',
  'integration watch',
  'integration rotate',
  'integration test',
  'integration health',
  'integration refusals',
  'integration revoke',
  'integration delete',
  'alert list',
  'alert show',
  'alert ack',
  'alert unack',
  'alert snooze',
  'alert unsnooze',
  'alert resolve',
  'alert note',
  'alert assign',
  'event list',
  'event show',
  'event replay',
  'channel kinds',
  'channel list',
  'channel show',
  'channel create',
  'channel update',
  'channel enable',
  'channel disable',
  'channel test',
  'channel delete',
  'rule list',
  'rule create',
  'rule show',
  'rule update',
  'rule move',
  'rule delete',
  'rule preview',
  'silence list',
  'silence create',
  'silence end',
  'delivery list',
  'delivery show',
  'delivery retry',
  'stats',
  'storage show',
  'storage compact',
  'admin create',
  'admin reset',
  'admin link',
  'user list',
  'user show',
  'user create',
  'user update',
  'user delete',
  'user link',
  'session list',
  'session revoke',
  'token create',
  'token list',
  'token revoke',
  'audit list',
  'backup',
  'backup create',
  'backup list',
  'backup verify',
  'backup keygen',
  'restore',
  'config print',
  'config check',
  'config example',
  'config show',
  'config set',
  'config unset',
  'export',
  'import',
  'healthcheck',
  'doctor',
  'completion',
  'version',
]

const nouns = [...new Set(commands.filter((one) => one.includes(' ')).map(nounOf))]
/** Those that do nothing alone. */
const silentNouns = nouns.filter((noun) => !commands.includes(noun))
const onThisMachine = [
  'serve',
  'admin',
  'backup',
  'restore',
  'config',
  'export',
  'import',
  'doctor',
  'completion',
  'version',
]

function nounOf(words: string): string {
  return words.split(' ')[0] ?? ''
}

/** Whether it does not only hold verbs. */
function doesSomething({ commands: verbs, registeredArguments }: Command): boolean {
  return verbs.length === 0 || registeredArguments.length > 0
}

/** What the program says against a command line, without running it; null: it takes it. */
function faultOf(args: Words | null): string | null {
  const program = programFor(() => {})
  const calm = (one: Command): void => {
    if (doesSomething(one)) one.action(() => {})
    one.commands.forEach(calm)
  }
  calm(program)
  try {
    program.parse([...(args ?? [])], { from: 'user' })
    return null
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null
    return `navish ${args?.join(' ')}: ${messageOf(error)}`
  }
}

describe('--help', () => {
  test.each(commands)('navish %s explains itself, with examples', async (words) => {
    const { code, out, err } = await command([...words.split(' '), '--help'])

    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Usage: navish ${words}`)
    expect(out).toContain(`Examples:\n  navish ${words}`)
  })

  test.each(commands)('navish %s names the variable of every setting it shows', async (words) => {
    const { out } = await command([...words.split(' '), '--help'])

    // Wrapped lines are put together again.
    const text = out.replaceAll(/\n {20,}/g, ' ')
    for (const { flag, env } of Object.values(settings)) {
      const line = text.split('\n').find((one) => one.trim().startsWith(`${flag} `))
      if (line !== undefined) expect(line).toContain(`[$${env.join(', $')}]`)
    }
    if (!['version', 'completion'].includes(words)) expect(text).toContain('[$NAVISH_DATA_DIR]')
    expect(text.includes('[$NAVISH_SERVER]')).toBe(!onThisMachine.includes(nounOf(words)))
  })

  test.each(silentNouns)('navish %s alone shows its verbs, as a mistake of usage', async (noun) => {
    const { code, out, err } = await command([noun])

    expect({ code, out }).toEqual({ code: 2, out: '' })
    for (const words of commands.filter((one) => one.startsWith(`${noun} `))) {
      expect(err).toContain(`  ${words.split(' ')[1]} `)
    }
  })

  test.each(nouns)('navish %s explains itself, with examples', async (noun) => {
    const { code, out } = await command([noun, '--help'])

    expect(code).toBe(0)
    expect(out).toContain(`Examples:\n  navish ${noun} `)
    expect(out).toContain('[$NAVISH_DATA_DIR]')
  })

  test.each(commands)('navish %s has examples that the program takes', async (words) => {
    const { out } = await command([...words.split(' '), '--help'])
    const lines = out.slice(out.indexOf('Examples:')).split('\n').slice(1)
    // What it is for stands behind some spaces, and a command may go on in a pipe.
    const examples = commandsIn(lines.map((line) => line.trim().replace(/ {2,}.*/, '')).join('\n'))
      .map(navishIn)
      .filter((args) => args !== null)

    expect(examples.length).toBeGreaterThan(0)
    expect(examples.map(faultOf)).toEqual(examples.map(() => null))
  })

  test('these are all commands', () => {
    const all = (one: Command, path: string[] = []): string[] => [
      ...(doesSomething(one) ? [path.join(' ')] : []),
      ...one.commands.flatMap((each) => all(each, [...path, each.name()])),
    ]

    expect(all(programFor(() => {})).toSorted()).toEqual(commands.toSorted())
  })

  test('the whole program says what its exit codes mean', async () => {
    const { out } = await command(['--help'])

    expect(out).toMatch(/^Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 /m)
  })

  test('the whole program lists its nouns', async () => {
    const { code, out } = await command(['--help'])

    expect(code).toBe(0)
    for (const words of commands) expect(out).toContain(`  ${nounOf(words)} `)
  })
})

describe('a mistake of usage', () => {
  test.each(commands)('navish %s takes no flag that there is not', async (words) => {
    const { code, out, err } = await command([...words.split(' '), '--nonsense'])

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/unknown option '--nonsense'|required option/)
  })

  test.each([
    ['no command at all', []],
    ['an unknown command', ['destroy']],
    ['an unknown verb', ['alert', 'destroy']],
    ['an unknown flag', ['alert', 'list', '--nonsense']],
    ['a missing id', ['alert', 'show']],
    ['a value that is no choice', ['alert', 'list', '--status', 'sleeping']],
    ['a limit of none', ['event', 'list', '--limit', '0']],
    ['a limit that is no number', ['event', 'list', '--limit', 'all']],
    ['a length of time without unit', ['integration', 'rotate', '1', '--overlap', '24']],
    ['an argument too many', ['alert', 'show', '1', '2']],
    ['one status that is none', ['alert', 'list', '--status', 'open,sleeping']],
    ['a time that is none', ['alert', 'list', '--from', 'yesterday']],
    ['two that exclude each other', ['alert', 'list', '--snoozed', '--not-snoozed']],
    ['an assignee and nobody', ['alert', 'list', '--assignee', 'a', '--unassigned']],
    ['nobody to assign to', ['alert', 'assign', '1']],
    ['somebody and nobody to assign to', ['alert', 'assign', '1', 'jane', '--nobody']],
    ['no event to replay', ['event', 'replay']],
    ['an event and all of them', ['event', 'replay', '1', '--all-dead']],
    ['a secret and none', ['integration', 'rotate', '1', '--no-client-secret', '--overlap', '1h']],
    ['a token without a role', ['token', 'create', '--label', 'ci']],
    ['a token without a label', ['token', 'create', '--role', 'viewer']],
    [
      'a token that ends at once',
      ['token', 'create', '--role', 'viewer', '--label', 'a', '--expires', '5s'],
    ],
    ['a role that is none', ['user', 'create', 'a@b.c', '--role', 'boss']],
    ['nothing to change', ['user', 'update', '1']],
    ['to be in and out', ['user', 'update', '1', '--enable', '--disable']],
    ['a channel of no kind', ['channel', 'create', 'ops']],
    ['a setting without a value', ['channel', 'create', 'a', '--kind', 'slack', '--set', 'x']],
    ['nothing to change of a channel', ['channel', 'update', '1']],
    ['a rule that tells nowhere', ['rule', 'create', 'all']],
    ['a change that is none', ['rule', 'create', 'all', '--channel', '1', '--change', 'closed']],
    ['channels that are none', ['rule', 'create', 'all', '--channel', ',']],
    ['nothing to change of a rule', ['rule', 'update', '1']],
    ['a position of none', ['rule', 'move', '1', '0']],
    ['a preview without a place', ['rule', 'preview', '--severity', 'critical']],
    ['a silence of nothing', ['silence', 'create', '--for', '1h', '--reason', 'a']],
    ['a silence without an end', ['silence', 'create', '--project', 'a', '--reason', 'a']],
    ['a silence without a reason', ['silence', 'create', '--project', 'a', '--for', '1h']],
    ['a state that is none', ['delivery', 'list', '--state', 'lost']],
    ['no address', ['admin', 'create', 'jane']],
    ['a part to export that is none', ['export', '--only', 'people']],
    ['payloads without alerts', ['export', '--payloads', '--only', 'settings']],
    ['nothing to import', ['import']],
    ['no shell to complete in', ['completion']],
    ['a shell that is not known', ['completion', 'tcsh']],
    ['a diagnosis of nobody', ['doctor', 'jane']],
    ['a diagnosis from afar', ['doctor', '--server', 'http://127.0.0.1:1']],
    ['a flag without its value', ['alert', 'list', '--status']],
    ['a setting without its value', ['serve', '--port']],
  ])('%s exits with 2 and prints nothing as data', async (_, args) => {
    const { code, out, err } = await command(args)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).not.toBe('')
  })
})

test('an unknown verb is named', async () => {
  expect((await command(['alert', 'destroy'])).err).toContain("unknown command 'destroy'")
})

test.each(['--version', '-V'])('%s prints the version alone', async (flag) => {
  expect(await command([flag])).toMatchObject({ code: 0, out: `${version}\n` })
})

test('help is a command, too', async () => {
  const { code, out } = await command(['help', 'alert'])

  expect(code).toBe(0)
  expect(out).toContain('Usage: navish alert')
})

test.each(['2027-02-31T00:00:00Z', '01/02/2027', '2027', 'tomorrow', '2027-13-01T00:00Z'])(
  '%s is no time to snooze until',
  async (time) => {
    expect(await command(['alert', 'snooze', '1', '--until', time])).toMatchObject({ code: 2 })
  },
)
