import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import t from 'tap'
import { type DashboardFile, FILES, type FilePanel } from '../support/grafana-file.ts'
import { lintedQueries, faultsInQueries } from '../support/grafana-queries.ts'
import { strangeColumns } from '../support/grafana-tables.ts'

/** What one word may be. */
type Word = 'metric' | 'label' | 'value' | 'legend' | 'column'

/** A dashboard in which one word is misspelt. */
interface Misspelt {
  readonly file: DashboardFile
  readonly word: Word
  readonly at: string
}

const faultsIn = (file: DashboardFile): readonly string[] => [
  ...faultsInQueries(file),
  ...lintedQueries(file),
  ...strangeColumns(file),
]

/** Every place of a query at which a word stands that could be misspelt. */
function* wordsOf(expr: string): Generator<{ word: Word; from: number; to: number }> {
  // Of the same length as what it stands for, so that places stay.
  const parsed = expr.replace(/\$__\w+/g, name => `${'1'.repeat(name.length - 1)}s`)
  const kinds: Readonly<Record<string, Word>> = { LabelName: 'label', StringLiteral: 'value' }
  for (const { name, from, to } of nodesOf(parser.parse(parsed).topNode)) {
    if (name === 'Identifier') yield { word: 'metric', from, to }
    const word = kinds[name]
    if (word === 'label') yield { word, from, to }
    if (word !== 'value') continue
    // Each alternative of a matcher is a word of its own.
    for (const { index, 0: value } of expr.slice(from, to).matchAll(/[\w-]+/g)) {
      yield { word, from: from + index, to: from + index + value.length }
    }
  }
}

function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield* nodesOf(child)
}

/** As a hand slips: the last letter twice. */
const slipped = (text: string, { from, to }: { from: number; to: number }): string =>
  text.slice(0, to) + text.charAt(to - 1) + text.slice(Math.max(to, from))

function* misspellings(file: DashboardFile): Generator<Misspelt> {
  for (const panel of file.panels) {
    for (const { panel: changed, word, says } of changedPanels(panel)) {
      // The others are as they were: they have no fault.
      const alone = { ...file, panels: [changed], annotations: { list: [] } }
      yield { file: alone, word, at: `${file.uid}, ${panel.title}: ${says}` }
    }
  }
}

/** The marks of a dashboard, with one word of one of them misspelt. */
function* changedMarks({ annotations, uid, ...file }: DashboardFile): Generator<Misspelt> {
  for (const mark of annotations.list) {
    for (const { word, from, to } of wordsOf(mark.expr)) {
      const list = [{ ...mark, expr: slipped(mark.expr, { from, to }) }]
      const at = `${uid}, ${mark.name}: ${mark.expr.slice(from, to)}`
      yield { file: { ...file, uid, panels: [], annotations: { list } }, word, at }
    }
  }
}

function* changedPanels(
  panel: FilePanel,
): Generator<{ panel: FilePanel; word: Word; says: string }> {
  const { targets = [], transformations = [] } = panel
  for (const [at, target] of targets.entries()) {
    for (const { word, from, to } of wordsOf(target.expr)) {
      const expr = slipped(target.expr, { from, to })
      const says = `${word} ${target.expr.slice(from, to)} at ${from} of ${target.refId}`
      yield { panel: { ...panel, targets: targets.with(at, { ...target, expr }) }, word, says }
    }
    for (const { index, 0: name } of target.legendFormat.matchAll(/(?<=\{\{)\w+/g)) {
      const place = { from: index, to: index + name.length }
      const legendFormat = slipped(target.legendFormat, place)
      const changed = targets.with(at, { ...target, legendFormat })
      yield { panel: { ...panel, targets: changed }, word: 'legend', says: name }
    }
  }
  for (const [at, { id, options }] of transformations.entries()) {
    for (const name of Object.keys(options.renameByName ?? {})) {
      const { [name]: title = '', ...others } = options.renameByName ?? {}
      const renamed = { ...options, renameByName: { ...others, [`${name}x`]: title } }
      const changed = transformations.with(at, { id, options: renamed })
      yield { panel: { ...panel, transformations: changed }, word: 'column', says: name }
    }
  }
}

for (const file of FILES) {
  t.test(`one misspelt word anywhere on ${file.uid} is found`, async t => {
    t.strictSame(faultsIn(file), [], 'it has none to begin with')
    const all = [...misspellings(file), ...changedMarks(file)]
    t.ok(all.length > 200, `${all.length} words`)
    for (const word of ['metric', 'label', 'value'] as const) {
      t.ok(
        all.some(one => one.word === word),
        `a ${word} was misspelt`,
      )
    }
    t.strictSame(
      all.filter(({ file }) => faultsIn(file).length === 0).map(({ at }) => at),
      [],
    )
  })
}
