/** What a patient lets be viewed is set in the cloud in legacy's words, and acknowledged in them. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { SCR_PERMISSION } from '../../src/products/scr/permission.ts'
import { childOf, elementsOf, readXml, type XmlElement } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import {
  acknowledged,
  anotherAssertion,
  MESSAGE_ID,
  OTHER_SCR_NUMBER,
  outcome,
  permissionBody,
  permissionMessage,
  type PsisReason,
  refusal,
  SCR_NUMBER,
  type SetPermission,
  toldOn,
} from '../support/scr-golden.ts'

const INTERACTION = 'SET_RESOURCE_PERMISSIONS_INUK01'
const ACK = 'MCCI_IN010000UK13'
const REPLY_ID = 'B8E0C7A4-0000-4000-8000-000000000004'
const ABOUT = {
  ...{ interaction: INTERACTION, messageId: MESSAGE_ID, payloadId: MESSAGE_ID },
  ...{ fromAsid: '200000000001', toAsid: '200000000002', now: new Date(0) },
  newId: () => REPLY_ID,
}
const treeOf = (text: string): XmlElement => readXml(Buffer.from(text))
const asked = (set: SetPermission = {}, mapping = SCR_PERMISSION) =>
  mapping.request(treeOf(permissionMessage(set)), ABOUT)
const CODES = [
  ['Yes', 'Yes'],
  ['No', 'No'],
  ['Clear', 'Ask'],
] as const

t.test('each permission is sent in the cloud’s word, and no other', async t => {
  for (const [permission, code] of CODES) {
    const came = asked({ permission })
    if (came.kind === 'declined') throw new Error(came.says)
    const { method, path, headers, subject, requestId, body } = came.value
    t.strictSame([method, path, requestId], ['POST', '/$setPermission', MESSAGE_ID.toLowerCase()])
    t.strictSame(subject, { kind: 'nhsNumber', value: SCR_NUMBER })
    t.strictSame(headers, [
      ...['Accept', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()],
      ...['X-Correlation-ID', MESSAGE_ID.toLowerCase()],
      ...['Content-Type', 'application/fhir+json'],
    ])
    t.strictSame(JSON.parse(String(body)), permissionBody(code))
  }
  t.equal(SCR_PERMISSION.access, 'user')
})

t.test('what the cloud cannot be told is not sent', async t => {
  const DECLINED: readonly (readonly [set: SetPermission, code: string])[] = [
    [{ code: 'Store' }, 'asked'],
    [{ more: anotherAssertion('Store') }, 'asked'],
    [{ more: anotherAssertion('View') }, 'several'],
    [{ code: 'VIEW' }, 'missing'],
    [{ permission: 'Ask' }, 'value'],
    [{ permission: 'yes' }, 'value'],
    [{ permission: '' }, 'missing'],
    [{ record: OTHER_SCR_NUMBER }, 'disagrees'],
    [{ number: '9990000019' }, 'value'],
    [{ userData: 'because' }, 'unread'],
    [{ more: '<c:expires>2027</c:expires>' }, 'unread'],
  ]
  for (const [set, code] of DECLINED) {
    t.match(asked(set), { kind: 'declined', code }, JSON.stringify(set))
  }
  const twice = permissionMessage().replace(/<c:setR.*<\/c:setR[^>]*>/, '$&$&')
  for (const text of [twice, permissionMessage().replace(/<c:setR.*<\/c:setR[^>]*>/, '')]) {
    t.match(SCR_PERMISSION.request(treeOf(text), ABOUT), { kind: 'declined', code: 'shape' })
  }
  const elsewhere = permissionMessage().replaceAll('carerecords', 'another')
  t.match(SCR_PERMISSION.request(treeOf(elsewhere), ABOUT), { kind: 'declined', code: 'shape' })
  const no = { ...ABOUT, messageId: 'no-uuid' }
  t.match(SCR_PERMISSION.request(treeOf(permissionMessage()), no), { code: 'ids' })
})

t.test('what may be viewed is not asked of the cloud, which tells it of some alone', async t => {
  for (const kind of ['GET', 'HAS']) {
    t.match(SCR_PERMISSION.legacyOnly?.[`${kind}_RESOURCE_PERMISSIONS_INUK01`], /tells nothing$/)
  }
})

const request = () => {
  const came = asked()
  if (came.kind === 'declined') throw new Error(came.says)
  return came.value
}
const ECHOED = ['X-Request-ID', MESSAGE_ID.toLowerCase()]
const answer = (
  status: number,
  body: Buffer = Buffer.alloc(0),
  headers = ECHOED,
  mapping = SCR_PERMISSION,
) => mapping.answer({ status, headers, body }, { ...ABOUT, request: request() })

const INVALID: readonly PsisReason[] = [
  ['400', 'Invalid Request'],
  ['35160', '[PSIS-35160] - Invalid input message. Mandatory field NHS Number is missing'],
]

t.test('what was set is acknowledged, to the message that set it', async t => {
  const reply = answer(201)
  if (reply.kind !== 'answer') throw new Error(reply.kind)
  t.match(reply, { interaction: ACK, wrapper: 'setResourcePermissionsResponse', outcome: 'ok' })
  const said = SCR_PERMISSION.readLegacy(treeOf(reply.payload))
  t.match(said, { kind: 'said', outcome: 'ok', reasons: [] })
  t.match(reply.payload, `<messageRef><id root="${MESSAGE_ID}"/></messageRef>`)
  t.match(reply.payload, '<versionCode code="V3NPfIT3.0"/>')
  t.match(reply.payload, `<id root="${REPLY_ID}"/>`)
  t.notMatch(reply.payload, /queryAck|reason|subject/)
})

t.test('what Spine refused is told in Spine’s own reasons, in their order', async t => {
  const reply = answer(400, toldOn(INVALID))
  if (reply.kind !== 'answer') throw new Error(reply.kind)
  t.equal(reply.outcome, 'app_error')
  t.match(reply.payload, '<acknowledgement typeCode="AE">')
  const [one, two] = [...reply.payload.matchAll(/<code code="(\d+)" codeSystem="([\d.]+)"/g)]
  const list = '2.16.840.1.113883.2.1.3.2.4.17.33'
  t.strictSame(
    [one?.slice(1), two?.slice(1)],
    [
      ['400', list],
      ['35160', list],
    ],
  )
  t.strictSame(
    SCR_PERMISSION.readLegacy(treeOf(reply.payload)),
    SCR_PERMISSION.readCloud({ status: 400, body: toldOn(INVALID) }),
    'both say the same',
  )
})

t.test('each kind of refusal comes to one word on both sides', async t => {
  const KINDS: readonly (readonly [
    reasons: readonly PsisReason[],
    status: number,
    word: string,
  ])[] = [
    [[['400', 'a']], 400, 'app_error'],
    [[['401', 'a']], 400, 'duplicate'],
    [[['410', 'a']], 400, 'app_error'],
    [[['430', 'a']], 400, 'app_error'],
    [[['420', 'a']], 403, 'app_error'],
    [
      [
        ['430', 'a'],
        ['30134', 'b'],
      ],
      400,
      'duplicate',
    ],
    [
      [
        ['410', 'a'],
        ['30312', 'b'],
      ],
      400,
      'not_found',
    ],
  ]
  for (const [reasons, status, word] of KINDS) {
    t.match(answer(status, toldOn(reasons)), { kind: 'answer', outcome: word })
    t.match(SCR_PERMISSION.readLegacy(treeOf(refusal(reasons, ACK))), { outcome: word })
    t.match(SCR_PERMISSION.readCloud({ status, body: toldOn(reasons) }), { outcome: word })
  }
  t.match(SCR_PERMISSION.readLegacy(treeOf(acknowledged('AR'))), { outcome: 'rejected' })
})

t.test('no answer that says less than that it was done is told as done', async t => {
  const BAD: readonly (readonly [status: number, body: Buffer])[] = [
    [200, Buffer.alloc(0)],
    [202, Buffer.alloc(0)],
    [201, outcome('something')],
    [400, outcome("Missing value for Parameter.Part 'nhsNumber'")],
    [400, toldOn([['420', 'told under another status']])],
    [
      400,
      toldOn([
        ['35160', 'no kind'],
        ['400', 'behind'],
      ]),
    ],
    [
      400,
      Buffer.from(toldOn(INVALID).toString().replace(';Code:', ';What:').replace('Code:', 'x')),
    ],
    [400, outcome('Something else;Code: 400, Display: behind it')],
    [403, Buffer.from('<html/>')],
    [404, Buffer.alloc(0)],
  ]
  for (const [status, body] of BAD) {
    t.match(
      answer(status, body),
      { kind: 'failure', error: 'bad-answer' },
      `${status} ${String(body)}`,
    )
  }
  const FAILED = [
    ...[401].map(status => [status, 'bad-answer'] as const),
    ...[429].map(status => [status, 'not-sent'] as const),
    ...[408, 500, 502, 503, 504].map(status => [status, 'no-answer'] as const),
  ]
  for (const [status, error] of FAILED) t.match(answer(status), { kind: 'failure', error })
  t.match(answer(201, Buffer.alloc(0), []), { kind: 'crossed', by: 'request' })
  t.match(answer(201, Buffer.alloc(0), ['X-Request-ID', REPLY_ID]), { kind: 'crossed' })
})

t.test('a permission written for the cloud and back is the permission it was', async t => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 })
  const valid = digits
    .map(rest => [9, ...rest])
    .map(nine => {
      const sum = nine.reduce((total, digit, i) => total + digit * (10 - i), 0)
      return `${nine.join('')}${(11 - (sum % 11)) % 11}`
    })
    .filter(number => number.length === 10)
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(valid, fc.constantFrom('yes', 'no', 'ask'), (nhsNumber, permission) => {
        const information = { nhsNumber, permission }
        const legacy = SCR_PERMISSION.writeLegacy(information, '')
        const cloud = SCR_PERMISSION.writeCloud(information)
        if (legacy.kind === 'declined' || cloud.kind === 'declined') return false
        const message = permissionMessage().replace(/<c:setR.*<\/c:setR[^>]*>/, legacy.value)
        const came = SCR_PERMISSION.request(treeOf(message), ABOUT)
        return came.kind === 'accepted' && String(came.value.body) === cloud.value
      }),
    )
  })
})

t.test('nothing that is declined or failed says whom it is about or what they permit', async t => {
  const said = [
    asked({ record: OTHER_SCR_NUMBER }),
    asked({ number: '9990000019' }),
    asked({ userData: `${SCR_NUMBER} says Secretly` }),
    asked({ permission: 'Secretly' }),
    answer(400, outcome(`Secretly ${SCR_NUMBER}`)),
    answer(404, Buffer.from(`Secretly ${SCR_NUMBER}`)),
  ]
  for (const each of said) t.notMatch(JSON.stringify(each), /999000|Secretly/)
})

t.test('published permissions and what became of them are read, each of them', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(({ product }) => product === 'SCR')
  const jsonAt = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  let [bodies, told] = [0, 0]
  for (const { file, path } of samples) {
    if (!/SetPermission\.json$|set_acs\/.*nhsNumberNotFound\.request\.json$/.test(path)) continue
    const body = JSON.stringify(jsonAt(file))
    const number = /"valueString":"(\d{10})"/.exec(body)?.[1] ?? ''
    const code = /"code":"(\w+)"/.exec(body)?.[1] ?? ''
    const permission = CODES.find(([, own]) => own === code)?.[0] ?? ''
    const came = asked({ number, permission })
    // One of them asks for a number that is nobody's, by its check digit.
    if (came.kind === 'declined') t.match(came, { code: 'value' }, path)
    else t.strictSame(JSON.parse(String(came.value.body)), JSON.parse(body), path)
    bodies += 1
  }
  const legacy = samples.find(({ path }) => path.endsWith('acs/invalidNhsNumber.xml'))
  const cloud = samples.find(({ path }) => path.endsWith('1-nhsNumberNotFound.response.json'))
  const envelope = readXml(readFileSync(legacy?.file ?? ''))
  const content = childOf(envelope, 'http://schemas.xmlsoap.org/soap/envelope/', 'Body')
  const [wrapper] = content === undefined ? [] : elementsOf(content)
  const [message] = wrapper === undefined ? [] : elementsOf(wrapper)
  if (message === undefined) throw new Error('no message')
  const own = SCR_PERMISSION.readLegacy(message)
  t.match(own, { kind: 'said', outcome: 'app_error' })
  const body = readFileSync(cloud?.file ?? '')
  t.strictSame(SCR_PERMISSION.readCloud({ status: 400, body }), own, 'the pair says the same')
  const reply = answer(400, body)
  if (reply.kind !== 'answer') throw new Error(reply.kind)
  t.strictSame(
    SCR_PERMISSION.readLegacy(treeOf(reply.payload)),
    own,
    'and so does what is made of it',
  )
  told += 1
  t.comment(`${bodies} published bodies, ${told} published pair, both ways`)
  t.ok(bodies >= 2)
})
