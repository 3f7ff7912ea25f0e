import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { billOf } from './bill.ts'
import { writeChecksums } from './checksums.ts'
import { compile } from './compile.ts'
import { buildPackage, withoutDpkg } from './deb/build.ts'
import { readFacts } from './facts.ts'
import { root } from './root.ts'
import { tableOf } from './table.ts'
import { targets, targetsCalled } from './targets.ts'

// Makes in dist/release/ everything that a release consists of.

const say = (text: string) => process.stderr.write(`${text}\n`)

const { only, packages } = new Command('release')
  .description(
    'builds the programs for all machines, the Debian packages, the checksums and the bill of materials',
  )
  .option('--only <target...>', `these alone: ${targets.map(({ name }) => name).join(', ')}`)
  .option('--no-packages', 'without the Debian packages')
  .addHelpText(
    'after',
    '\nExamples:\n  bun run release\n  bun run release --only linux-x64 linux-arm64',
  )
  .parse()
  .opts<{ only?: string[]; packages: boolean }>()

const wanted = targetsCalled(only ?? [])
const facts = await readFacts()
if (facts.isChanged) say('files differ from the last commit: nobody else can build the same')
const folder = join(root, 'dist/release')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const files: string[] = []
for (const target of wanted) {
  say(`building ${target.name}`)
  const binary = await compile(target, { folder, ...facts })
  files.push(binary)
  if (target.debian === null || !packages) continue
  if (withoutDpkg === null) {
    say(`packing it for Debian, ${target.debian}`)
    files.push(await buildPackage({ folder, binary, architecture: target.debian, ...facts }))
  } else say(`no Debian package: ${withoutDpkg}`)
}
const bill = join(folder, `navish-${facts.version}.cdx.json`)
writeFileSync(bill, await billOf(facts))
files.push(bill)
files.push(await writeChecksums(folder, files))
process.stdout.write(tableOf(files))
