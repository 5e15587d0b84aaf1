import { type Side, STAGES } from '../exchange/index.ts'
import type { Flip } from '../flips/index.ts'

/** Thrown for a body that is no change; its words never repeat what was sent. */
export class NoChange extends Error {}

type Check = (value: unknown) => boolean

const isText: Check = value => typeof value === 'string'
const isNumber: Check = value => typeof value === 'number' && Number.isFinite(value)
const isFlag: Check = value => typeof value === 'boolean'
const isSide: Check = value => value === 'legacy' || value === 'cloud'
const isStage: Check = value => STAGES.some(stage => stage === value)
const isGlass: Check = value =>
  isGroup(value) && Object.keys(value).join() === 'approver' && isText(value['approver'])

const COMMON: Readonly<Record<string, Check>> = {
  verb: isText,
  reason: isText,
  isDryRun: isFlag,
  environment: isText,
  revision: isNumber,
}

const PLACE = { to: isStage, percent: isNumber }
const GLASS = { breakGlass: isGlass }

/** What each verb may be given besides, and whether it is about a name. */
const VERBS: Readonly<
  Record<string, { readonly fields: Readonly<Record<string, Check>>; readonly names: Names }>
> = {
  promote: { fields: { ...PLACE, ...GLASS }, names: 'one' },
  rollback: { fields: PLACE, names: 'one' },
  halt: { fields: { isHard: isFlag }, names: 'one or all' },
  resume: { fields: {}, names: 'one or all' },
  undo: { fields: GLASS, names: 'none' },
  override: {
    fields: { key: isText, side: isSide, owner: isText, expires: isNumber },
    names: 'a cohort',
  },
  pin: { fields: { key: isText, side: isSide }, names: 'a cohort' },
}
type Names = 'one' | 'one or all' | 'none' | 'a cohort'

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
  const given = parsed(text)
  const verb = VERBS[String(given['verb'])]
  if (verb === undefined || !Object.hasOwn(VERBS, String(given['verb']))) {
    throw new NoChange(`verb is one of ${Object.keys(VERBS).join(', ')}`)
  }
  checkNamed(named, verb.names)
  const fields = { ...COMMON, ...verb.fields }
  for (const [field, value] of Object.entries(given)) {
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (check === undefined) throw new NoChange(`the fields are ${Object.keys(fields).join(', ')}`)
    if (!check(value)) throw new NoChange(`${field} is not of its kind`)
  }
  if (!('reason' in given)) throw new NoChange('reason is missing')
  const { name } = named
  if (named.isCohort) return (given['verb'] === 'pin' ? pinOf : overrideOf)(given, named, actor)
  return { ...given, ...(name !== undefined && { name }), actor } as Flip // every field was checked by its verb
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

type Given = Readonly<Record<string, unknown>>

/** Reads a person's word about a key: side, owner and expiry to give it, none of the three to take it back. */
function overrideOf(given: Given, { name }: Named, actor: string): Flip {
  const { side, owner, expires, ...rest } = given
  const parts = [side, owner, expires].filter(part => part !== undefined)
  if (!('key' in given)) throw new NoChange('key is missing')
  if (parts.length !== 0 && parts.length !== 3) {
    throw new NoChange('an override has side, owner and expires; none of them takes it back')
  }
  const to = parts.length === 0 ? undefined : { side: side as Side, owner, expires }
  return { ...rest, cohort: name, to, actor } as Flip // every field was checked by its verb
}

/** Reads where an entity is said to be: a side to pin it to, none to take its pin off. */
function pinOf(given: Given, { name }: Named, actor: string): Flip {
  const { side, ...rest } = given
  if (!('key' in given)) throw new NoChange('key is missing')
  return { ...rest, cohort: name, to: side, actor } as Flip // every field was checked by its verb
}

function parsed(text: string): Given {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new NoChange('the body is not JSON')
  }
  if (!isGroup(given)) throw new NoChange('the body is not one JSON object')
  return given
}

const isGroup = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
