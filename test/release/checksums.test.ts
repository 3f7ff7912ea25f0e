import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeChecksums } from '../../src/release/checksums.ts'
import { temporaryFolder } from '../support/folder.ts'

test('checksums are written as sha256sum reads them, in the order of the names', async () => {
  using folder = temporaryFolder()
  const files = ['b', 'a'].map((name) => {
    const file = join(folder.path, name)
    writeFileSync(file, `${name}\n`)
    return file
  })

  const path = await writeChecksums(folder.path, files)

  // printf 'a\n' | sha256sum
  expect(readFileSync(path, 'utf8')).toBe(
    '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  a\n' +
      '0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f  b\n',
  )
})
