import { Option, type Command } from 'commander'
import { cleanLine } from '../core/text.ts'
import { problem, type Finding } from '../doctor/finding.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { configOf, type Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson } from './terminal.ts'

interface Options extends Json {
  full?: true
}

export function addDoctor(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  program
    .command('doctor')
    .description('look whether all is well, and say what to do; exit 1 when there is a problem')
    .addOption(new Option('--full', 'read the whole database: it may take minutes'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish doctor                       one line for each thing that was looked at',
        'navish doctor --full                before and after a move, or after a crash of the machine',
        'navish doctor --json | jq \'.findings[] | select(.level != "ok")\'',
      ),
    )
    .action(async ({ full, json }: Options) => {
      const findings = await findingsOf(context, flags, full === true)
      const problems = findings.filter(({ level }) => level === 'problem').length
      if (json) printJson(terminal, { status: problems === 0 ? 'ok' : 'problem', findings })
      else for (const finding of findings) terminal.out(`${lineOf(finding)}\n`)
      if (problems > 0) {
        throw new AppError('failed', `${problems} ${problems === 1 ? 'problem' : 'problems'}.`)
      }
    })
}

/** What nothing else can be looked at without is the only finding when it is wrong. */
async function findingsOf(context: Context, flags: FlagsOf, full: boolean): Promise<Finding[]> {
  let reading: Awaited<ReturnType<typeof configOf>>
  try {
    reading = await configOf(context, flags())
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'configuration') throw error
    const text = error.message.replaceAll('\n', '; ')
    return [problem('settings', text, 'Correct it, and see that "navish config check" says ok.')]
  }
  const [{ gatherFacts }, { diagnose }] = await Promise.all([
    import('../doctor/gather/facts.ts'),
    import('../doctor/diagnose.ts'),
  ])
  const { env, clock, user } = context
  return diagnose(await gatherFacts({ reading, env, clock, user, full }))
}

const longestCode = 'silent-integrations'.length

/** `warning  disk      Only 300.0 MiB are free. → Make room.` */
function lineOf({ level, code, text, cure }: Finding): string {
  const what = cleanLine(cure === null ? text : `${text} → ${cure}`, 10_000)
  return `${level.padEnd('problem'.length)}  ${code.padEnd(longestCode)}  ${what}`
}
