import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv'
import { createGenerator } from 'ts-json-schema-generator'

/** A schema of an object, as far as it is changed here. */
interface ObjectSchema extends SchemaObject {
  properties: Record<string, SchemaObject>
}

/** Says what is not as Grafana's own types have it, and where. */
export type SchemaCheck = (file: unknown) => readonly string[]

/** Makes the schema of the SDK's types, and gives what holds a dashboard against it. */
export function createSchemaCheck(): SchemaCheck {
  const { dashboard, panel, row, query, options, custom } = modelSchemas()
  // The SDK does not say what kind of query a panel has, nor that Grafana asks none that has no letter.
  panel.properties['targets'] = {
    type: 'array',
    items: { ...query, required: ['refId', 'expr'] },
  }
  const isRow = { properties: { type: { const: 'row' } } }
  const panels = { type: 'array', items: { if: isRow, then: row, else: panel } }
  const ajv = new Ajv({ strict: false, allErrors: true })
  const whole = ajv.compile({
    ...dashboard,
    properties: { ...dashboard.properties, panels },
  })
  const byKind = (schemas: ObjectSchema): ReadonlyMap<string, ValidateFunction> =>
    new Map(Object.entries(schemas.properties).map(([kind, schema]) => [kind, ajv.compile(schema)]))
  const [optionsOf, customOf] = [byKind(options), byKind(custom)]
  return file => {
    const { panels } = file as { readonly panels: readonly Shown[] } // held against the schema just below
    return [
      ...wrong(whole, file, ''),
      ...panels
        .filter(({ type }) => type !== 'row')
        .flatMap(({ title, type, ...panel }) => [
          ...wrong(optionsOf.get(type), panel.options, `${title}, options`),
          ...(customOf.has(type)
            ? wrong(customOf.get(type), panel.fieldConfig.defaults.custom ?? {}, `${title}, custom`)
            : []),
        ]),
    ]
  }
}

interface Shown {
  readonly title: string
  readonly type: string
  readonly options: unknown
  readonly fieldConfig: { readonly defaults: { readonly custom?: unknown } }
}

function wrong(check: ValidateFunction | undefined, value: unknown, at: string): string[] {
  if (check === undefined) return [`${at}: of a kind that is not in the model`]
  if (check(value)) return []
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${at}${instancePath}: ${message} ${JSON.stringify(params)}`,
  )
}

function modelSchemas(): Record<
  'dashboard' | 'panel' | 'row' | 'query' | 'options' | 'custom',
  ObjectSchema
> {
  const generator = createGenerator({
    path: 'test/support/grafana-model.ts',
    tsconfig: 'tsconfig.json',
    type: 'GrafanaModel',
    // Types of different modules have one name, and are put where they are used.
    expose: 'none',
    topRef: false,
    skipTypeCheck: true,
  })
  const { properties } = generator.createSchema('GrafanaModel')
  return structuredClone(properties) as ReturnType<typeof modelSchemas> // GrafanaModel's own
}
