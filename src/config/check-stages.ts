import { refusalToServe } from './never-serves.ts'
import { answeredLaterBy, refusalOfLater } from './answered-later.ts'
import type { InteractionClass } from '../exchange/index.ts'
import type { Mistake } from './config-error.ts'
import { candidatesOf, isSimulated, mappingOf, type Candidate, type Inquiry } from './inquiry.ts'
import { ownedBy } from './owned.ts'
import { CLASS_NAMES, stageRefusal, type Standing } from './stages.ts'

/** Finds routes whose sides or first stage are forbidden to an interaction they own. */
export const checkStages = (inquiry: Inquiry): Mistake[] =>
  candidatesOf(inquiry.fields).flatMap(candidate => [
    ...refusals(inquiry, candidate),
    ...unserved(inquiry, candidate),
    ...canaryOfNothing(candidate),
  ])

function refusals(inquiry: Inquiry, candidate: Candidate): Mistake[] {
  const { route, path } = candidate
  const { cloud } = route
  const standing: Omit<Standing, 'class'> = {
    stage: route.startsAt,
    cloud:
      cloud === undefined ? undefined : { name: cloud, simulated: isSimulated(inquiry, cloud) },
    shadowAs: route.shadow?.as,
    rehearses: route.shadow?.to !== undefined,
    confirm: inquiry.fields.environment?.confirm ?? false,
  }
  const refused = new Map<string, Mistake & { readonly names: string[] }>()
  for (const [names, klass] of classesOf(inquiry, candidate)) {
    const refusal = stageRefusal({ ...standing, class: klass })
    if (refusal === undefined) continue
    const { field, ...said } = refusal
    const before = refused.get(said.says)?.names ?? []
    refused.set(said.says, { path: `${path}.${field}`, ...said, names: [...before, ...names] })
  }
  return [...refused.values()].map(({ names, says, ...rest }) => ({
    ...rest,
    says: `${says} (${few(names)})`,
  }))
}

function unserved(inquiry: Inquiry, { route, path, match }: Candidate): Mistake[] {
  const mapping = mappingOf(route.translate, inquiry)
  const { interactions, fields } = inquiry
  const owned = answeredLaterBy(match, mapping, { interactions, suppliers: fields.suppliers })
  const refusal =
    refusalToServe(mapping?.neverServes, route.startsAt) ??
    refusalOfLater(owned, route.startsAt, match)
  if (refusal === undefined) return []
  const { field, ...said } = refusal
  return [{ path: `${path}.${field}`, ...said }]
}

/** Gives the names of what a route owns by class. */
function classesOf(
  { interactions }: Inquiry,
  { route, match }: Candidate,
): readonly [names: string[], klass: InteractionClass][] {
  const owned = ownedBy(match, interactions)
  const known = Object.keys(CLASS_NAMES).flatMap((name): [string[], InteractionClass][] => {
    const klass = name as InteractionClass // the table's own keys
    const ids = owned.known.filter(each => each.class === klass).map(({ id }) => id)
    return ids.length === 0 ? [] : [[ids, klass]]
  })
  const unknown = route.class === 'read' ? 'read' : 'unknown'
  return owned.unknown ? [...known, [['whatever no product knows'], unknown]] : known
}

const SHOWN = 3

const few = (names: readonly string[]): string =>
  names.length <= SHOWN
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`

function canaryOfNothing({ route, path }: Candidate): Mistake[] {
  if (route.startsAt !== 'canary' || route.cohort !== undefined) return []
  return [
    {
      path: `${path}.startsAt`,
      says: 'a canary is a share of a cohort and the route names none, so nobody would be served by the cloud',
      wayOut: 'name its `cohort`',
    },
  ]
}
