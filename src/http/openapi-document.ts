// As much of OpenAPI 3.1 as we say.

export interface OpenApi {
  openapi: '3.1.0'
  info: {
    title: string
    version: string
    summary: string
    description: string
    license: { name: string; identifier: string }
  }
  servers: { url: string; description: string }[]
  security: SecurityRequirement[]
  tags: { name: string; description: string }[]
  paths: Record<string, PathItem>
  components: {
    schemas: Record<string, SchemaObject>
    examples: Record<string, Example>
    headers: Record<string, Header>
    securitySchemes: Record<string, Record<string, string>>
  }
}

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'

export type PathItem = { [V in Verb]?: OperationObject }

export interface Reference {
  $ref: string
}

/** JSON Schema 2020-12, or a reference to a named one. */
export type SchemaObject = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, SchemaObject>
  required?: string[]
  additionalProperties?: boolean | SchemaObject
  items?: SchemaObject
  anyOf?: SchemaObject[]
  enum?: unknown[]
  const?: unknown
  format?: string
  minimum?: number
  maximum?: number
  default?: unknown
  [keyword: string]: unknown
}

/** The scheme, and the roles that it takes. */
export type SecurityRequirement = Record<string, string[]>

export interface Example {
  summary?: string
  value: unknown
}

export interface Header {
  description: string
  schema: SchemaObject
  example?: string
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: SchemaObject
  style?: 'form'
  explode?: false
  example?: unknown
}

export interface Content {
  schema: SchemaObject
  example?: unknown
  examples?: Record<string, Example | Reference>
  'x-events'?: Record<string, { description: string; data: SchemaObject }>
}

export interface ResponseObject {
  description: string
  headers?: Record<string, Header | Reference>
  content?: Record<string, Content>
}

export interface OperationObject {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security?: SecurityRequirement[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Record<string, Content> }
  responses: Record<string, ResponseObject>
}
