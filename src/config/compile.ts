import type { Approvals, Cohort, GateAsks, Objectives, Route, Upstream } from '../exchange/index.ts'
import { approvalsOf, stricter } from './approvals.ts'
import { type Inquiry, mappingOf, matchOf, ownMappingOf } from './inquiry.ts'
import { answeredLaterBy } from './answered-later.ts'
import type { CohortFields, RouteFields, SupplierFields } from './schema.ts'

/** Compiles a cohort; its name is its seed where it has no other. */
export const compileCohort = (name: string, fields: CohortFields): Cohort => ({
  name,
  key: fields.key,
  seed: fields.seed ?? name,
  records:
    typeof fields.records === 'string'
      ? fields.records
      : { copiedWithinMs: fields.records.copied.within },
  pin: fields.pin,
  ...peopleSaid(approvalsOf(fields), fields.back),
})

const peopleSaid = (
  approvals: Approvals | undefined,
  back: 'none' | undefined,
): Pick<Cohort, 'approvals' | 'back'> => ({
  ...(approvals && { approvals }),
  ...(back && { back }),
})

/** Gives a supplier's name. */
export const nameOfSupplier = (supplier: SupplierFields): string =>
  typeof supplier === 'string' ? supplier : supplier.name

/** What the names in a route stand for. */
export interface Named extends Pick<Inquiry, 'interactions' | 'mappings' | 'modules'> {
  readonly upstreams: ReadonlyMap<string, Upstream>
  readonly cohorts: ReadonlyMap<string, Cohort>
  readonly suppliers: Readonly<Record<string, SupplierFields>>
}

/** Compiles a route whose every name has been checked. */
export function compileRoute(fields: RouteFields, index: number, named: Named): Route {
  const { name, match, class: klass, translate, startsAt, maxBodyBytes, shadow } = fields
  const { ignore, gate, slo, was, trace } = fields
  const mapping = mappingOf(translate, named)
  const answeredLater = answeredLaterBy(matchOf(match), mapping, named)
  const cohort = fields.cohort === undefined ? undefined : found(named.cohorts, fields.cohort)
  const approvals = stricter(approvalsOf(fields), cohort?.approvals)
  return {
    name,
    index,
    match: matchOf(match),
    legacy: found(named.upstreams, fields.legacy),
    cloud: fields.cloud === undefined ? undefined : found(named.upstreams, fields.cloud),
    // `write` is what an unknown interaction is anyway; saying it is for whoever reads the file.
    class: klass === 'read' ? 'read' : undefined,
    translate: typeof translate === 'string' ? translate : ownMappingOf(translate, named)?.name,
    cohort,
    startsAt,
    maxBodyBytes,
    rehearsal: shadow?.to === undefined ? undefined : found(named.upstreams, shadow.to),
    shadowAs: shadow?.as,
    ...(shadow?.organisation !== undefined && { shadowOrganisation: shadow.organisation }),
    ...(shadow && { shadowSample: shadow.sample }),
    ...(answeredLater && { answeredLater }),
    ...(mapping?.neverServes !== undefined && { neverServes: mapping.neverServes }),
    ...(ignore && { ignore }),
    ...(gate && { gate: asksOf(gate) }),
    ...(slo && { slo: promisedBy(slo) }),
    ...(trace !== undefined && { trace }),
    // Whatever else a file may say is refused until it is built.
    ...(fields.withoutKey !== undefined && { withoutKey: 'legacy' as const }),
    ...(was !== undefined && { was }),
    ...peopleSaid(approvals, fields.back ?? cohort?.back),
  }
}

const asksOf = ({
  divergenceBelow,
  confidence,
  latencyRatioBelow,
  soak,
}: NonNullable<RouteFields['gate']>): GateAsks => ({
  ...(divergenceBelow !== undefined && { divergenceBelow }),
  ...(confidence !== undefined && { confidence }),
  ...(latencyRatioBelow !== undefined && { latencyRatioBelow }),
  ...(soak !== undefined && { soakMs: soak }),
})

const promisedBy = ({ answered, inTime, within }: NonNullable<RouteFields['slo']>): Objectives => ({
  ...(answered !== undefined && { answered }),
  ...(inTime !== undefined && { inTime }),
  ...(within !== undefined && { withinMs: within }),
})

function found<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name)
  if (value === undefined) throw new Error(`the checks let the name ${name} pass`)
  return value
}
