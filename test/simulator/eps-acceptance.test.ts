import t from 'tap'
import { LANGUAGES, saying, sideOf, told } from './prescribing.ts'
import type { Language, Step } from './prescribing.ts'

type Spoil = (body: string) => string

/** What is wrong with a message, and what is said to it. */
type Row = readonly [what: string, step: Step, spoil: Spoil, said: string]

const without =
  (name: string): Spoil =>
  body =>
    body.replace(new RegExp(`<${name}[ >][\\s\\S]*?</${name}>|<${name} [^>]*/>`), '')
const shorter: Spoil = body => body.replaceAll(/(\w{6}-Z99001-\w{4})[\w+]{2}/g, '$1')
const uuid = '[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}'

const LEGACY: readonly Row[] = [
  ['its id is too short', 'prescribe', shorter, '17.22 0009'],
  ['nobody signed it', 'prescribe', without('signatureText'), '17.22 0003'],
  ['it is not said when it was signed', 'prescribe', without('time'), '17.22 0008'],
  [
    'the number of its patient is missing',
    'prescribe',
    body => body.replace(/extension=(["'])999\d{7}\1/, 'extension=$1$1'),
    '17.22 0008',
  ],
  ['its patient has no address', 'prescribe', without('addr'), '17.22 0008'],
  ['its patient has no name', 'prescribe', without('name'), '17.22 0008'],
  ['its patient has no gender', 'prescribe', without('administrativeGenderCode'), '17.22 0008'],
  ['its patient has no date of birth', 'prescribe', without('birthTime'), '17.22 0008'],
  ['its patient has no GP', 'prescribe', without('healthCareProvider'), '17.22 0008'],
  [
    'nobody licensed its prescriber',
    'prescribe',
    without('healthCareProviderLicense'),
    '17.22 0008',
  ],
  ['it gives no reason', 'cancel', without('pertinentCancellationReason'), '17.19 5888'],
  ['its reason is of another system', 'cancel', b => b.replace('16.27', '16.28'), '17.19 5888'],
  [
    'it gives nine reasons',
    'cancel',
    b =>
      b.replace(/<pertinentCancellationReason[\s\S]*<\/pertinentCancellationReason>/, r =>
        r.repeat(9),
      ),
    '17.19 5888',
  ],
  [
    'it is of two items',
    'cancel',
    b => b.replace(/<pertinentLineItemRef[\s\S]*<\/pertinentLineItemRef>/, '$&$&'),
    '17.19 5888',
  ],
  ['its id is too short', 'release', shorter, '16.34 5888'],
  ['nobody asks', 'release', without('representedOrganization'), '16.34 5888'],
  ['nobody asks', 'release-nominated', without('representedOrganization'), '16.34 5888'],
  ['its status is none', 'dispense', b => b.replaceAll('"0006"', '"0099"'), '17.22 0009'],
  [
    'nothing was supplied',
    'claim',
    b => b.replaceAll('pertinentSuppliedLineItem', 'pertinentOtherItem'),
    '17.22 0009',
  ],
  [
    'what it replaces has no GUID',
    'amend-claim',
    b => b.replace(new RegExp(`(priorMessageRef[^>]*><id root=.)${uuid}`), '$17'),
    '17.22 0009',
  ],
  [
    'what it takes back is not named',
    'withdraw',
    without('pertinentDispenseNotificationRef'),
    '17.22 0009',
  ],
  ['its id is too short', 'return', shorter, '17.22 0009'],
]

const json =
  (change: (text: string) => string): Spoil =>
  body =>
    change(body)
const gone = (name: string): Spoil => json(text => text.replaceAll(`"${name}":`, '"gone":'))

const CLOUD: readonly Row[] = [
  ['its id is too short', 'prescribe', shorter, 'INVALID_MESSAGE'],
  ['nobody signed it', 'prescribe', gone('signature'), 'MISSING_DIGITAL_SIGNATURE'],
  ['its patient has no address', 'prescribe', gone('address'), 'MISSING_VALUE'],
  ['its patient has no gender', 'prescribe', gone('gender'), 'MISSING_VALUE'],
  ['its patient has no date of birth', 'prescribe', gone('birthDate'), 'MISSING_VALUE'],
  ['it does not say what it is', 'prescribe', gone('eventCoding'), 'INVALID_MESSAGE'],
  ['it gives no reason', 'cancel', gone('statusReason'), 'R-5888'],
  ['its id is too short', 'release', shorter, 'INVALID_MESSAGE'],
  ['nobody asks', 'release', json(b => b.replace('"owner"', '"other"')), 'INVALID_MESSAGE'],
  [
    'its status is none',
    'dispense',
    json(b => b.replaceAll('"0006"', '"0099"')),
    'INVALID_MESSAGE',
  ],
  ['what it replaces is not named', 'amend', gone('valueIdentifier'), 'INVALID_MESSAGE'],
  ['nothing was supplied', 'claim', gone('detail'), 'INVALID_MESSAGE'],
  ['what it takes back is not named', 'withdraw', gone('focus'), 'INVALID_MESSAGE'],
  [
    'its status is of no Task',
    'return',
    json(b => b.replace('rejected', 'draft')),
    'INVALID_MESSAGE',
  ],
  ['it is no JSON', 'prescribe', () => '<xml/>', 'INVALID_MESSAGE'],
]

const ROWS: Record<Language, readonly Row[]> = { legacy: LEGACY, cloud: CLOUD }

for (const language of LANGUAGES) {
  for (const [what, name, spoil, said] of ROWS[language]) {
    t.test(`${language}: ${name} is refused with ${said} where ${what}`, async t => {
      const { simulator, step, write } = await sideOf(t, language)
      if (name !== 'prescribe') await step('prescribe')
      const before = simulator.prescriptions()
      const sent = write(name)
      const body = spoil(sent.body)
      t.not(body, sent.body, 'it was spoilt')
      t.equal(saying(language, await told(simulator, language, { ...sent, body })), said)
      t.strictSame(simulator.prescriptions(), before, 'and nothing was done')
    })
  }
}
