// Measures what Navish does on this machine: `bun run bench --help`.

import { buildBinary } from '../support/binary.ts'
import { cases } from './cases.ts'
import type { Bench } from './case.ts'
import { endAll, killAll } from './children.ts'
import { loadProgram } from './load.ts'
import { readMachine } from './machine.ts'
import { complaints } from './navish.ts'
import { pinSelf } from './pinning.ts'
import { describe, tableOf, type Report } from './report.ts'
import { help, readSettings, type Settings } from './settings.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

function settingsOrEnd(): Settings {
  const names = Object.keys(cases)
  try {
    const settings = readSettings(process.argv.slice(2), names)
    if (settings !== null) return settings
    process.stdout.write(help(names))
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${help(names)}`)
    process.exit(2)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function measure(settings: Settings, workspace: Workspace): Promise<Report> {
  const machine = await readMachine(workspace)
  const report: Report = {
    at: new Date().toISOString(),
    machine: { ...machine, load: loadProgram },
    quick: settings.quick,
    results: [],
    broken: [],
  }
  tell(describe(report.machine))
  const binary = await buildBinary(workspace.folder('build'))
  await pinSelf()
  const bench: Bench = { settings, machine, workspace, binary, tell: (text) => tell(`  ${text}`) }
  for (const [name, runCase] of Object.entries(cases)) {
    if (settings.only.length > 0 && !settings.only.includes(name)) continue
    tell(name)
    try {
      report.results.push(await runCase(bench))
    } catch (error) {
      // The other cases may still tell something.
      const said = [messageOf(error), ...complaints(workspace)].join('\n  ')
      report.broken.push({ name, error: said })
      tell(`  broke: ${said}`)
      await endAll()
    }
  }
  return report
}

const settings = settingsOrEnd()
const workspace = createWorkspace()
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    killAll()
    workspace.remove()
    process.exit(code)
  })
}
try {
  const report = await measure(settings, workspace)
  const toOutput = settings.json === '-'
  process[toOutput ? 'stderr' : 'stdout'].write(`\n${tableOf(report)}`)
  const json = `${JSON.stringify(report, null, 2)}\n`
  if (toOutput) process.stdout.write(json)
  else if (settings.json !== undefined) await Bun.write(settings.json, json)
  process.exitCode = report.broken.length > 0 ? 1 : 0
} finally {
  await endAll()
  workspace.remove()
}
