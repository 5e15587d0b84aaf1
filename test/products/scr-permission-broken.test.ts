/** A permission is read and sent by every row of its table, and by nothing else. */
import t from 'tap'
import { type AcknowledgedSpec, defineAcknowledged, type Mapping } from '../../src/mapping/index.ts'
import { PERMISSION_SPEC } from '../../src/products/scr/permission.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import {
  MESSAGE_ID,
  OTHER_SCR_NUMBER,
  permissionMessage,
  SCR_NUMBER,
} from '../support/scr-golden.ts'

const ABOUT = {
  ...{ interaction: 'SET_RESOURCE_PERMISSIONS_INUK01', messageId: MESSAGE_ID },
  ...{ payloadId: MESSAGE_ID, fromAsid: '200000000001', toAsid: '200000000002' },
  ...{ now: new Date(0), newId: () => MESSAGE_ID },
}
const treeOf = (text: string): XmlElement => readXml(Buffer.from(text))

/** What a message says otherwise, for the tables to tell apart. */
const OTHERWISE: readonly (readonly [from: RegExp, to: string])[] = [
  [/^/, ''],
  [/>Yes</, '>No<'],
  [/>Yes</, '>Clear<'],
  [/>Yes</, '>Ask<'],
  [/4\.1"/, '4.2"'],
  ...['SCR', 'Consent', 'View'].map(word => [new RegExp(`>${word}<`), '>x<'] as const),
  [/type>Everyone</, 'type>x<'],
  [/name>Everyone</, 'name>x<'],
  [new RegExp(`Id>${SCR_NUMBER}`), `Id>${OTHER_SCR_NUMBER}`],
  [new RegExp(SCR_NUMBER, 'g'), '9990000019'],
  [/View</, 'Store<'],
  [/xsi:schemaLocation/, 'xsi:nil'],
  [/<c:permission>.*?<\/c:permission>/, ''],
  [/<c:resourceContext[^>]*>/, ''],
]

function saysOf(spec: AcknowledgedSpec): string {
  let mapping: Mapping
  try {
    mapping = defineAcknowledged(spec)
  } catch {
    return 'refused'
  }
  const sent = OTHERWISE.map(([from, to]) => {
    const came = mapping.request(treeOf(permissionMessage().replace(from, to)), ABOUT)
    if (came.kind === 'declined') return [came.code, came.says]
    const { method, path, headers, body, subject } = came.value
    return [method, path, headers, String(body), subject]
  })
  const written = ['yes', 'no', 'ask'].map(permission =>
    mapping.writeLegacy({ nhsNumber: SCR_NUMBER, permission }, ''),
  )
  return JSON.stringify([sent, written])
}

t.test('every row broken once says something else, or is no row', async t => {
  const whole = saysOf(PERMISSION_SPEC)
  const { query } = PERMISSION_SPEC
  const survived: string[] = []
  let broken = 0
  for (const { title, spec } of brokenDocuments({ rows: query.rows })) {
    broken += 1
    const other = { ...PERMISSION_SPEC, query: { ...query, rows: spec.rows } }
    if (saysOf(other) === whole) survived.push(title)
  }
  const { call } = PERMISSION_SPEC
  const others: readonly (readonly [title: string, spec: AcknowledgedSpec])[] = [
    ['refuses nothing', { ...PERMISSION_SPEC, query: { ...query, refuses: [] } }],
    ...(['at', 'contentType', 'resource'] as const).map(
      name =>
        [
          `another ${name}`,
          { ...PERMISSION_SPEC, call: { ...call, setting: { ...call.setting, [name]: 'x' } } },
        ] as const,
    ),
    ['another path', { ...PERMISSION_SPEC, call: { ...call, path: '/x' } }],
    ['another method', { ...PERMISSION_SPEC, call: { ...call, method: 'PUT' } }],
  ]
  for (const [title, spec] of others) {
    broken += 1
    if (saysOf(spec) === whole) survived.push(title)
  }
  t.comment(`${broken} broken tables`)
  t.ok(broken > 30)
  t.strictSame(survived, [])
})

t.test('what would be written otherwise than it is read again is not sent', async t => {
  const { query } = PERMISSION_SPEC
  const [number] = query.rows
  const at = number !== undefined && 'fhir' in number ? number.fhir : undefined
  const rows = query.rows.map(row =>
    'fact' in row && row.fact === 'permission' && typeof at === 'string'
      ? { ...row, fhir: at }
      : row,
  )
  const asked = [PERMISSION_SPEC, { ...PERMISSION_SPEC, query: { ...query, rows } }].map(spec =>
    defineAcknowledged(spec).request(treeOf(permissionMessage()), ABOUT),
  )
  t.match(asked, [{ kind: 'accepted' }, { kind: 'declined', code: 'unfaithful' }])
})
