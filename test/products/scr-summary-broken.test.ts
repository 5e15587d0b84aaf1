import t from 'tap'
import { defineDocument, defineDocumentQuery } from '../../src/mapping/index.ts'
import { SUMMARY_SPEC } from '../../src/products/scr/summary.ts'
import { UPLOAD_SPEC } from '../../src/products/scr/upload.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { SUMMARY_FACTS, UPLOAD_FACTS } from '../support/summary-facts.ts'
import { createJury, isOfEntries, judged } from '../support/summary-jury.ts'

t.test(
  'every row of an upload broken once is refused as it is defined or caught by a golden fact',
  async t => {
    const jury = createJury(defineDocument, UPLOAD_FACTS)
    t.equal(jury(UPLOAD_SPEC), 'survived', 'what is not broken is not caught')
    // The rows of coded entries have a file of their own: there are many.
    const own = UPLOAD_SPEC.rows.filter(row => !isOfEntries(row))
    const entries = UPLOAD_SPEC.rows.filter(isOfEntries)
    const broken = [...brokenDocuments({ rows: own })].map(({ title, spec }) => ({
      title,
      spec: { ...UPLOAD_SPEC, rows: [...spec.rows, ...entries] },
    }))
    judged(t, jury, broken)
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
