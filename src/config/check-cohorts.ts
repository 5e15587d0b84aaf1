import { type Keys, RETRY_SPAN_MS } from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import type { Mistake } from './config-error.ts'
import { candidatesOf, type Candidate, type Inquiry } from './inquiry.ts'
import { ownedBy } from './owned.ts'
import type { CohortFields } from './schema.ts'

/** Finds cohorts that cannot keep their promise, and messages that lack the key of their route's cohort. */
export const checkCohorts = (inquiry: Inquiry): Mistake[] => [
  ...[...inquiry.fields.cohorts].flatMap(([name, cohort]) => [
    ...unpinned(name, cohort),
    ...copiedLate(name, cohort),
  ]),
  ...candidatesOf(inquiry.fields).flatMap(candidate => keyless(inquiry, candidate)),
]

function unpinned(name: string, cohort: CohortFields | undefined): Mistake[] {
  if (cohort?.records !== 'apart' || cohort.pin) return []
  return [
    {
      path: `cohorts.${name}.pin`,
      says: 'records that live apart are found again only where somebody remembers the side',
      wayOut: 'say `pin: true`',
    },
  ]
}

// For longer nobody remembers which side took a write.
const MOST_COPIED_MS = RETRY_SPAN_MS

function copiedLate(name: string, cohort: CohortFields | undefined): Mistake[] {
  const within = typeof cohort?.records === 'object' ? cohort.records.copied.within : 1
  if (within > 0 && within <= MOST_COPIED_MS) return []
  return [
    {
      path: `cohorts.${name}.records.copied.within`,
      says: 'so long it is not remembered which side took a write',
      wayOut: `name a time above 0 and of at most ${MOST_COPIED_MS / 60_000} minutes`,
    },
  ]
}

type Carries = (interaction: Interaction) => boolean

const inHead = ({ rest }: Interaction, key: keyof Keys): boolean =>
  rest !== undefined && (rest.path.includes(`{${key}}`) || rest.headers?.[key] !== undefined)

/** Whether a message of an interaction names who it is about. What no product knows names nobody. */
const CARRIES = {
  nhsNumber: each => each.keys.nhsNumber !== undefined || inHead(each, 'nhsNumber'),
  prescriptionId: each => each.keys.prescriptionId !== undefined || inHead(each, 'prescriptionId'),
  fromAsid: each => each.transport !== 'rest',
  messageId: () => true,
} as const satisfies Record<CohortFields['key'], Carries>

const NEEDS_PRODUCT: readonly CohortFields['key'][] = ['nhsNumber', 'prescriptionId']

function keyless({ fields, interactions }: Inquiry, { route, match, path }: Candidate): Mistake[] {
  if (route.cohort === undefined) {
    return idleAnswer(route.withoutKey, path, 'the route has no cohort, so it asks for no key')
  }
  const cohort = fields.cohorts.get(route.cohort)
  if (cohort === undefined) return []
  const { known, unknown } = ownedBy(match, interactions)
  const lacking = known.filter(each => !CARRIES[cohort.key](each))
  const without = lacking.map(({ id }) => id)
  const isUnknownToo = unknown && NEEDS_PRODUCT.includes(cohort.key)
  if (isUnknownToo) without.push('whatever no product knows')
  if (without.length === 0) {
    return idleAnswer(
      route.withoutKey,
      path,
      'every message of this route carries its cohort’s key',
    )
  }
  if (route.withoutKey !== undefined) return unfound(cohort, lacking, isUnknownToo, path)
  const others = keysOfAll(lacking, isUnknownToo).join(' or ')
  return [
    {
      path: `${path}.cohort`,
      says: `${spokenList(without)} the key of \`${route.cohort}\` (${cohort.key})`,
      wayOut:
        `give it a route with a cohort of another key, which it carries (${others}), or say who ` +
        'serves it: `withoutKey: { side: "legacy", why: "…" }`',
    },
  ]
}

/**
 * Where records are copied whoever reads must be found where it was written: legacy would say that it knows nothing of
 * what the cloud took a moment ago.
 */
function unfound(
  cohort: CohortFields,
  lacking: readonly Interaction[],
  isUnknownToo: boolean,
  path: string,
): Mistake[] {
  if (typeof cohort.records !== 'object') return []
  const nameless = lacking.filter(each => !inHead(each, 'pointerId')).map(({ id }) => id)
  if (isUnknownToo) nameless.push('whatever no product knows')
  if (nameless.length === 0) return []
  return [
    {
      path: `${path}.cohort`,
      says: `${spokenList(nameless)} a key by which a write of a moment ago is found`,
      wayOut: 'leave it to a route without a cohort and without a cloud side',
    },
  ]
}

const KEYS = Object.keys(CARRIES) as CohortFields['key'][] // the table's own keys

/** By which keys everything of these could be known. What no product knows has a message id at best. */
const keysOfAll = (all: readonly Interaction[], isUnknownToo: boolean): CohortFields['key'][] =>
  KEYS.filter(key => all.every(CARRIES[key]) && !(isUnknownToo && key !== 'messageId'))

const MOST_NAMED = 8

function spokenList(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ')
  const more = names.length - MOST_NAMED
  if (more > 0) return `${shown} and ${more} more never carry`
  return `${shown} never ${names.length === 1 ? 'carries' : 'carry'}`
}

function idleAnswer(withoutKey: unknown, path: string, says: string): Mistake[] {
  if (withoutKey === undefined) return []
  return [{ path: `${path}.withoutKey`, says, wayOut: 'leave `withoutKey` out' }]
}
