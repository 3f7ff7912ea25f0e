import type { OperationObject, Parameter, Verb } from '../openapi-document.ts'

/** How to ask for an operation in a shell, with its examples. */
export function curlOf(path: string, verb: Verb, operation: OperationObject): string {
  const { parameters = [], requestBody, security, responses } = operation
  const body = requestBody?.content['application/json']?.example
  const isStream = Object.values(responses).some(({ content }) =>
    Object.hasOwn(content ?? {}, 'text/event-stream'),
  )
  const headers = [
    ...(security?.length === 0 ? [] : ['"Authorization: Bearer $NAVISH_TOKEN"']),
    ...given(parameters, 'header')
      .filter(({ required }) => required)
      .map(({ name, example }) => quoted(`${name}: ${String(example)}`)),
    ...(body === undefined ? [] : [quoted('Content-Type: application/json')]),
  ]
  return [
    `curl ${isStream ? '-N ' : ''}${verb === 'get' ? '' : `-X ${verb.toUpperCase()} `}"$NAVISH_SERVER${pathWith(path, parameters)}"`,
    ...headers.map((header) => `-H ${header}`),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ')
}

function pathWith(path: string, parameters: readonly Parameter[]): string {
  const place = given(parameters, 'path').reduce(
    (said, { name, example }) => said.replace(`{${name}}`, String(example)),
    path,
  )
  const query = given(parameters, 'query').map(({ name, example }) => `${name}=${String(example)}`)
  return query.length === 0 ? place : `${place}?${query.join('&')}`
}

/** Those parameters of a kind that have an example. */
function given(parameters: readonly Parameter[], where: Parameter['in']): Parameter[] {
  return parameters.filter((parameter) => parameter.in === where && parameter.example !== undefined)
}

/** As a shell takes it for one word, whatever it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
