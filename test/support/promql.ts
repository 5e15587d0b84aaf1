import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'

/** One series selector of a query. */
export interface Selected {
  readonly metric: string
  readonly matchers: readonly Matcher[]
  /** The range it is read over, as it is written: `5m`; none where it is an instant. */
  readonly range: string | undefined
  /** Functions and aggregations it stands within, the innermost first: `rate`, `sum`. */
  readonly within: readonly string[]
}

export interface Matcher {
  readonly label: string
  readonly op: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

/** Labels a query groups or matches by, and the metrics below that should have them. */
export interface Grouped {
  readonly clause: 'by' | 'without' | 'on' | 'ignoring' | 'group'
  readonly labels: readonly string[]
  readonly metrics: readonly string[]
}

/** What one query reads. */
export interface Query {
  readonly selected: readonly Selected[]
  readonly grouped: readonly Grouped[]
}

/**
 * Reads a query as Prometheus's own grammar has it: what it selects, and by what it groups. Throws where it is no
 * PromQL; variables of a dashboard must have been put in, within strings they may stand.
 */
export function metricsIn(expr: string): Query {
  const top = parser.parse(expr).topNode
  const nodes = [...nodesOf(top)]
  const wrong = nodes.find(node => node.type.isError)
  if (wrong !== undefined) {
    throw new Error(`no PromQL at ${wrong.from}, before "${expr.slice(wrong.from)}": ${expr}`)
  }
  return {
    selected: nodes
      .filter(({ name }) => name === 'VectorSelector')
      .map(node => selectedAt(node, expr)),
    grouped: nodes
      .filter(({ name }) => name === 'GroupingLabels')
      .map(node => groupedAt(node, expr)),
  }
}

function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield* nodesOf(child)
}

const textOf = (node: SyntaxNode | null, expr: string): string =>
  node === null ? '' : expr.slice(node.from, node.to)

const metricOf = (selector: SyntaxNode, expr: string): string =>
  textOf(selector.getChild('Identifier'), expr)

function selectedAt(node: SyntaxNode, expr: string): Selected {
  const matchers = [...nodesOf(node)].filter(({ name }) => name.endsWith('LabelMatcher'))
  const matrix = node.parent?.name === 'MatrixSelector' ? node.parent : null
  const range = matrix?.lastChild ?? null
  return {
    metric: metricOf(node, expr),
    matchers: matchers.map(matcher => ({
      label: unquoted(textOf(matcher.firstChild, expr)),
      op: textOf(matcher.getChild('MatchOp'), expr) as Matcher['op'], // the grammar's own
      value: unquoted(textOf(matcher.lastChild, expr)),
    })),
    range: range === null ? undefined : textOf(range, expr),
    within: [...around(node)].flatMap(outer => {
      const called = outer.getChild('FunctionIdentifier') ?? outer.getChild('AggregateOp')
      return called === null ? [] : [textOf(called, expr).toLowerCase()]
    }),
  }
}

function* around(node: SyntaxNode): Generator<SyntaxNode> {
  for (let outer = node.parent; outer !== null; outer = outer.parent) yield outer
}

const CLAUSES: Readonly<Record<string, Grouped['clause']>> = {
  By: 'by',
  Without: 'without',
  On: 'on',
  Ignoring: 'ignoring',
  GroupLeft: 'group',
  GroupRight: 'group',
}

function groupedAt(node: SyntaxNode, expr: string): Grouped {
  const clause = CLAUSES[node.prevSibling?.name ?? '']
  if (clause === undefined) throw new Error(`a grouping that is not known: ${expr}`)
  // The modifier's parent is the aggregation or the operation it belongs to.
  const owner = node.parent?.parent ?? node
  return {
    clause,
    labels: [...nodesOf(node)]
      .filter(({ name }) => name === 'LabelName' || name === 'QuotedLabelName')
      .map(label => unquoted(textOf(label, expr))),
    metrics: [...nodesOf(owner)]
      .filter(({ name }) => name === 'VectorSelector')
      .map(selector => metricOf(selector, expr)),
  }
}

/** Gives what a string says: JSON has PromQL's escapes of the double-quoted ones that occur here. */
function unquoted(text: string): string {
  if (text.startsWith('"')) return JSON.parse(text) as string // a string literal
  return /^['`]/.test(text) ? text.slice(1, -1) : text
}
