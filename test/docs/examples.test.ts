import { describe, expect, test } from 'bun:test'
import { fieldsOf } from '../../src/notify/fields.ts'
import { notifiers } from '../../src/notify/kinds.ts'
import { faults, operations, type Documented } from '../support/document.ts'
import { commandsIn, navishIn, type Words } from './command-lines.ts'
import { documents } from './documents.ts'

const commands = documents.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => commandsIn(text))
    .map((words) => ({ path, words })),
)

/** What stands behind an option, each time that it is there. */
function valuesOf(words: Words, option: string): string[] {
  return words.flatMap((word, index) => (word === option ? [words[index + 1] ?? ''] : []))
}

const nameIn = (pair: string) => pair.split('=')[0] ?? ''

describe('settings of channels in the documentation', () => {
  const kindOf = (path: string) => /^docs\/channels\/(\w+)\.md$/.exec(path)?.[1]
  const lines = commands.flatMap(({ path, words }) => {
    const args = navishIn(words)
    if (args === null || args[0] !== 'channel') return []
    const [kind = kindOf(path)] = valuesOf(args, '--kind')
    return kind !== undefined && kind in notifiers ? [{ path, args, kind }] : []
  })

  /** What is wrong with a line, or nothing. */
  function faultsOf({ args, kind }: { args: Words; kind: string }): string[] {
    const fields = fieldsOf(notifiers[kind as keyof typeof notifiers].settings)
    const open = valuesOf(args, '--set').map(nameIn)
    const secret = valuesOf(args, '--secret-file').map(nameIn)
    const strange = [...open, ...secret].filter((name) => !fields.some((one) => one.name === name))
    const misplaced = fields.filter(({ name, isSecret }) =>
      (isSecret ? open : secret).includes(name),
    )
    const missing = fields.filter(
      ({ name, isRequired }) =>
        args[1] === 'create' && isRequired && ![...open, ...secret].includes(name),
    )
    return [
      ...strange.map((name) => `${kind} has no ${name}`),
      ...misplaced.map(({ name }) => `${name} is given the wrong way`),
      ...missing.map(({ name }) => `${name} is missing`),
    ]
  }

  test('each is one that its kind has, given as it is taken, and none that is needed is missing', () => {
    const wrong = lines
      .map((line) => ({ path: line.path, line: line.args.join(' '), faults: faultsOf(line) }))
      .filter(({ faults: found }) => found.length > 0)

    expect(lines.length).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  })

  test('one that there is not, one on the command line, one that is left out', () => {
    const line = 'channel create x --kind slack --set webhookUrl=x --set colour=red'.split(' ')

    expect(faultsOf({ args: line, kind: 'slack' })).toEqual([
      'slack has no colour',
      'webhookUrl is given the wrong way',
    ])
    expect(faultsOf({ args: ['channel', 'create', 'x'], kind: 'discord' })).toEqual([
      'webhookUrl is missing',
    ])
  })
})

describe('calls of the API in the documentation', () => {
  const base = '$NAVISH_SERVER'
  const calls = commands
    .filter(({ words }) => words[0] === 'curl' && words.some((word) => word.startsWith(base)))
    .map(({ path, words }) => {
      const url = words.find((word) => word.startsWith(base)) ?? ''
      const [body] = valuesOf(words, '-d')
      const [method = body === undefined ? 'GET' : 'POST'] = valuesOf(words, '-X')
      const [where = '', query = ''] = url.slice(base.length).split('?')
      return { path, method, where, query: new URLSearchParams(query), body }
    })

  function operationAt(method: string, where: string): Documented | undefined {
    return operations.find(
      ({ path, verb }) =>
        verb === method.toLowerCase() &&
        new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(where),
    )
  }

  test('each asks for an operation that there is, with what it takes', () => {
    const wrong = calls.flatMap(({ path, method, where, query, body }) => {
      const operation = operationAt(method, where)
      if (operation === undefined) return [`${path}: there is no ${method} ${where}`]
      const known = (operation.parameters ?? []).map(({ name }) => name)
      const strange = [...query.keys()].filter((name) => !known.includes(name))
      const schema = operation.requestBody?.content['application/json']?.schema
      const bad = body === undefined || schema === undefined ? [] : faults(schema, JSON.parse(body))
      return [...strange, ...bad].map((fault) => `${path}: ${method} ${where}: ${fault}`)
    })

    expect(calls.length).toBeGreaterThan(10)
    expect(wrong).toEqual([])
  })
})

test('every piece of JSON in the documentation is JSON', () => {
  const wrong = documents.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language, text }) => language === 'json' && !isJson(text))
      .map(({ text }) => `${path}: ${text.slice(0, 60)}`),
  )

  expect(wrong).toEqual([])
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
