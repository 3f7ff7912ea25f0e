import { expect, test } from 'bun:test'
import { targets, targetsCalled } from '../../src/release/targets.ts'

test('all targets are meant when none is named', () => {
  expect(targetsCalled([])).toEqual(targets)
})

test('a target is named by its file, or by what is special in that', () => {
  const names = (...words: string[]) => targetsCalled(words).map(({ name }) => name)

  expect(names('navish-linux-x64')).toEqual(['navish-linux-x64'])
  expect(names('linux-x64-musl')).toEqual(['navish-linux-x64-musl'])
  expect(names('windows-x64', 'macos-arm64')).toEqual([
    'navish-windows-x64.exe',
    'navish-macos-arm64',
  ])
})

test('an unknown target is told with those that there are', () => {
  expect(() => targetsCalled(['linux-riscv'])).toThrow('there are linux-x64, linux-arm64')
})
