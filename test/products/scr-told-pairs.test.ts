/** What Spine and its façade were published to say of one request: the façade's words are told as Spine says them. */
import t from 'tap'
import type { CallMapping, CloudRequest, Mapping, Said } from '../../src/mapping/index.ts'
import { SCR_ALERT } from '../../src/products/scr/alert.ts'
import { SCR_PERMISSION } from '../../src/products/scr/permission.ts'
import { SCR_SUMMARY } from '../../src/products/scr/summary.ts'
import { SCR_UPLOAD } from '../../src/products/scr/upload.ts'
import { readXml } from '../../src/xml/index.ts'
import { corpusFolder } from '../support/corpus.ts'
import { publishedIn } from '../support/scr-pairs.ts'
import { aboutGolden, NHS_NUMBER } from '../support/summary-golden.ts'

const REQUEST_ID = 'b3d6c1e0-5f0a-4b44-9b7b-3f0b9a1f7c11'
const HEADERS = ['X-Request-ID', REQUEST_ID]
const REQUEST: CloudRequest = {
  ...{ method: 'GET', path: '', headers: [], requestId: REQUEST_ID },
  subject: { kind: 'nhsNumber', value: NHS_NUMBER },
}

/** A message of HL7v3 in whatever was published around it. */
function messageIn(text: string, name: string): Buffer {
  const [whole] = new RegExp(`<(?:hl7:)?${name}[ >][^]*</(?:hl7:)?${name}>`).exec(text) ?? []
  if (whole === undefined) throw new Error(`no ${name}`)
  return Buffer.from(
    whole.startsWith('<hl7:') ? whole : whole.replace(name, `${name} xmlns="urn:hl7-org:v3"`),
  )
}

interface ToldPair {
  readonly name: string
  readonly mapping: Mapping
  readonly interaction: string
  readonly status: number
  /** What the façade said; absent where nobody published it. */
  readonly fhir?: string
  /** What Spine said; absent where nobody published it. */
  readonly hl7?: readonly [file: string, message: string]
  /** What becomes of the façade's words. */
  readonly fate: string
  /** The reasons a supplier is told, where it is told any. */
  readonly reasons?: readonly string[]
}

const ACK = 'MCCI_IN010000UK13'
const SET = { mapping: SCR_PERMISSION, interaction: 'SET_RESOURCE_PERMISSIONS_INUK01' } as const
const UPLOAD = { mapping: SCR_UPLOAD, interaction: 'REPC_IN150016UK05' } as const
const NO_CONSENT = ['responses/event-list-query/noConsent.xml', 'QUQI_IN010000UK14'] as const

const PAIRS: readonly ToldPair[] = [
  {
    ...{ name: 'who lets nobody view theirs, asked for', mapping: SCR_SUMMARY },
    ...{ interaction: 'QUPC_IN190000UK04', status: 403, hl7: NO_CONSENT },
    ...{ fhir: 'get_scr/no_consent/1-basic.response.json', fate: 'answer' },
    reasons: ['420', '30418'],
  },
  {
    ...{ ...SET, name: 'a number nobody knows', status: 400 },
    fhir: 'set_acs/spine_error/1-nhsNumberNotFound.response.json',
    hl7: ['responses/acs/invalidNhsNumber.xml', ACK],
    ...{ fate: 'answer', reasons: ['400', '35160'] },
  },
  {
    ...{ ...SET, name: 'no number, which Spine was never asked', status: 400 },
    ...{ fhir: 'set_acs/bad_request/1-nhsNumberMissing.response.json', fate: 'failure bad-answer' },
  },
  {
    ...{ ...SET, name: 'two permissions, which Spine was never asked', status: 400 },
    fhir: 'set_acs/bad_request/2-duplicatePermission.response.json',
    fate: 'failure bad-answer',
  },
  {
    ...{ ...UPLOAD, name: 'a dissent, uploaded', status: 403, fate: 'answer' },
    ...{ fhir: 'upload_scr/no_consent/1-dissent.response.json', reasons: ['420', '30418'] },
  },
  {
    ...{ ...UPLOAD, name: 'a number nobody knows, uploaded', status: 400, fate: '' },
    ...{ hl7: ['responses/polling/error.xml', ACK], reasons: ['400', '35160'] },
  },
]

const codesOf = (said: Said): readonly string[] => said.reasons.map(({ code }) => code)

t.test('what the façade says is told as Spine said it, reason by reason', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const published = publishedIn(folder)
  for (const pair of PAIRS) {
    const { name, mapping, interaction, status, fhir, hl7, fate, reasons = [] } = pair
    const legacy = hl7 && mapping.readLegacy(readXml(messageIn(published(hl7[0]), hl7[1])))
    if (legacy?.kind === 'said') t.strictSame(codesOf(legacy), reasons, `${name}: Spine’s`)
    t.not(legacy?.kind, 'declined', name)
    if (fhir === undefined) continue
    const body = Buffer.from(published(fhir))
    const about = { ...aboutGolden(interaction), request: REQUEST }
    const came = mapping.answer({ status, headers: HEADERS, body }, about)
    t.equal([came.kind, ...(came.kind === 'failure' ? [came.error] : [])].join(' '), fate, name)
    if (came.kind !== 'answer') continue
    const back = mapping.readLegacy(readXml(Buffer.from(came.payload)))
    if (back.kind === 'declined') throw new Error(back.says)
    t.strictSame(codesOf(back), reasons, name)
    const cloud = mapping.readCloud({ status, body })
    if (cloud.kind === 'declined') throw new Error(cloud.says)
    for (const each of [back, legacy ?? back]) {
      t.match(each, { kind: 'said', outcome: cloud.outcome }, `${name}: the same outcome`)
    }
  }
})

const callsOf = ({ calls }: Mapping): CallMapping => {
  if (calls === undefined) throw new Error('no mapping of calls')
  return calls
}

t.test('an alert is sent as it was published, and refused in Spine’s words', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const published = publishedIn(folder)
  const calls = callsOf(SCR_ALERT)
  const headers = ['Content-Type', 'application/fhir+json']
  const aboutOf = (body: Buffer) => ({
    ...aboutGolden('scr-alert'),
    call: { method: 'POST', target: '/clinical/alert', headers, body },
  })
  for (const [file, kind] of [
    ['send_alert/success/1-basic.request.json', 'accepted'],
    ['send_alert/spine_error/1-invalidValue.request.json', 'accepted'],
    ['send_alert/bad_request/1-missingNhsNumber.request.json', 'declined'],
    ['test_data/audit_event.json', 'accepted'],
  ] as const) {
    const body = Buffer.from(published(file))
    const came = calls.request(aboutOf(body))
    t.equal(came.kind, kind, file)
    if (came.kind === 'accepted') t.strictSame(came.value.body, body, `${file}: byte for byte`)
  }
  const body = Buffer.from(published('send_alert/spine_error/1-invalidValue.response.json'))
  const cloud = { status: 400, headers: HEADERS, body }
  const came = calls.answer(cloud, { ...aboutOf(body), request: REQUEST })
  if (came.kind !== 'answer') throw new Error(came.kind)
  t.strictSame(
    JSON.parse(String(came.body)),
    JSON.parse(published('responses/alert/error.json')),
    'as Spine said it, leaf by leaf',
  )
  const unknown = Buffer.from(published('send_alert/bad_request/1-missingNhsNumber.response.json'))
  t.match(
    calls.answer({ ...cloud, body: unknown }, { ...aboutOf(body), request: REQUEST }),
    { kind: 'failure', error: 'bad-answer' },
    'what Spine was never asked is none of its words',
  )
})
