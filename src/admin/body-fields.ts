import { FicusError } from '../exchange/index.ts'
import { type JsonValue, plainJson, readJsonText } from '../json/index.ts'

/** Thrown for a body that is not what was asked for; its words never repeat a value that was sent. */
export class NoChange extends Error {}

/** What may stand in one field of a body. */
export interface Kind {
  /** What it is to be, as in `revision is to be a number`. */
  readonly says: string
  is(value: unknown): boolean
  /** The fields of a group; no other may stand in it. */
  readonly fields?: Fields
  /** Whether a body without it is refused. */
  readonly isNeeded?: boolean
}

/** What may stand in a body, by name. */
export type Fields = Readonly<Record<string, Kind>>

export const aText: Kind = { says: 'a text', is: value => typeof value === 'string' }
export const aNumber: Kind = {
  says: 'a number',
  is: value => typeof value === 'number' && Number.isFinite(value),
}
export const aFlag: Kind = { says: 'true or false', is: value => typeof value === 'boolean' }
export const aListOfTexts: Kind = {
  says: 'a list of texts',
  is: value => Array.isArray(value) && value.every(each => typeof each === 'string'),
}
export const oneOf = (words: readonly string[]): Kind => ({
  says: `one of ${words.join(', ')}`,
  is: value => words.some(word => word === value),
})
export const aGroup = (fields: Fields): Kind => ({
  says: `a group of ${Object.keys(fields).join(', ')}`,
  is: value => typeof value === 'object' && value !== null && !Array.isArray(value),
  fields,
})
export const needed = (kind: Kind): Kind => ({ ...kind, isNeeded: true })

/** One JSON object, as it was read. */
export type JsonObject = Extract<JsonValue, { readonly is: 'object' }>

/** Plain values by name. */
export type Given = Readonly<Record<string, unknown>>

/** Reads a body that is to be one JSON object. Throws {@link NoChange}. */
export function readObject(text: string): JsonObject {
  const value = jsonIn(text)
  if (value.is !== 'object') throw new NoChange('the body is not one JSON object')
  return value
}

/**
 * Reads the fields of a body: known ones of the right kind and no other, since one mistyped would be believed.
 * Throws {@link NoChange}, which names the field and what there is.
 */
export function readFields(body: JsonObject, fields: Fields): Given {
  checkFields(body, fields, '')
  return plainJson(body) as Given // an object was looked at
}

function checkFields({ properties }: JsonObject, fields: Fields, within: string): void {
  let place = 0
  for (const [name, value] of properties) {
    place += 1
    const kind = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (kind === undefined) throw unknownField({ name, place, within }, fields)
    if (!kind.is(plainJson(value))) {
      throw new NoChange(`${within}${name} is to be ${kind.says}`)
    }
    if (kind.fields !== undefined && value.is === 'object') {
      checkFields(value, kind.fields, `${within}${name}.`)
    }
  }
  for (const [name, { isNeeded }] of Object.entries(fields)) {
    if (isNeeded === true && !properties.has(name))
      throw new NoChange(`${within}${name} is missing`)
  }
}

/** How fields are named here. Anything else may be a secret that was put in the wrong place, and is not repeated. */
const WORD = /^(?=.{1,24}$)[a-z]+(?:[A-Z_-]?[a-z]+)*$/

function unknownField(
  {
    name,
    place,
    within,
  }: { readonly name: string; readonly place: number; readonly within: string },
  fields: Fields,
): NoChange {
  const which = WORD.test(name)
    ? `${within}${name}`
    : `field ${place} of ${within.slice(0, -1) || 'the body'}`
  return new NoChange(`${which} is none there is: the fields are ${Object.keys(fields).join(', ')}`)
}

function jsonIn(text: string): JsonValue {
  try {
    return readJsonText(text)
  } catch (error) {
    if (!(error instanceof FicusError)) throw error
    throw new NoChange(`the body is not JSON that can be read one way: ${error.detail}`)
  }
}
