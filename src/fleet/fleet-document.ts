import { type Override, type Side, STAGES } from '../exchange/index.ts'
import { type Fleet, type FleetContent, HALTS, type KeptCohort, type Position } from './fleet.ts'
import { readFreezes } from './freeze-values.ts'
import { holdsPatientKey } from './patient-key.ts'
import { readPeople, readRequests } from './request-values.ts'
import {
  between,
  groupOf,
  invalid,
  listOf,
  mapOf,
  type Read,
  textLike,
  whole,
  wordOf,
} from './reading.ts'

/** A fleet as it is stored: three columns to be asked by, and the rest as one JSON text. */
export interface FleetRow {
  readonly revision: number
  readonly epoch: string
  readonly head: string
  readonly document: string
}

// So much one text may hold: read whole at every change, it must stay small.
const MOST_ROUTES = 1_000
const MOST_KEYS = 10_000

export const routeName = textLike(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name')
const key = textLike(/^[!-~]{1,128}$/, 'a key', holdsPatientKey)
const owner = textLike(/^[^\p{Cc}]{1,128}$/u, 'an owner', holdsPatientKey)
const side = wordOf<Side>(['legacy', 'cloud'])
const halt = wordOf(HALTS)

const written = groupOf<Position>({
  stage: wordOf(STAGES),
  percent: between(0, 100),
  halt,
  since: whole,
  home: wordOf(['legacy', 'shadow']),
  turned: (value, at) => (value === undefined ? undefined : whole(value, at)),
})

// One that never turned has no such moment, as it had none when it was written.
const position: Read<Position> = (value, at) => {
  const { turned, ...rest } = written(value, at)
  return Object.freeze(turned === undefined ? rest : { ...rest, turned })
}

const override: Read<Override> = groupOf<Override>({ key, side, owner, expires: whole })

const flag = (value: unknown, at: string): boolean => {
  if (typeof value !== 'boolean') throw invalid(at, 'true or false')
  return value
}

const cohort: Read<KeptCohort> = groupOf<KeptCohort>({
  key: wordOf(['nhsNumber', 'prescriptionId', 'fromAsid', 'messageId']),
  seed: textLike(/^[0-9a-f]{16}$/, 'the hash of a seed'),
  records: wordOf(['shared', 'apart', 'copied']),
  pin: flag,
  routes: listOf(routeName, MOST_ROUTES),
  owns: listOf(textLike(/^[\w.:-]{1,128}$/, 'the id of an interaction'), MOST_ROUTES),
})

const cohorts = mapOf(routeName, cohort, MOST_ROUTES)

const contentFields = groupOf<FleetContent>({
  halt,
  routes: mapOf(routeName, position, MOST_ROUTES),
  overrides: mapOf(routeName, listOf(override, MOST_KEYS), MOST_ROUTES),
  cohorts: (value, at) => (value === undefined ? undefined : cohorts(value, at)),
  freezes: readFreezes,
  requests: readRequests,
  people: readPeople,
})

// What was written before these were kept has none of them, and is written again as it was.
const content: Read<FleetContent> = (value, at) => {
  const { halt, routes, overrides, ...kept } = contentFields(value, at)
  const there = Object.entries(kept).filter(([, each]) => each !== undefined)
  return { halt, routes, overrides, ...(Object.fromEntries(there) as typeof kept) } // less what is absent
}

const row: Read<FleetRow> = groupOf<FleetRow>({
  revision: whole,
  epoch: textLike(/^[0-9a-z-]{1,64}$/, 'the mark of an epoch'),
  head: textLike(/^[0-9a-f]{64}$/, 'a hash'),
  document: textLike(/^\{/, 'a document'),
})

/**
 * Reads a fleet as it was stored, trusting nothing of it: stages, halts and sides are of the known words, names
 * and keys of their form, and no key is a patient's. Throws {@link StoreError} `invalid`.
 */
export function readFleet(stored: unknown): Fleet {
  const { document, ...rest } = row(stored, 'the stored fleet')
  return Object.freeze({ ...rest, ...content(parsed(document), 'the stored fleet') })
}

/** Writes what a change changes; what comes out can be read again, else throws {@link StoreError} `invalid`. */
export function writeDocument(written: FleetContent): string {
  const { halt, routes, overrides, cohorts: kept, freezes, requests, people } = written
  const document = JSON.stringify({
    halt,
    routes: Object.fromEntries(routes),
    overrides: Object.fromEntries(overrides),
    ...(kept && { cohorts: Object.fromEntries(kept) }),
    ...(freezes && { freezes: Object.fromEntries(freezes) }),
    ...(requests && { requests: Object.fromEntries(requests) }),
    ...(people && { people: Object.fromEntries(people) }),
  })
  content(JSON.parse(document), 'the fleet to be stored')
  return document
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('what is stored', 'JSON')
  }
}
