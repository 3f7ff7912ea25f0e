// Runs the fault cases: `bun run test:faults [--long] [NAME...]`. A name narrows it to the files that have it in theirs.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

function refuse(why: string): never {
  process.stderr.write(`usage: bun run test:faults [--long] [NAME...]; ${why}\n`)
  process.exit(2)
}

const given = process.argv.slice(2)
const names = given.filter((word) => !word.startsWith('--'))
const unknown = given.filter((word) => word.startsWith('--') && word !== '--long')
if (unknown.length > 0) {
  refuse(`not known: ${unknown.join(' ')}`)
}

const files = readdirSync(import.meta.dir)
  .filter((file) => file.endsWith('.faults.ts'))
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
if (files.length === 0) {
  refuse(`no fault cases are called ${names.join(' ')}`)
}

// One after the other: each case has the machine for itself. A path with a folder is run whatever it is called.
const suite = Bun.spawn(
  [
    process.execPath,
    'test',
    '--isolate',
    '--timeout=3600000',
    ...files.map((file) => `./test/faults/${file}`),
  ],
  {
    cwd: join(import.meta.dir, '../..'),
    env: { ...process.env, NAVISH_FAULTS: given.includes('--long') ? 'long' : 'short' },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
process.exit(await suite.exited)
