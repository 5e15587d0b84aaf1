import t from 'tap'
import { defineDocument, defineReply, type Row } from '../../src/mapping/index.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from '../../src/products/eps/release.ts'
import {
  NOMINATED_RELEASE_DOCUMENT,
  RELEASE_DOCUMENT,
  RELEASE_SPEC,
} from '../../src/products/eps/release-request.ts'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import {
  NOMINATED_RESPONSE_SPEC,
  RELEASE_RESPONSE_SPEC,
} from '../../src/products/eps/release-response.ts'

/** Why a row lets something go, and how many rows do: one more is added here by somebody who says that it may be. */
const LET_GO: Readonly<Record<string, number>> = {
  'HL7v3 says of every organisation that its type is not said': 1,
  'a blank line says nothing': 1,
  'a name in parts: who asks is known by their numbers, and FHIR has one text for a name': 1,
  'a number written again for who is asked by that one': 1,
  'a prescription in HL7v3 has no place for it': 7,
  'a release in HL7v3 has no place for it': 1,
  'only this request knows it by that': 3,
  'the owner is the organisation': 1,
  'whoever asks Spine makes it anew': 2,
}

t.test('what the rows of a request for a release let go is a list somebody has read', async t => {
  for (const document of [RELEASE_DOCUMENT, NOMINATED_RELEASE_DOCUMENT]) {
    const found: Record<string, number> = {}
    for (const { why } of document.losses()) found[why] = (found[why] ?? 0) + 1
    t.strictSame(found, LET_GO, document.name)
  }
})

/** What a reply written from the cloud's answer may say less than legacy's own: the end of each place, and why. */
const LESS: Readonly<Record<string, string>> = {
  'PrescriptionReleaseResponse/id/@root': 'only this answer knows it by that',
  'PrescriptionReleaseResponse/effectiveTime/@value': 'when the answer was made',
  'priorDownloadRequestRef/id/@root': 'what was asked is known of who asked it',
  'PrescriptionReleaseResponse/pertinentInformation':
    'the cloud does not say how many prescriptions wait, and without that the number of these says nothing',
  'pertinentPrescriptionStatus/value/@displayName': 'said by its code',
  'pertinentItemStatus/value/@displayName': 'said by its code',
  'PrescriptionReleaseReject/id/@root': 'only this answer knows it by that',
  'PrescriptionReleaseReject/effectiveTime/@value': 'when the answer was made',
  'priorPrescriptionReleaseRequestRef/id/@root': 'what was asked is known of who asked it',
  'pertinentRejectionReason/value/@displayName': 'said by its code',
  'pertinentRejectionReason/performer': 'who has a prescription FHIR tells beside what went wrong',
}

t.test('what a reply may say less than legacy’s own is a list somebody has read', async t => {
  const cases = [
    [EPS_RELEASE, 'PORX_IN132004UK30'],
    [EPS_NOMINATED_RELEASE, 'PORX_IN060102SM30'],
  ] as const
  for (const [mapping, interaction] of cases) {
    const losses = mapping.losses(interaction).filter(({ does }) => does === 'optional')
    const unread = losses.flatMap(({ path, why }) =>
      path.filter(
        each => !Object.entries(LESS).some(([end, reason]) => each.endsWith(end) && why === reason),
      ),
    )
    t.strictSame(unread, [], interaction)
    t.equal(losses.length, Object.keys(LESS).length, interaction)
  }
})

t.test('a row that lost what may never be lost is refused as it is defined', async t => {
  const lossy = (rows: readonly Row[], fact: string): readonly Row[] =>
    rows.map(row => {
      if ('list' in row || 'each' in row) return { ...row, rows: lossy(row.rows, fact) }
      return 'fact' in row && row.fact === fact ? { ...row, lossy: 'why not' } : row
    })
  for (const fact of RELEASE_SPEC.kept) {
    const spec = { ...RELEASE_SPEC, rows: lossy(RELEASE_SPEC.rows, fact) }
    t.throws(() => defineDocument(spec), { message: `eps.release: ${fact} may never be lost` })
  }
  for (const spec of [RELEASE_RESPONSE_SPEC, NOMINATED_RESPONSE_SPEC]) {
    for (const fact of spec.kept) {
      const broken = { ...spec, rows: lossy(spec.rows, fact) }
      t.throws(() => defineReply(broken), { message: new RegExp(`${fact} may never be lost`) })
    }
  }
})

t.test('what may never be lost of a prescription may never be lost of a released one', async t => {
  const kept = new Set(RELEASE_RESPONSE_SPEC.kept)
  t.strictSame(
    PRESCRIPTION_DOCUMENT.kept.filter(fact => !kept.has(fact)),
    [],
  )
})

t.test('a release’s table can be read by a person', async t => {
  const rows = EPS_RELEASE.rows()
  const shortId = rows.find(({ fact }) => fact === 'shortId')
  t.match(shortId?.hl7['hl7'], /^pertinentInformation\/pertinentPrescriptionID\/value\[@root=/)
  t.match(shortId?.fhir, /^parameter\*\[name=group-identifier\]/)
  t.strictSame(
    [EPS_RELEASE.name, EPS_NOMINATED_RELEASE.name],
    ['eps.release', 'eps.nominated-release'],
  )
  t.not(EPS_RELEASE.version, EPS_NOMINATED_RELEASE.version)
})
