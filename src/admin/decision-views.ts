import { askAgain, type Decisions, type KeptDecision } from '../decisions/index.ts'
import { isFicusError } from '../exchange/index.ts'
import type { ApiContext } from './page.ts'
import type { DecisionsView, DecisionView, KeptView } from './decision-shapes.ts'

/** So many are shown where none is named. */
const MOST_SHOWN = 100

/** Shows what was decided about a message, or of the last ones where none is named. */
export function decisionsView(
  id: string | null,
  decisions: Decisions,
  { instance }: ApiContext,
): DecisionsView {
  const found = id === null ? decisions.all().slice(0, MOST_SHOWN) : decisions.find(id)
  return {
    instance: instance?.name ?? null,
    kept: keptView(decisions),
    decisions: found.map(decisionView),
  }
}

/** Shows how much is kept. */
export function keptView({ tally }: Decisions): KeptView {
  const { kept, most, since, forgotten, unread } = tally
  return {
    decisions: kept,
    most,
    since: since ?? null,
    forgotten,
    unread: Object.fromEntries(unread),
  }
}

function decisionView(kept: KeptDecision): DecisionView {
  const { question, came, keyName, secondName, interaction, product } = kept
  const { at, ids, language, method, revision, from, to } = kept
  const { routes, steps, decided } = askAgain(kept)
  return {
    ...{ at, ids, language, method, revision, from, to, routes, steps, came },
    interaction: interaction ?? null,
    product: product ?? null,
    class: question?.class ?? null,
    need: question?.need ?? null,
    agrees: question?.agrees ?? null,
    keyName: keyName ?? secondName ?? null,
    route: question?.route.name ?? null,
    stood: question === undefined ? null : stoodAt(question.at),
    decision: decided === undefined || isFicusError(decided) ? null : shownDecision(decided),
    refused: isFicusError(decided) ? shownRefusal(decided) : null,
  }
}

type Asked = ReturnType<typeof askAgain>['decided']
type Decided = Exclude<Asked, Error | undefined>

const stoodAt = ({
  stage,
  percent,
  halt,
}: NonNullable<DecisionView['stood']>): DecisionView['stood'] => ({ stage, percent, halt })

const shownDecision = ({
  side,
  upstream,
  because,
  mirror,
  fallback,
}: Decided): DecisionView['decision'] => ({
  side,
  upstream: upstream.name,
  because,
  mirror: 'to' in mirror ? { to: mirror.to.name } : mirror,
  fallback: fallback?.name ?? null,
})

const shownRefusal = ({ code, row, detail }: Extract<Asked, Error>): DecisionView['refused'] => ({
  code,
  says: row.says,
  detail: detail ?? null,
})
