// Runs the fault cases: `bun run test:faults [--long] [NAME...]`. A name narrows it to the files that have it in theirs.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const all = readdirSync(import.meta.dir)
  .filter((file) => file.endsWith('.faults.ts'))
  .toSorted()

const usage = `usage: bun run test:faults [--long] [NAME...]

Tries what Navish should survive. Each case says what it did and what it found; 1 when one
failed.

  NAME      only the files with this in their name, of these:
            ${all.map((file) => file.replace('.faults.ts', '')).join(', ')}
  --long    many more rounds, an hour and more instead of three minutes
`

function refuse(why: string): never {
  process.stderr.write(`${why}\n\n${usage}`)
  process.exit(2)
}

const given = process.argv.slice(2)
if (given.includes('--help')) {
  process.stdout.write(usage)
  process.exit(0)
}
const names = given.filter((word) => !word.startsWith('--'))
const unknown = given.filter((word) => word.startsWith('--') && word !== '--long')
if (unknown.length > 0) refuse(`Not known: ${unknown.join(' ')}`)

const files = all.filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
if (files.length === 0) refuse(`No fault cases are called ${names.join(' ')}.`)

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
