import t, { type Test } from 'tap'
import { defineDocument, defineDocumentQuery } from '../../src/mapping/index.ts'
import { SUMMARY_SPEC } from '../../src/products/scr/summary.ts'
import { UPLOAD_SPEC } from '../../src/products/scr/upload.ts'
import { type BrokenTable, brokenDocuments } from '../support/prescription-golden-broken.ts'
import { SUMMARY_FACTS, type SummaryFact, UPLOAD_FACTS } from '../support/summary-facts.ts'

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
type Came = 'refused' | 'caught' | 'survived'

function createJury<Spec, Of>(
  define: (spec: Spec) => Of,
  facts: readonly SummaryFact<Of>[],
): (spec: Spec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...facts]
  return spec => {
    let mapping: Of
    try {
      mapping = define(spec)
    } catch {
      return 'refused'
    }
    const at = inOrder.findIndex(({ says, of }) => of(mapping) !== says)
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}

function judged<Spec>(
  t: Test,
  jury: (spec: Spec) => Came,
  broken: Iterable<BrokenTable<Spec>>,
): void {
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of broken) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  const all = refused.length + caught.length + survived.length
  t.comment(`${all} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
}

t.test(
  'every row of an upload broken once is refused as it is defined or caught by a golden fact',
  async t => {
    const jury = createJury(defineDocument, UPLOAD_FACTS)
    t.equal(jury(UPLOAD_SPEC), 'survived', 'what is not broken is not caught')
    judged(t, jury, brokenDocuments(UPLOAD_SPEC))
  },
)

t.test('every row of a summary that is asked for broken once is refused or caught', async t => {
  const jury = createJury(defineDocumentQuery, SUMMARY_FACTS)
  t.equal(jury(SUMMARY_SPEC), 'survived', 'what is not broken is not caught')
  const { query, answer } = SUMMARY_SPEC
  const own = { rows: answer.rows.slice(0, 3).concat(answer.rows.slice(-1)) }
  judged(
    t,
    jury,
    [...brokenDocuments({ rows: query.rows })].map(({ title, spec }) => ({
      title: `query ${title}`,
      spec: { ...SUMMARY_SPEC, query: { ...query, rows: spec.rows } },
    })),
  )
  // The rows of the summary within are those of an upload.
  judged(
    t,
    jury,
    [...brokenDocuments(own)].map(({ title, spec }) => ({
      title,
      spec: {
        ...SUMMARY_SPEC,
        answer: {
          ...answer,
          rows: [...spec.rows.slice(0, -1), ...answer.rows.slice(3, -1), ...spec.rows.slice(-1)],
        },
      },
    })),
  )
})
