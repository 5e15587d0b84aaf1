import { STAGES } from '../exchange/index.ts'
import type { Flip } from '../flips/index.ts'

/** Thrown for a body that is no change; its words never repeat what was sent. */
export class NoChange extends Error {}

type Check = (value: unknown) => boolean

const isText: Check = value => typeof value === 'string'
const isNumber: Check = value => typeof value === 'number' && Number.isFinite(value)
const isFlag: Check = value => typeof value === 'boolean'
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
}
type Names = 'one' | 'one or all' | 'none'

/**
 * Reads a change as it was posted: known fields of the right kind and no other, since one mistyped would be
 * believed. Throws {@link NoChange}.
 */
export function readChange(text: string, name: string | undefined, actor: string): Flip {
  const given = parsed(text)
  const verb = VERBS[String(given['verb'])]
  if (verb === undefined || !Object.hasOwn(VERBS, String(given['verb']))) {
    throw new NoChange(`verb is one of ${Object.keys(VERBS).join(', ')}`)
  }
  if (name === undefined && verb.names === 'one') throw new NoChange('this verb needs a name')
  if (name !== undefined && verb.names === 'none') throw new NoChange('this verb takes no name')
  const fields = { ...COMMON, ...verb.fields }
  for (const [field, value] of Object.entries(given)) {
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (check === undefined) throw new NoChange(`the fields are ${Object.keys(fields).join(', ')}`)
    if (!check(value)) throw new NoChange(`${field} is not of its kind`)
  }
  if (!('reason' in given)) throw new NoChange('reason is missing')
  return { ...given, ...(name !== undefined && { name }), actor } as Flip // every field was checked by its verb
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new NoChange('the body is not JSON')
  }
  if (!isGroup(given)) throw new NoChange('the body is not one JSON object')
  return given
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
