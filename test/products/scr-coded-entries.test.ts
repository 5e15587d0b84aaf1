/** Coded entries of summaries: what is declined, and what the cloud may say in more ways than one. */
import t from 'tap'
import { SCR_UPLOAD, UPLOAD_DOCUMENT } from '../../src/products/scr/upload.ts'
import { readXml } from '../../src/xml/index.ts'
import {
  aboutGolden,
  BASE,
  bytesOf,
  goldenDocument,
  MESSAGE_ID,
  uploadMessage,
} from '../support/summary-golden.ts'
import { DIAGNOSED, type GoldenCoded, OF_EVERY_KIND } from '../support/summary-golden-entries.ts'
import { TAKEN_PART_IN } from '../support/summary-golden-participants.ts'

const ABOUT = aboutGolden('REPC_IN150016UK05')

const asked = (message: Buffer): ReturnType<typeof SCR_UPLOAD.request> =>
  SCR_UPLOAD.request(readXml(message), ABOUT, message)

const ENTRY_COMPLETED = /(<code code="1240491000000103"[^>]*><statusCode code=")completed/

/** A message whose coded entries say one thing else. */
const recoded = (coded: GoldenCoded, from: string | RegExp, to: string): Buffer => {
  const text = uploadMessage({ ...BASE, coded }).toString()
  const other = text.replace(from, to)
  if (other === text) throw new Error('nothing is changed')
  return Buffer.from(other)
}

t.test('what coded entries say and the cloud does not tell again is declined', async t => {
  const rows: readonly (readonly [title: string, message: Buffer, code: string])[] = [
    [
      'a coded entry nobody reads in the cloud: it is of no COVID-19 code',
      recoded(OF_EVERY_KIND, 'code="1240491000000103"', 'code="179342005"'),
      'value',
    ],
    [
      'a kind of entry that is narrative alone in the cloud',
      recoded(OF_EVERY_KIND, /UKCT_MT144054UK01.RiskToPatient/g, 'UKCT_MT144053UK02.Allergy'),
      'unread',
    ],
    [
      'an entry with words of its own',
      recoded(
        OF_EVERY_KIND,
        /(<code code="1240491[^>]*)\/>/,
        '$1><originalText>Made</originalText></code>',
      ),
      'unread',
    ],
    [
      'an entry with a qualifier',
      recoded(
        OF_EVERY_KIND,
        /(<code code="1240761[^>]*)\/>/,
        '$1><qualifier><value code="394861005"/></qualifier></code>',
      ),
      'unread',
    ],
    [
      'an entry of a status FHIR has no word of its own for',
      recoded(OF_EVERY_KIND, ENTRY_COMPLETED, '$1normal'),
      'unfaithful',
    ],
    [
      'an entry of a status HL7v3 has not',
      recoded(OF_EVERY_KIND, ENTRY_COMPLETED, '$1final'),
      'value',
    ],
    [
      'two groups of one category, which the cloud has no groups to tell apart by',
      recoded(OF_EVERY_KIND, /(<pertinentInformation2.*?<\/pertinentInformation2>)/, '$1$1'),
      'unfaithful',
    ],
    [
      'an entry in a group of another kind',
      recoded(OF_EVERY_KIND, '163231000000100', '163021000000107'),
      'unfaithful',
    ],
    [
      'a diagnosis that rests on a finding that is not there',
      recoded(DIAGNOSED, /(<pertinentFinding[^>]*><id root="8FC17E6C-[^"]*)4"/, '$19"'),
      'value',
    ],
    [
      'words to a finding',
      recoded(
        DIAGNOSED,
        /UKCT_MT144042UK01.Diagnosis classCode="CON"(.*?)UKCT_MT144042UK01.Diagnosis/,
        'UKCT_MT144043UK02.Finding classCode="OBS"$1UKCT_MT144043UK02.Finding',
      ),
      'value',
    ],
    [
      'words to a finding that rests on nothing',
      recoded(
        TAKEN_PART_IN,
        '</UKCT_MT144043UK02.Finding>',
        `${/<pertinentInformation .*?<\/pertinentInformation>/.exec(DIAGNOSED.hl7)?.[0] ?? ''}</UKCT_MT144043UK02.Finding>`,
      ),
      'value',
    ],
    [
      'a known device that is described',
      recoded(TAKEN_PART_IN, '</agentDevice>', '<lotNumberText>1</lotNumberText></agentDevice>'),
      'unread',
    ],
    [
      'a telephone at home, which an organisation has not',
      recoded(TAKEN_PART_IN, 'use="PG"', 'use="HP"'),
      'unfaithful',
    ],
    [
      'an organisation that has neither a name nor an id',
      recoded(TAKEN_PART_IN, '<name>MADE UP CLINIC</name>', '<code code="021"/>'),
      'value',
    ],
    [
      'two authors of one entry',
      recoded(
        TAKEN_PART_IN,
        /(<author typeCode="AUT" contextControlCode="OP"><time value="20200506130000"\/>.*?<\/author>)/,
        '$1$1',
      ),
      'several',
    ],
    [
      'an author of an entry nobody can tell',
      recoded(TAKEN_PART_IN, /<UKCT_MT120601UK02.*?AgentDevice>/, ''),
      'value',
    ],
    [
      'a group without an entry',
      recoded(OF_EVERY_KIND, /<component typeCode="COMP" contextConductionInd.*?<\/component>/, ''),
      'unfaithful',
    ],
  ]
  for (const [title, message, code] of rows) {
    const came = asked(message)
    t.match(came, { kind: 'declined', code }, title)
    if (came.kind === 'declined') t.notMatch(came.says, /Made|COVID|999054/, title)
  }
})

/** A document of which one thing is said in another way. */
const resaid = (coded: GoldenCoded, from: string | RegExp, to: string): Buffer => {
  const text = bytesOf(goldenDocument({ ...BASE, coded })).toString()
  const other = text.replace(from, to)
  if (other === text) throw new Error('nothing is changed')
  return Buffer.from(other)
}

const TRANSMISSION = {
  interaction: 'REPC_IN150016UK05',
  id: MESSAGE_ID,
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

const written = (document: Buffer): string => {
  const told = UPLOAD_DOCUMENT.readCloud(document)
  if (told.kind === 'declined') return told.code
  if (Object.keys(told.source.dropped).length > 0) return 'dropped'
  const message = UPLOAD_DOCUMENT.writeLegacy(told.information, TRANSMISSION)
  return message.kind === 'accepted' ? message.value : message.code
}

t.test('what the cloud says in another way is the same message', async t => {
  const rows: readonly (readonly [
    title: string,
    coded: GoldenCoded,
    from: string | RegExp,
    to: string,
  ])[] = [
    ['a zone', DIAGNOSED, '2020-05-06T12:48:19+00:00', '2020-05-06T14:48:19+02:00'],
    [
      'a value set in the place of a code system',
      DIAGNOSED,
      'http://terminology.hl7.org/CodeSystem/condition-clinical',
      'http://hl7.org/fhir/ValueSet/condition-clinical',
    ],
    [
      'another in the place of another',
      DIAGNOSED,
      'http://terminology.hl7.org/CodeSystem/condition-ver-status',
      'http://hl7.org/fhir/ValueSet/condition-ver-status',
    ],
    [
      'a profile',
      DIAGNOSED,
      '"resourceType":"Condition"',
      '"resourceType":"Condition","meta":{"profile":["x"]}',
    ],
    ['nobody whose it is', DIAGNOSED, /"subject":\{"reference":"[^"]*"\},(?="clinicalStatus)/, ''],
    ['a word for what happened', TAKEN_PART_IN, '"code":"UNK"', '"code":"UNK","display":"Unknown"'],
    ['a word for who it was', TAKEN_PART_IN, '"code":"AUT"', '"code":"AUT","display":"author"'],
    [
      'a section that points at an entry',
      DIAGNOSED,
      '"text":{"status":"generated"',
      '"entry":[{"reference":"https://cloud.example/FHIR/R4/Condition/8FC17E6C-BD61-4CA9-8B9C-6CBD9AC8B801"}],"text":{"status":"generated"',
    ],
  ]
  for (const [title, coded, from, to] of rows) {
    const message = written(resaid(coded, from, to))
    t.match(message, /^</, title)
    t.equal(message, written(bytesOf(goldenDocument({ ...BASE, coded }))), title)
  }
})

t.test('a word of the cloud that no entry of HL7v3 has is declined or counted', async t => {
  const rows: readonly (readonly [
    title: string,
    coded: GoldenCoded,
    from: string | RegExp,
    to: string,
    code: string,
  ])[] = [
    [
      'an entry of another patient',
      DIAGNOSED,
      /"subject":\{[^}]*\}(?=,"clinicalStatus)/,
      '"subject":{"reference":"#x"},"contained":[{"resourceType":"Patient","id":"x","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990548471"}]}]',
      'disagrees',
    ],
    ['a group there is not', OF_EVERY_KIND, '163231000000100', '163191000000109', 'disagrees'],
    ['an entry that was amended', OF_EVERY_KIND, '"status":"final"', '"status":"amended"', 'value'],
    ['a condition that came back', DIAGNOSED, '"code":"active"', '"code":"recurrence"', 'value'],
    [
      'a moment and a period',
      OF_EVERY_KIND,
      '"effectiveDateTime"',
      '"effectivePeriod":{"start":"2020"},"effectiveDateTime"',
      'disagrees',
    ],
    ['an encounter of another class', TAKEN_PART_IN, '"UNK"', '"AMB"', 'value'],
    [
      'an encounter of nobody',
      TAKEN_PART_IN,
      /,"participant":\[\{"type".*?\}\}\](?=\}\})/,
      '',
      'disagrees',
    ],
    [
      'a device nobody is',
      TAKEN_PART_IN,
      /"owner":\{[^}]*\}/,
      '"owner":{"reference":"https://cloud.example/FHIR/R4/Organization/o1"}',
      'disagrees',
    ],
    [
      'two devices of one owner',
      TAKEN_PART_IN,
      /Organization\/o5"(?=\})/g,
      'Organization/o4"',
      'disagrees',
    ],
    [
      'a relative of another patient',
      TAKEN_PART_IN,
      /"patient":\{[^}]*\}/,
      '"patient":{"reference":"#x"},"contained":[{"resourceType":"Patient","id":"x","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990548471"}]}]',
      'disagrees',
    ],
    ['two authors of an entry', TAKEN_PART_IN, '"code":"PRF"', '"code":"AUT"', 'disagrees'],
    [
      'a value beside the code',
      OF_EVERY_KIND,
      '"status":"final"',
      '"status":"final","valueString":"x"',
      'dropped',
    ],
    [
      'a section that points at what is not there',
      DIAGNOSED,
      '"text":{"status":"generated"',
      '"entry":[{"reference":"Condition/x"}],"text":{"status":"generated"',
      'dropped',
    ],
    [
      'an encounter nothing points at',
      TAKEN_PART_IN,
      /"encounter":\{[^}]*\}/,
      '"language":"cy"',
      'dropped',
    ],
  ]
  for (const [title, coded, from, to, code] of rows) {
    t.equal(written(resaid(coded, from, to)), code, title)
  }
})
