import { STAGES } from '../exchange/index.ts'
import type { Act } from '../roles/index.ts'
import {
  aFlag,
  aGroup,
  aListOfTexts,
  aNumber,
  aText,
  type Fields,
  needed,
  oneOf,
} from './body-fields.ts'

/** What a verb is asked of: one route or cohort, those or all, everything, or the keys of a cohort. */
export type Names = 'one' | 'one or all' | 'none' | 'a cohort'

/** One verb of change, as it may be posted. */
export interface VerbRow {
  /** What it takes of whoever asks. */
  readonly act: Act
  readonly names: Names
  /** What it may be given besides what every change is. */
  readonly fields: Fields
  /** A way to safety: it is heard however often somebody asks. */
  readonly isUrgent?: true
}

/** What every change may be given. */
export const COMMON: Fields = {
  verb: aText,
  reason: needed(aText),
  isDryRun: aFlag,
  environment: aText,
  revision: aNumber,
}

const PLACE: Fields = { to: oneOf(STAGES), percent: aNumber }
const GLASS: Fields = { breakGlass: aGroup({ approver: needed(aText) }) }
const SIDE = oneOf(['legacy', 'cloud'])

/** Every verb that may be posted: the one place that says what each takes, of a body and of whoever asks. */
export const VERBS = {
  promote: { act: 'change', names: 'one', fields: { ...PLACE, ...GLASS } },
  rollback: { act: 'change', names: 'one', fields: PLACE, isUrgent: true },
  halt: { act: 'halt', names: 'one or all', fields: { isHard: aFlag }, isUrgent: true },
  resume: { act: 'change', names: 'one or all', fields: {} },
  undo: { act: 'change', names: 'none', fields: GLASS },
  relax: { act: 'change', names: 'one', fields: {} },
  override: {
    act: 'change',
    names: 'a cohort',
    fields: { key: needed(aText), side: SIDE, owner: aText, expires: aNumber, ...GLASS },
  },
  pin: {
    act: 'change',
    names: 'a cohort',
    fields: { key: needed(aText), side: SIDE, ...GLASS },
  },
  freeze: {
    act: 'change',
    names: 'none',
    fields: { from: needed(aNumber), to: needed(aNumber), routes: aListOfTexts },
  },
  unfreeze: { act: 'change', names: 'none', fields: { id: needed(aText), ...GLASS } },
} as const satisfies Readonly<Record<string, VerbRow>>

/** A verb that may be posted. */
export type PostedVerb = keyof typeof VERBS

/** Finds the row of a verb; undefined where there is none. */
export const verbRow = (verb: unknown): VerbRow | undefined =>
  typeof verb === 'string' && Object.hasOwn(VERBS, verb)
    ? VERBS[verb as PostedVerb] // just looked up
    : undefined
