import { Validator } from '@seriousme/openapi-schema-validator'
import { Value } from '@sinclair/typebox/value'
import { describe, expect, test } from 'bun:test'
import { contract } from '../../src/contract/contract.ts'
import { endpoints } from '../../src/contract/endpoints.ts'
import { errorsOf, tags, type Operation } from '../../src/contract/operation.ts'
import { streamEvents } from '../../src/contract/stream.ts'
import type { Content, SchemaObject } from '../../src/http/openapi-document.ts'
import { documentOf } from '../../src/http/openapi.ts'
import { statusOf } from '../../src/http/problem.ts'
import { document, faults, operations, resolved } from '../support/document.ts'

const said = Object.entries({ ...contract, ...endpoints } as unknown as Record<string, Operation>)

/** Everything in the document that has a schema and examples. */
const contents = operations.flatMap(({ operationId, requestBody, responses }) => [
  ...contentsOf(`body of ${operationId}`, requestBody?.content),
  ...Object.entries(responses).flatMap(([status, { content }]) =>
    contentsOf(`${status} of ${operationId}`, content),
  ),
])

function contentsOf(where: string, content: Record<string, Content> = {}) {
  return Object.entries(content).map(([type, it]) => Object.assign({ where, type }, it))
}

/** All schemas within the document, with those that stand in others. */
function* schemasIn(value: unknown, path = ''): Generator<[string, SchemaObject]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'properties') {
      for (const [name, schema] of Object.entries(inner as Record<string, SchemaObject>)) {
        yield [`${path}/${name}`, schema]
      }
    }
    if (key !== 'example' && key !== 'examples') yield* schemasIn(inner, `${path}/${key}`)
  }
}

describe('the OpenAPI document', () => {
  test('is OpenAPI 3.1, as a validator of others says', async () => {
    const found = await new Validator().validate(structuredClone({ ...document }))

    expect(found).toEqual({ valid: true })
  })

  test('has every operation of the contract, and no other', () => {
    const found = operations.map(({ operationId, verb, path }) => `${operationId} ${verb} ${path}`)

    expect(new Set(found)).toEqual(
      new Set(said.map(([name, { method, path }]) => `${name} ${method.toLowerCase()} ${path}`)),
    )
  })

  test('names every operation once', () => {
    const names = operations.map(({ operationId }) => operationId)

    expect(new Set(names).size).toBe(names.length)
  })

  test('describes every tag, and uses it', () => {
    const used = new Set(operations.flatMap((operation) => operation.tags))

    expect(document.tags.map(({ name }) => name)).toEqual([...tags])
    expect(used).toEqual(new Set(tags))
  })

  test('says every parameter that stands in a path', () => {
    for (const { path, parameters = [] } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path')

      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
    }
  })

  test('says everything that can go wrong, with an example of each', () => {
    for (const { operationId, responses } of operations) {
      const operation = said.find(([name]) => name === operationId)?.[1]
      for (const code of operation === undefined ? [] : errorsOf(operation)) {
        const content = responses[statusOf[code].status]?.content?.['application/problem+json']
        const example = resolved(content?.examples?.[code] ?? { $ref: `#/nowhere/${code}` })

        expect(example).toMatchObject({ value: { code, status: statusOf[code].status } })
      }
    }
  })

  test('says who may ask: nobody in particular, somebody, or a role', () => {
    const securityOf = (name: string) =>
      operations.find(({ operationId }) => operationId === name)?.security

    expect(securityOf('healthz')).toEqual([])
    expect(securityOf('showMe')).toEqual([{ apiToken: [] }, { session: [] }])
    expect(securityOf('resolveAlert')).toEqual([
      { apiToken: ['operator'] },
      { session: ['operator'] },
    ])
  })

  test('names the address that it is told, else the one where it is', () => {
    const { servers } = documentOf({ version: '1.2.3', base: 'https://navish.example.org' })

    expect(servers[0]?.url).toBe('https://navish.example.org')
    expect(document.servers[0]?.url).toBe('/')
  })
})

describe('examples', () => {
  test('there is one of every body and every answer', () => {
    const without = contents.filter(
      ({ example, examples }) => example === undefined && Object.keys(examples ?? {}).length === 0,
    )

    expect(without.map(({ where }) => where)).toEqual([])
  })

  test('fit the schema that the document gives for them', () => {
    const wrong = contents
      .filter(({ type }) => type !== 'text/event-stream')
      .flatMap(({ where, schema, example, examples = {} }) => {
        const values = Object.values(examples).map((it) => resolved(it).value)
        return [...(example === undefined ? [] : [example]), ...values].flatMap((value) =>
          faults(schema, value).map((fault) => `${where}: ${fault}`),
        )
      })

    expect(wrong).toEqual([])
  })

  test('fit the schema that the server checks with', () => {
    const wrong = said.flatMap(([name, { body, answer, examples }]) => [
      ...(body === null || Value.Check(body, examples.body) ? [] : [`body of ${name}`]),
      ...(answer === null || Value.Check(answer, examples.answer) ? [] : [`answer of ${name}`]),
    ])

    expect(wrong).toEqual([])
  })

  test('of parameters fit them, too', () => {
    const wrong = operations.flatMap(({ operationId, parameters = [] }) =>
      parameters
        .filter(({ example }) => example !== undefined)
        .flatMap(({ name, schema, example }) =>
          faults(schema, example).map((fault) => `${name} of ${operationId}: ${fault}`),
        ),
    )

    expect(wrong).toEqual([])
  })

  test('of queries are of parameters that there are', () => {
    const unknown = said.flatMap(([name, { query, examples }]) =>
      Object.keys(examples.query ?? {})
        .filter((key) => !Object.hasOwn(query.properties, key))
        .map((key) => `${key} of ${name}`),
    )

    expect(unknown).toEqual([])
  })

  test('of the stream fit what its events are', () => {
    const stream = contents.find(({ type }) => type === 'text/event-stream')
    const events = stream?.['x-events'] ?? {}

    expect(Object.keys(events)).toEqual(Object.keys(streamEvents))
    for (const [name, { data }] of Object.entries(events)) {
      const example = resolved(stream?.examples?.[name] ?? { $ref: '#/nowhere' })
      const [, value = ''] = /^data: (.*)$/m.exec(String(example.value)) ?? []

      expect(faults(data, JSON.parse(value))).toEqual([])
    }
  })
})

describe('words', () => {
  test('a summary is a few words: it begins with a capital and ends without a full stop', () => {
    const wrong = operations.filter(({ summary }) => !/^[A-Z].*[^.,;:!?\s]$/.test(summary))

    expect(wrong.map(({ summary }) => summary)).toEqual([])
  })

  test('a description is made of sentences', () => {
    const texts = [
      ...said.flatMap(([, { description }]) => description ?? []),
      ...document.tags.map(({ description }) => description),
      ...operations.flatMap(({ responses }) =>
        Object.values(responses).map(({ description }) => description),
      ),
      ...Object.values(document.components.examples).map(({ summary = '' }) => summary),
    ]

    expect(texts.filter((text) => !/^[A-Z0-9`].*\.$/.test(text))).toEqual([])
  })

  test('a problem tells of itself in a sentence', () => {
    const details = Object.values(document.components.examples).map(
      ({ value }) => (value as { detail: string }).detail,
    )

    expect(details.filter((text) => !/^\S.*\.$/.test(text))).toEqual([])
  })

  test('every field and every parameter is described, and its description goes on in a sentence', () => {
    const fields = [...schemasIn(document)].filter(([, { $ref }]) => $ref === undefined)
    const described = [
      ...fields.map(([path, { description = '' }]) => ({ path, description })),
      ...operations.flatMap(({ operationId, parameters = [] }) =>
        parameters.map(({ name, description }) => ({
          path: `${operationId} ${name}`,
          description,
        })),
      ),
    ]

    expect(described.filter(({ description }) => !/^\S.*[^.\s]$/.test(description))).toEqual([])
  })
})

describe('named shapes', () => {
  test('are all used', () => {
    const text = JSON.stringify(document)
    const unused = Object.keys(document.components.schemas).filter(
      (name) => !text.includes(`"#/components/schemas/${name}"`),
    )

    expect(unused).toEqual([])
  })

  test('are described', () => {
    const without = Object.entries(document.components.schemas).filter(
      ([, { description = '' }]) => !/^\S.*[^.\s]$/.test(description),
    )

    expect(without.map(([name]) => name)).toEqual([])
  })

  test('are never written out a second time', () => {
    const texts = new Map(
      Object.entries(document.components.schemas).map(([name, schema]) => [
        JSON.stringify(schema),
        name,
      ]),
    )
    const again = [...contents, ...operations.flatMap(({ parameters = [] }) => parameters)].filter(
      ({ schema }) => texts.has(JSON.stringify(schema)),
    )

    expect(again).toEqual([])
    expect(texts.size).toBe(Object.keys(document.components.schemas).length)
  })

  test('say in their type that they may be null, where they have no name', () => {
    const { properties = {} } = document.components.schemas['Alert'] ?? {}

    expect(properties['url']).toEqual({
      type: ['string', 'null'],
      description: 'where Sentry shows it',
    })
    expect(properties['resolvedBy']).toMatchObject({
      type: ['string', 'null'],
      enum: ['sentry', 'user', 'timeout', null],
    })
    expect(properties['snooze']).toMatchObject({
      anyOf: [{ $ref: '#/components/schemas/Snooze' }, { type: 'null' }],
    })
  })
})
