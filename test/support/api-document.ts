import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Schema } from './openapi-schemas.ts'

/** The API's document, as far as tests go by it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
  readonly 'x-ficus-roles': Readonly<Record<string, readonly string[]>>
}

export interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, { readonly content: Content }>>
  readonly requestBody?: { readonly content: Content }
  readonly security: readonly Readonly<Record<string, unknown>>[]
  readonly 'x-ficus-act'?: string
  readonly 'x-ficus-acts'?: Readonly<Record<string, string>>
  readonly 'x-ficus-events'?: Readonly<Record<string, Schema>>
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

/** One operation of the document, and where it is asked for. */
export interface Described {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export const operationsIn = ({ paths }: ApiDocument): readonly Described[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )

/** The schemas a body of an operation may have. */
export function bodiesOf({ requestBody }: Operation, document: ApiDocument): readonly Schema[] {
  const schema = requestBody?.content['application/json']?.schema
  if (schema === undefined) return []
  const refs = (schema['oneOf'] as readonly Schema[] | undefined) ?? [schema]
  return refs.map(ref => resolved(ref, document))
}

function resolved(schema: Schema, { components }: ApiDocument): Schema {
  const name = /(\w+)$/.exec(String(schema['$ref']))?.[1] ?? ''
  return schema['$ref'] === undefined ? schema : (components.schemas[name] ?? {})
}

/** Makes up the least that a schema of a request takes. */
export function leastOf(schema: Schema, document: ApiDocument): unknown {
  const { type, const: only, enum: words, properties, required = [] } = resolved(schema, document)
  if (only !== undefined) return only
  if (Array.isArray(words)) return words[0] as unknown
  if (type === 'string') return 'ticket-12'
  if (type === 'number') return 1
  if (type === 'array') return []
  if (type !== 'object') return type === 'boolean' ? false : null
  const fields = (properties ?? {}) as Record<string, Schema>
  return Object.fromEntries(
    (required as readonly string[]).map(name => [name, leastOf(fields[name] ?? {}, document)]),
  )
}

/** Says what is wrong with an answer by the document: nothing where it is as it says. */
export type AnswerCheck = (
  at: Described,
  answer: { readonly status: number; readonly contentType: string; readonly text: string },
) => string | undefined

/** Builds the check of answers; a field the document does not name is wrong too. */
export function createAnswerCheck(document: ApiDocument): AnswerCheck {
  const validate = createValidation({ components: closed(document.components) })
  return ({ operation }, { status, contentType, text }) => {
    const response = operation.responses[status]
    if (response === undefined) return `status ${status} is not documented: ${text}`
    const [type = ''] = contentType.split(';')
    const content = response.content[type]
    if (content === undefined) return `${type} is not documented for ${status}`
    const body: unknown = type === 'application/json' ? JSON.parse(text) : text
    return validate(content.schema, body)
  }
}

/** Builds what holds a value against a schema of a document, in which a field that is not named is wrong too. */
export const createStrictValidation = (
  document: ApiDocument,
): ReturnType<typeof createValidation> =>
  createValidation({ components: closed(document.components) })

/** Builds what holds a value against a schema of a document, as strictly as that says. */
export function createValidation(
  document: Schema,
): (schema: Schema, value: unknown) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addSchema({ $id: 'document', ...document })
  const made = new Map<string, ValidateFunction>()
  return (schema, value) => {
    const written = JSON.stringify(schema).replaceAll('"#/', '"document#/')
    const check = made.get(written) ?? ajv.compile(JSON.parse(written) as Schema)
    made.set(written, check)
    return check(value) ? undefined : `${ajv.errorsText(check.errors)} in ${JSON.stringify(value)}`
  }
}

/** Closes every object whose fields are named. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const each = Object.fromEntries(Object.entries(value).map(([word, one]) => [word, closed(one)]))
  const isOpen =
    each['type'] === 'object' && 'properties' in each && !('additionalProperties' in each)
  return isOpen ? { ...each, additionalProperties: false } : each
}
