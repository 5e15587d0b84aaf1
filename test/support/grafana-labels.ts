import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'

/** The labels a metric has; undefined of one nobody knows. */
export type LabelsOf = (metric: string) => readonly string[] | undefined

/** Labels of what a query gives; undefined where it gives one number and no series. */
type Given = ReadonlySet<string> | undefined

/** Gives the labels the series of a query have: what a legend or a column may name. */
export function labelsGivenBy(expr: string, labelsOf: LabelsOf): ReadonlySet<string> {
  const top = parser.parse(expr).topNode.firstChild
  return (top === null ? undefined : given(top, { expr, labelsOf })) ?? new Set()
}

interface Reading {
  readonly expr: string
  readonly labelsOf: LabelsOf
}

type Reader = (node: SyntaxNode, on: Reading) => Given

/** How each kind of expression gives labels; a kind that is not here would be an oversight. */
const READERS: Readonly<Record<string, Reader>> = {
  VectorSelector: (node, { expr, labelsOf }) => {
    const name = node.getChild('Identifier')
    return new Set(name === null ? [] : labelsOf(expr.slice(name.from, name.to)))
  },
  MatrixSelector: inner,
  SubqueryExpr: inner,
  ParenExpr: inner,
  UnaryExpr: (node, on) => readAll(node, on).at(-1),
  OffsetExpr: inner,
  NumberDurationLiteral: () => undefined,
  StringLiteral: () => undefined,
  FunctionCall: called,
  AggregateExpr: aggregated,
  BinaryExpr: combined,
}

function given(node: SyntaxNode, on: Reading): Given {
  const reader = READERS[node.name]
  if (reader === undefined) throw new Error(`nobody says what ${node.name} gives: ${on.expr}`)
  return reader(node, on)
}

const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const all: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) all.push(child)
  return all
}

const readAll = (node: SyntaxNode, on: Reading): Given[] =>
  childrenOf(node)
    .filter(({ name }) => READERS[name] !== undefined)
    .map(child => given(child, on))

function inner(node: SyntaxNode, on: Reading): Given {
  return readAll(node, on)[0]
}

const seriesIn = (node: SyntaxNode | null, on: Reading): Given =>
  node === null ? undefined : readAll(node, on).find(labels => labels !== undefined)

function called(node: SyntaxNode, on: Reading): Given {
  const name = node.getChild('FunctionIdentifier')
  const labels = seriesIn(node.getChild('FunctionCallBody'), on)
  const isQuantile = on.expr.slice(name?.from, name?.to) === 'histogram_quantile'
  return isQuantile ? labels?.difference(new Set(['le'])) : labels
}

const KEEPING = ['topk', 'bottomk']

function aggregated(node: SyntaxNode, on: Reading): Given {
  const labels = seriesIn(node.getChild('FunctionCallBody'), on) ?? new Set<string>()
  const modifier = node.getChild('AggregateModifier')
  const named = namesIn(modifier?.getChild('GroupingLabels') ?? null, on)
  const op = node.getChild('AggregateOp')
  if (KEEPING.includes(on.expr.slice(op?.from, op?.to))) return labels
  return modifier?.getChild('Without') ? labels.difference(named) : named.intersection(labels)
}

const namesIn = (node: SyntaxNode | null, { expr }: Reading): ReadonlySet<string> =>
  new Set(
    (node === null ? [] : childrenOf(node))
      .filter(({ name }) => name === 'LabelName')
      .map(({ from, to }) => expr.slice(from, to)),
  )

function combined(node: SyntaxNode, on: Reading): Given {
  const [left, right] = readAll(node, on)
  if (left === undefined || right === undefined) return left ?? right
  if (node.getChild('Or') !== null) return left.union(right)
  const matching = node.getChild('MatchingModifierClause')
  const [, brought] = matching?.getChildren('GroupingLabels') ?? []
  if (matching?.getChild('GroupRight')) return right.union(namesIn(brought ?? null, on))
  return left.union(namesIn(brought ?? null, on))
}
