import { describe, expect, test } from 'bun:test'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, settingNames, settings } from '../../src/config/config.ts'
import { exampleFile } from '../../src/config/example.ts'
import { readConfigFile } from '../../src/config/file.ts'
import { temporaryFolder } from '../support/folder.ts'

async function readFile(text: string) {
  using folder = temporaryFolder()
  const path = join(folder.path, 'navish.yaml')
  writeFileSync(path, text)
  chmodSync(path, 0o600)
  return await readConfigFile(path, {})
}

/** The example with every comment sign before a setting taken away, but for files of secrets that are not there. */
const takenAtItsWord = () =>
  exampleFile()
    .split('\n')
    .filter((line) => !/^#\w+File: /.test(line))
    .map((line) => line.replace(/^#(?=\w+:)/, ''))
    .join('\n')

describe('the example of a file of settings', () => {
  test('changes nothing as it is', async () => {
    const file = await readFile(exampleFile())

    expect(readConfig({}, {}, file)).toEqual(readConfig({}, {}))
  })

  test('has every setting, with a value that it takes', async () => {
    const file = await readFile(takenAtItsWord())

    const { sources } = readConfig({}, {}, file)

    expect(file?.mistakes).toEqual([])
    for (const name of settingNames) expect(sources[name]).toContain('navish.yaml:')
  })

  test('names every way to say a setting', () => {
    const example = exampleFile().replaceAll('\n# ', ' ')

    for (const name of settingNames) {
      const { flag, env, credential } = settings[name]
      for (const way of [flag, ...env]) expect(example).toContain(way)
      if (credential !== null) expect(example).toContain(`#${name}File: /etc/navish/${credential}`)
    }
  })

  test('is the one in the documentation', () => {
    const documented = readFileSync(
      join(import.meta.dir, '../../docs/examples/navish.yaml'),
      'utf8',
    )

    expect(documented).toBe(exampleFile())
  })
})

describe('what a setting says of its default', () => {
  test.each(settingNames)('is what %s reads from it', (name) => {
    const { byDefault, default: value, read } = settings[name]
    const isWords = byDefault.includes(' ') && name !== 'oidcName'

    if (byDefault === '' || isWords) expect<unknown[]>([null, '', []]).toContainEqual(value)
    else expect(read(byDefault)).toEqual(value)
  })
})
