import type { Side } from '../exchange/index.ts'
import type { Flip } from '../flips/index.ts'
import { type Given, type JsonObject, NoChange, readFields, readObject } from './body-fields.ts'
import { COMMON, type Names, type VerbRow, verbRow, VERBS } from './verbs.ts'

/** Whose change it is, as the path says: everybody's, that of a route or of a cohort's routes, or a cohort's own. */
export interface Named {
  readonly name: string | undefined
  readonly isCohort: boolean
}

/**
 * Reads a change as it was posted: known fields of the right kind and no other, since one mistyped would be
 * believed. Throws {@link NoChange}.
 */
export function readChange(text: string, named: Named, actor: string): Flip {
  const body = readObject(text)
  const row = rowOf(body)
  if (row === undefined) throw new NoChange(`verb is one of ${Object.keys(VERBS).join(', ')}`)
  checkNamed(named, row.names)
  const given = readFields(body, { ...COMMON, ...row.fields })
  const { name } = named
  if (named.isCohort) return (given['verb'] === 'pin' ? pinOf : overrideOf)(given, named, actor)
  return { ...given, ...(name !== undefined && { name }), actor } as Flip // every field was checked by its verb
}

/** Says whether a body asks for a way to safety, whether or not it can be carried out. */
export function asksForSafety(text: string): boolean {
  try {
    return rowOf(readObject(text))?.isUrgent === true
  } catch (error) {
    if (error instanceof NoChange) return false
    throw error
  }
}

function rowOf({ properties }: JsonObject): VerbRow | undefined {
  const verb = properties.get('verb')
  return verb?.is === 'string' ? verbRow(verb.text) : undefined
}

function checkNamed({ name, isCohort }: Named, names: Names): void {
  if (isCohort !== (names === 'a cohort')) {
    throw new NoChange(
      isCohort ? 'a cohort has overrides and pins' : 'this verb is asked of a cohort',
    )
  }
  if (name === undefined && names === 'one') throw new NoChange('this verb needs a name')
  if (name !== undefined && names === 'none') throw new NoChange('this verb takes no name')
}

/** Reads a person's word about a key: side, owner and expiry to give it, none of the three to take it back. */
function overrideOf(given: Given, { name }: Named, actor: string): Flip {
  const { side, owner, expires, ...rest } = given
  const parts = [side, owner, expires].filter(part => part !== undefined)
  if (parts.length !== 0 && parts.length !== 3) {
    throw new NoChange('an override has side, owner and expires; none of them takes it back')
  }
  const to = parts.length === 0 ? undefined : { side: side as Side, owner, expires }
  return { ...rest, cohort: name, to, actor } as Flip // every field was checked by its verb
}

/** Reads where an entity is said to be: a side to pin it to, none to take its pin off. */
function pinOf(given: Given, { name }: Named, actor: string): Flip {
  const { side, ...rest } = given
  return { ...rest, cohort: name, to: side, actor } as Flip // every field was checked by its verb
}
