import t from 'tap'
import { defineDocument } from '../../src/mapping/index.ts'
import { UPLOAD_SPEC } from '../../src/products/scr/upload.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { UPLOAD_FACTS } from '../support/summary-facts.ts'
import { createJury, isOfEntries, judged } from '../support/summary-jury.ts'

t.test('every row of a coded entry broken once is refused or caught by a golden fact', async t => {
  const jury = createJury(defineDocument, UPLOAD_FACTS)
  const entries = UPLOAD_SPEC.rows.filter(isOfEntries)
  t.equal(entries.length, 5, 'groups of HL7v3, and four lists of FHIR')
  const others = UPLOAD_SPEC.rows.filter(row => !isOfEntries(row))
  const broken = [...brokenDocuments({ rows: entries })].map(({ title, spec }) => ({
    title,
    spec: { ...UPLOAD_SPEC, rows: [...others, ...spec.rows] },
  }))
  judged(t, jury, broken)
})
