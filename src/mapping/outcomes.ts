import { parsePath } from './paths.ts'
import type { DomainOutcome, MappingSpec, Reason } from './spec.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'

/** A reason as a message names it. */
export type Named = Pick<Reason, 'code' | 'codeSystem' | 'severity'>

const TYPE = parsePath('acknowledgement/@typeCode')
const REASONS = parsePath('ControlActEvent/reason*/justifyingDetectedIssueEvent/code')
const DETAILS = parsePath('acknowledgement/acknowledgementDetail*/code')
const CODE = parsePath('@code')
const SYSTEM = parsePath('@codeSystem')
const QUALIFIER = parsePath('qualifier/@code')

const valueAt = (tree: Tree, path: ReturnType<typeof parsePath>): string =>
  walk(tree, path)[0]?.at.value ?? ''

const severityOf = (written: string): Reason['severity'] =>
  written === 'WG' || written === 'IF' ? written : 'ER'

/** Lists the reasons a reply of legacy gives, in its order. */
export const reasonsIn = (message: Tree): readonly Named[] =>
  [...walk(message, REASONS), ...walk(message, DETAILS)].map(({ at }) => ({
    code: valueAt(at, CODE),
    codeSystem: valueAt(at, SYSTEM),
    severity: severityOf(valueAt(at, QUALIFIER)),
  }))

const DUPLICATE = { code: '202', codeSystem: '2.16.840.1.113883.2.1.3.2.4.17.32' }

const isOf = (reason: Named, known: Pick<Reason, 'code' | 'codeSystem'>): boolean =>
  reason.code === known.code && reason.codeSystem === known.codeSystem

/** Says what a reply of legacy came to; undefined where it acknowledges nothing. A warning is a success. */
export function outcomeIn(
  message: Tree,
  reasons: readonly Named[],
  spec: MappingSpec,
): DomainOutcome | undefined {
  const type = valueAt(message, TYPE)
  if (type === 'AA') return reasons.some(({ severity }) => severity === 'WG') ? 'warning' : 'ok'
  if (type === 'AR') return reasons.some(each => isOf(each, DUPLICATE)) ? 'duplicate' : 'rejected'
  if (type !== 'AE') return undefined
  const negatives = [...spec.answer.outcomes, ...Object.values(spec.answer.searchset ?? {})]
  const row = negatives.find(each =>
    each.reasons.some(known => reasons.some(reason => isOf(reason, known))),
  )
  return row?.outcome ?? 'app_error'
}

const SPINE_CODES =
  'issue*/details/coding*[system=https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode]/code'
const ISSUES = parsePath(SPINE_CODES)

/** Lists Spine's codes in an OperationOutcome of the cloud. */
export const codesIn = (resource: Tree): readonly string[] =>
  resource.label === 'OperationOutcome' ? walk(resource, ISSUES).map(({ at }) => at.value) : []
