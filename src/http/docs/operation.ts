import type {
  Content,
  Example,
  OperationObject,
  Reference,
  ResponseObject,
  SchemaObject,
  Verb,
} from '../openapi-document.ts'
import { curlOf } from './curl.ts'
import { fieldList, fieldsOf, nameIn, shapeLink, typeOf } from './fields.ts'
import { html, type Markup } from './html.ts'
import { inline, markdown } from './markdown.ts'

/** An operation with where it stands. */
export interface Placed {
  path: string
  verb: Verb
  operation: OperationObject
}

/** Everything about one operation: what it does and takes on one side, how it looks on the other. */
export function operationSection({ path, verb, operation }: Placed): Markup {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const body = requestBody?.content['application/json']?.schema
  return html`<section class="operation" id="${operationId}">
    <h3><a href="#${operationId}">${summary}</a></h3>
    <p class="address">${verbLabel(verb)} <code>${path}</code></p>
    <p class="facts"><code>${operationId}</code> · ${roleOf(operation)}</p>
    <div class="columns">
      <div>
        ${description === undefined ? null : markdown(description)}
        ${
          parameters.length === 0
            ? null
            : html`<h4>Parameters</h4>
                ${fieldList(parameters)}`
        }
        ${
          body === undefined
            ? null
            : html`<h4>Body</h4>
                ${bodyOf(body)}`
        }
        <h4>Answers</h4>
        <dl class="answers">
          ${Object.entries(responses).map(([status, response]) => answer(status, response))}
        </dl>
      </div>
      <div>
        ${sample('Request', curlOf(path, verb, operation))}
        ${Object.entries(responses).flatMap(([status, { content = {} }]) => samples(status, content))}
      </div>
    </div>
  </section>`
}

export function verbLabel(verb: Verb): Markup {
  return html`<span class="verb ${verb}">${verb.toUpperCase()}</span>`
}

function roleOf({ security = [] }: OperationObject): string {
  const [first] = security
  if (first === undefined) return 'for everybody'
  const [role] = Object.values(first).flat()
  return role === undefined ? 'for whoever is known' : `for the role ${role} or more`
}

function bodyOf(body: SchemaObject): Markup {
  if (body.$ref !== undefined) return html`<p>${shapeLink(body.$ref)}</p>`
  const isFree = Object.keys(body.properties ?? {}).length === 0
  return isFree ? html`<p>A JSON object.</p>` : fieldsOf(body)
}

function answer(
  status: string,
  { description, headers = {}, content = {} }: ResponseObject,
): Markup {
  const types = Object.entries(content).map(([type, it]) =>
    type === 'application/problem+json' ? problemsIn(it) : shapeOf(type, it),
  )
  const names = Object.keys(headers)
  return html`<div>
    <dt>${status}</dt>
    <dd>
      ${types.length === 0 ? inline(description) : types}${
        names.length === 0 ? null : html` <span class="type">with ${names.join(', ')}</span>`
      }
    </dd>
  </div>`
}

function shapeOf(type: string, { schema }: Content): Markup {
  if (type !== 'application/json') return html`<code>${type}</code>`
  return schema.properties === undefined ? typeOf(schema) : fieldsOf(schema)
}

function problemsIn({ examples = {} }: Content): Markup {
  return html`${Object.keys(examples).map(
    (code, index) =>
      html`${index === 0 ? '' : ', '}<a href="#problem-${code}"><code>${code}</code></a>`,
  )}`
}

function samples(status: string, content: Record<string, Content>): Markup[] {
  return Object.entries(content).flatMap(([type, { example, examples = {} }]) => {
    if (type === 'application/problem+json') return []
    const texts =
      example === undefined
        ? Object.values(examples).map(textOf)
        : [JSON.stringify(example, null, 2)]
    return [sample(`Answer ${status}`, texts.join('').trimEnd())]
  })
}

function textOf(example: Example | Reference): string {
  return '$ref' in example ? nameIn(example.$ref) : String(example.value)
}

function sample(title: string, text: string): Markup {
  return html`<figure>
    <figcaption>${title}</figcaption>
    <pre tabindex="0"><code>${text}</code></pre>
  </figure>`
}
