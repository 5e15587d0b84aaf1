import type { Named } from './outcomes.ts'
import { parsePath } from './paths.ts'
import type { DomainOutcome, Negative, Reason } from './spec.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'

/** What a reason of legacy's comes to, and the status the cloud tells it with where it is the first of several. */
export interface ToldReason {
  readonly code: string
  readonly outcome: DomainOutcome
  readonly status?: number
}

/**
 * Reasons of legacy's that a service in front of it tells on as text: `Code: 400, Display: Invalid Request;Code: …`.
 * What it finds wrong by itself it tells in other words, and those are nobody's reasons.
 */
export interface ToldReasons {
  /** The list they are of. */
  readonly codeSystem: string
  /** Those that are known; the first told must be one that has a status. */
  readonly codes: readonly ToldReason[]
}

const TEXTS = parsePath('issue*/details/text')
const ONE = /^Code: (\d{1,6}), Display: (.*)$/s
const BETWEEN = /;(?=Code: \d{1,6}, Display: )/

const known = ({ codes }: ToldReasons, reason: Pick<Reason, 'code'>): ToldReason | undefined =>
  codes.find(({ code }) => code === reason.code)

/** What several reasons come to: a later one says more than the first, which says of what kind they are. */
const outcomeOf = (told: ToldReasons, reasons: readonly Pick<Reason, 'code'>[]): DomainOutcome =>
  reasons.toReversed().flatMap(reason => known(told, reason) ?? [])[0]?.outcome ?? 'app_error'

/** Reads the reasons an answer of the cloud tells on; undefined where it tells none, or in another status. */
export function toldIn(
  told: ToldReasons,
  status: number,
  resource: Tree | undefined,
): Negative | undefined {
  if (resource?.label !== 'OperationOutcome') return undefined
  const [only, another] = walk(resource, TEXTS)
  if (only === undefined || another !== undefined) return undefined
  const pieces = only.at.value.split(BETWEEN).map(text => ONE.exec(text))
  const reasons = pieces.flatMap(piece => {
    const [, code, display] = piece ?? []
    if (code === undefined || display === undefined) return []
    return [{ code, codeSystem: told.codeSystem, display, severity: 'ER' as const }]
  })
  const [first] = reasons
  if (first === undefined || reasons.length < pieces.length) return undefined
  if (known(told, first)?.status !== status) return undefined
  return { outcome: outcomeOf(told, reasons), reasons }
}

/** What a negative reply of legacy's comes to by the reasons it gives. */
export const outcomeTold = (told: ToldReasons, reasons: readonly Named[]): DomainOutcome =>
  outcomeOf(
    told,
    reasons.filter(({ codeSystem }) => codeSystem === told.codeSystem),
  )
