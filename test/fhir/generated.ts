import fc from 'fast-check'
import { DEFINITIONS, type Shape, type Slot } from '../../src/fhir/definitions.ts'
import type { FhirVersion } from '../../src/fhir/index.ts'
import { isPrimitive } from '../../src/fhir/primitives.ts'
import type { JsonValue } from '../../src/json/index.ts'

type Property = readonly [name: string, value: JsonValue]

const scalar = (is: 'string' | 'number' | 'boolean', text: string): JsonValue => ({ is, text })
const NULL: JsonValue = { is: 'null', text: 'null' }

const object = (...properties: readonly Property[]): JsonValue => ({
  is: 'object',
  properties: new Map(properties),
})
const EXTENSION: Property = [
  'extension',
  {
    is: 'list',
    items: [
      object(['url', scalar('string', 'https://a/b')], ['valueString', scalar('string', 'c')]),
    ],
  },
]

/** What XML can hold and JSON can too: blanks, marks, letters of every plane, what looks like markup or a number. */
const CHARACTERS = [
  ...[
    'a',
    'Z',
    '0',
    ' ',
    '\t',
    '\n',
    '\r',
    '"',
    "'",
    '<',
    '>',
    '&',
    ']]>',
    '--',
    '\\',
    '/',
    '\u00e9',
  ],
  ...[
    '\u2028',
    '\ufffd',
    '\u{1f600}',
    '\u{10ffff}',
    '&#10;',
    '&amp;',
    '1e5',
    '007',
    'true',
    'null',
  ],
]
const text = fc
  .array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 6 })
  .map(pieces => scalar('string', pieces.join('')))

const digits = fc.stringMatching(/^[0-9]{0,20}$/)
const whole = digits.map(end => `1${end}`)
const integer = fc.oneof(
  fc.constant('0'),
  whole,
  whole.map(each => `-${each}`),
)
const decimal = fc
  .tuple(integer, fc.stringMatching(/^(?:\.[0-9]{1,20})?$/))
  .map(([before, after]) => before + after)

const asNumber = (of: fc.Arbitrary<string>) => of.map(each => scalar('number', each))
const VALUES: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  boolean: fc.boolean().map(each => scalar('boolean', String(each))),
  decimal: asNumber(decimal),
  integer: asNumber(integer),
  positiveInt: asNumber(whole),
  unsignedInt: asNumber(fc.oneof(fc.constant('0'), whole)),
}

const XHTML = [
  '<div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b>\n c</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml" class="a &amp; b"><p>1 &lt; 2</p><br/> </div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><table><tr><td colspan="2">\u00e9</td></tr></table></div>',
].map(each => scalar('string', each))

/** Makes resources of a version by its definitions, no element of them without a value. */
class Maker {
  readonly #version: FhirVersion

  constructor(version: FhirVersion) {
    this.#version = version
  }

  resource(shape: Shape, depth: number): fc.Arbitrary<JsonValue> {
    return this.#properties(shape, depth).map(properties => ({
      is: 'object',
      properties: new Map([['resourceType', scalar('string', shape.name)], ...properties]),
    }))
  }

  /** Some of a type's elements, in their order; of a choice at most one. */
  #properties(shape: Shape, depth: number): fc.Arbitrary<readonly Property[]> {
    const slots = [...shape.slots.values()].filter(slot => depth > 0 || isPrimitive(slot.type))
    const saying = slots.filter(({ name, isAttribute }) => !isAttribute || name !== 'id')
    const [first] = saying
    if (first === undefined) return fc.constant(shape.isResource ? [] : [EXTENSION])
    return fc
      .subarray(slots, { minLength: 0, maxLength: Math.min(4, slots.length) })
      .map(chosen => {
        const own = chosen.filter(
          (slot, i) => chosen.findIndex(({ oneOf }) => oneOf === slot.oneOf) === i,
        )
        const says = own.some(slot => saying.includes(slot))
        return says || shape.isResource ? own : [...own, saying.at(-1) ?? first]
      })
      .chain(chosen => fc.tuple(...chosen.map(slot => this.#property(slot, depth))))
      .map(all => all.flat())
  }

  #property(slot: Slot, depth: number): fc.Arbitrary<readonly Property[]> {
    if (isPrimitive(slot.type) && !slot.isAttribute) return this.#primitive(slot, depth)
    const one = this.#value(slot, depth)
    const all: fc.Arbitrary<JsonValue> = slot.isList
      ? fc.array(one, { minLength: 1, maxLength: 2 }).map(items => ({ is: 'list', items }))
      : one
    return all.map(value => [[slot.name, value] as const])
  }

  #value(slot: Slot, depth: number): fc.Arbitrary<JsonValue> {
    if (isPrimitive(slot.type)) return VALUES[slot.type] ?? text
    if (slot.type === 'xhtml') return fc.constantFrom(...XHTML)
    const definitions = DEFINITIONS[this.#version]
    if (slot.type === 'Resource') {
      const names = ['DocumentReference', 'OperationOutcome', 'Parameters', 'Bundle']
      const shapes = names.flatMap(name => definitions.resource(name) ?? [])
      return fc.constantFrom(...shapes).chain(shape => this.resource(shape, depth - 1))
    }
    const shape = definitions.shape(slot.type)
    if (shape === undefined) throw new Error(`no table has ${slot.type}`)
    return this.#properties(shape, depth - 1).map(properties => ({
      is: 'object',
      properties: new Map(properties),
    }))
  }

  /** A primitive with its value, with an id and extensions beside it, or with extensions alone. */
  #primitive(slot: Slot, depth: number): fc.Arbitrary<readonly Property[]> {
    const value = this.#value(slot, depth)
    const id: Property = ['id', scalar('string', 'i')]
    const one = value.chain(own =>
      fc.constantFrom(
        ...[
          [own, undefined],
          [own, undefined],
          [own, object(id)],
          [own, object(id, EXTENSION)],
        ],
        [undefined, object(EXTENSION)],
      ),
    )
    if (!slot.isList) {
      return one.map(([own, beside]) => [
        ...(own ? [[slot.name, own] as const] : []),
        ...(beside ? [[`_${slot.name}`, beside] as const] : []),
      ])
    }
    return fc.array(one, { minLength: 1, maxLength: 3 }).map(pairs => {
      const side = (at: 0 | 1, name: string): Property[] =>
        pairs.every(pair => pair[at] === undefined)
          ? []
          : [[name, { is: 'list', items: pairs.map(pair => pair[at] ?? NULL) }]]
      return [...side(0, slot.name), ...side(1, `_${slot.name}`)]
    })
  }
}

const ROOTS = ['DocumentReference', 'OperationOutcome', 'Parameters', 'Bundle'] as const

/** Resources of a version with every kind of element the tables have, to a depth. */
export function resources(version: FhirVersion, depth = 4): fc.Arbitrary<JsonValue> {
  const maker = new Maker(version)
  return fc.constantFrom(...ROOTS).chain(name => {
    const shape = DEFINITIONS[version].resource(name)
    if (shape === undefined) throw new Error(`no table has ${name}`)
    return maker.resource(shape, depth)
  })
}
