import t from 'tap'
import type { AnswerAbout, Mapping } from '../../src/mapping/index.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from '../../src/products/eps/release.ts'
import {
  NOMINATED_RELEASE_DOCUMENT,
  RELEASE_DOCUMENT,
} from '../../src/products/eps/release-request.ts'
import { SAID } from '../support/prescription-golden-parts.ts'
import { GOLDEN_RELEASES } from '../support/release-golden-cases.ts'
import { goldenAnswer, goldenRelease, RELEASED, type Released } from '../support/release-golden.ts'
import {
  aboutAnswer,
  aboutAsked,
  ASKED,
  askedMessage,
  type AskedParts,
  NOMINATED,
} from '../support/release-golden-asked.ts'

const PATIENT = aboutAnswer(RELEASE_DOCUMENT, ASKED)
const OWN = aboutAnswer(NOMINATED_RELEASE_DOCUMENT, NOMINATED)

interface Told {
  readonly mapping?: Mapping
  readonly about?: AnswerAbout
  readonly status?: number
}

/** What becomes of an answer, in a word or two. */
function toldOf(body: Buffer | string, { mapping, about, status }: Told = {}): string {
  const own = about ?? PATIENT
  const headers = ['X-Request-ID', own.request.requestId]
  const answer = (mapping ?? EPS_RELEASE).answer(
    { status: status ?? 200, headers, body: Buffer.from(body) },
    own,
  )
  if (answer.kind === 'answer') return `${answer.interaction} ${answer.outcome}`
  if (answer.kind === 'crossed') return `crossed by ${answer.by}`
  return answer.kind === 'declined' ? answer.code : answer.error
}

const ask = (parts: AskedParts, change: (message: string) => string): string => {
  const asked = (parts.names ? RELEASE_DOCUMENT : NOMINATED_RELEASE_DOCUMENT).request(
    Buffer.from(change(askedMessage(parts).toString())),
    aboutAsked(parts),
  )
  return asked.kind === 'declined' ? asked.code : asked.kind
}

const LONG = '9361DA95-7C11-4B44-9B7B-B3D6C1E05F0A'

t.test('a request that cannot be asked in full is not asked of the cloud', async t => {
  const rows: readonly (readonly [title: string, says: string, change: (m: string) => string])[] = [
    ['as it is', 'accepted', m => m],
    [
      'a prescription of the long form alone',
      'missing',
      m => m.replace(/<value extension[^>]*>/, `<value root="${LONG}"/>`),
    ],
    [
      'nobody named',
      'missing',
      m => m.replace(/<pertinentInformation .*<\/pertinentInformation>/, ''),
    ],
    [
      'two named',
      'several',
      m => m.replace(/<pertinentInformation .*<\/pertinentInformation>/, twice => twice + twice),
    ],
    [
      'nobody asks',
      'missing',
      m => m.replace(/<author typeCode="AUT"><AgentPerson .*<\/AgentPerson><\/author>/, ''),
    ],
    ['a dispenser without a code', 'missing', m => m.replace(/<id extension="F0001"[^>]*>/, '')],
    [
      'somebody without a role',
      'missing',
      m => m.replace(/<id extension="100000000003"[^>]*>/, ''),
    ],
    [
      'an id of its own that is none',
      'value',
      m => m.replace(/(Request [^>]*><id root=")[^"]*/, '$1X'),
    ],
    [
      'a time that is none',
      'value',
      m => m.replace('<effectiveTime value="2026', '<effectiveTime value="202613'),
    ],
    [
      'something nobody reads',
      'unread',
      m =>
        m.replace(
          '<author typeCode="AUT"><AgentPerson ',
          '<author typeCode="AUT"><time value="20260102030406"/><AgentPerson ',
        ),
    ],
    ['another message', 'shape', m => m.replaceAll('PatientPrescription', 'NominatedPrescription')],
  ]
  for (const [title, says, change] of rows) t.equal(ask(ASKED, change), says, title)
  t.equal(
    ask(NOMINATED, m => m),
    'accepted',
  )
  const withPrescription = askedMessage(ASKED).toString()
  const slot = /<pertinentInformation .*<\/pertinentInformation>/.exec(withPrescription)?.[0] ?? ''
  t.equal(
    ask(NOMINATED, m => m.replace('</NominatedP', `${slot}</NominatedP`)),
    'unread',
    'all that is nominated, and one by name',
  )
})

t.test('a name in parts is let go, and the request is asked', async t => {
  const parts = '<name><given>Made</given><family>Up</family></name>'
  t.equal(
    ask(ASKED, m => m.replace('<name>Made Up</name>', parts)),
    'accepted',
  )
})

const answer = (released: Released, change: (text: string) => string = text => text): Buffer =>
  goldenAnswer([change(goldenRelease(released).bundle)])

const changed = (change: (text: string) => string): string =>
  toldOf(answer({ ...RELEASED, status: '0001' }, change))

t.test('another prescription than the one that was asked for is nobody’s answer', async t => {
  const other = (text: string): string => text.replaceAll(SAID.shortId, 'FEDCBA-Y00001-12345X')
  t.equal(toldOf(answer(RELEASED)), 'PORX_IN070103UK31 ok')
  t.equal(toldOf(answer(RELEASED, other)), 'crossed by subject')
  const own = goldenRelease(RELEASED).bundle
  t.equal(toldOf(goldenAnswer([own, other(own)])), 'crossed by subject', 'beside the one')
  t.equal(toldOf(goldenAnswer([own, own])), 'disagrees', 'the one, twice')
  const letters = answer(RELEASED, text =>
    text.replaceAll(SAID.shortId, SAID.shortId.toLowerCase()),
  )
  t.equal(toldOf(letters), 'PORX_IN070103UK31 ok', 'case says nothing')
})

t.test(
  'what is nominated to another dispenser, or to nobody, is not handed to this one',
  async t => {
    const told = { mapping: EPS_NOMINATED_RELEASE, about: OWN }
    t.equal(toldOf(answer(RELEASED), told), 'PORX_IN070101UK31 ok')
    const other = answer(RELEASED, text => text.replaceAll('F0001', 'F0002'))
    t.equal(toldOf(other, told), 'crossed by subject')
    const nobodys = answer({ ...RELEASED, parts: { ...RELEASED.parts, pharmacy: false } })
    t.equal(toldOf(nobodys, told), 'disagrees')
    t.equal(toldOf(nobodys), 'PORX_IN070103UK31 ok', 'whoever brings a token may have it')
  },
)

t.test('what was signed is said as it was signed, or not at all', async t => {
  const rows: readonly (readonly [title: string, from: string, to: string])[] = [
    ['the patient’s name', 'Testperson', 'Testpersons'],
    ['the patient’s birth', '1970-02-03', '1970-02-04'],
    ['a medicine', '39113611000001102', '39113611000001103'],
    ['a dosage', '"One & only  one"', '"One & only one"'],
    ['a quantity', '"value":28', '"value":280'],
    ['a prescriber', '4123456', '4123457'],
    ['a line item', SAID.lines[0], SAID.lines[0].replace('a', 'b')],
  ]
  for (const [title, from, to] of rows) {
    const told = changed(text => {
      t.ok(text.includes(from), title)
      return text.replaceAll(from, to)
    })
    t.equal(told, 'signed', title)
  }
  t.equal(
    changed(text => text.replace(/"data":"[^"]*"/, '"data":"PGEgeG1sbnM9InVybjphIi8+"')),
    'signed',
    'no digest',
  )
})

const REPEAT = GOLDEN_RELEASES.get('the third issue of six, the one before given out') ?? RELEASED

t.test('what became of a prescription is told by all, or by nobody', async t => {
  const rows: readonly (readonly [title: string, says: string, body: Buffer])[] = [
    [
      'a state its request is not in',
      'disagrees',
      answer(RELEASED, text => text.replace('"code":"0007"', '"code":"0005"')),
    ],
    [
      'a state nobody knows',
      'value',
      answer(RELEASED, text => text.replace('"code":"0007"', '"code":"0009"')),
    ],
    [
      'stopped, nobody says why',
      'disagrees',
      answer({
        ...RELEASED,
        items: [{ code: '0002', request: 'stopped', isSaid: false }, RELEASED.items[1]],
      }),
    ],
    [
      'one waits, one is with a dispenser',
      'disagrees',
      answer({ ...RELEASED, items: [{ code: '0008', request: 'active' }, RELEASED.items[1]] }),
    ],
    [
      'part of it given out',
      'disagrees',
      answer({
        ...RELEASED,
        items: [
          { code: '0003', request: 'active' },
          { code: '0003', request: 'active' },
        ],
      }),
    ],
    [
      'why it changed, of one that goes on',
      'unread',
      answer(RELEASED, text =>
        text.replace('"status":"active"', '"status":"active","statusReason":{"text":"x"}'),
      ),
    ],
    [
      'nobody says which issue',
      'disagrees',
      answer(REPEAT, text =>
        text
          .replaceAll(/,"basedOn":\[.*?\}\]\}\]\}\]/g, '')
          .replaceAll(/,\{"url":"numberOfPrescriptionsIssued","valueInteger":3\}/g, ''),
      ),
    ],
    [
      'an issue behind the last',
      'disagrees',
      answer(REPEAT, text =>
        text.replaceAll(
          '"numberOfRepeatsIssued","valueInteger":2',
          '"numberOfRepeatsIssued","valueInteger":6',
        ),
      ),
    ],
    [
      'as many issues as are not allowed',
      'disagrees',
      answer(REPEAT, text =>
        text.replaceAll(
          '"numberOfRepeatsAllowed","valueInteger":5',
          '"numberOfRepeatsAllowed","valueInteger":4',
        ),
      ),
    ],
    [
      'an issue of what is issued once',
      'disagrees',
      answer(RELEASED, text =>
        text.replaceAll(
          '"extension":[{"url":"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType"',
          '"extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation","extension":[{"url":"numberOfPrescriptionsIssued","valueInteger":1}]},{"url":"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType"',
        ),
      ),
    ],
    [
      'two days from which it is valid',
      'disagrees',
      answer({ ...REPEAT, lastUpdated: '2026-01-11T00:00:00Z' }),
    ],
    [
      'a property nobody knows',
      'unread',
      answer(RELEASED, text => text.replace('"intent"', '"doNotPerform":true,"intent"')),
    ],
    ['no prescription', 'missing', goldenAnswer([])],
    ['another resource', 'bad-answer', Buffer.from('{"resourceType":"Bundle"}')],
  ]
  for (const [title, says, body] of rows) t.equal(toldOf(body), says, title)
})

t.test('a count of repeats less than none is none', async t => {
  const told = changed(text =>
    text.replaceAll('"quantity":{', '"numberOfRepeatsAllowed":-1,"quantity":{'),
  )
  t.equal(told, 'PORX_IN070103UK31 ok')
})
