import { xml } from './policy-answers.ts'
import { type Row, type RuleRow, rowsOf } from './rule-rows.ts'

const [ONE, TWO, THREE] = [
  '11111111-0000-4000-8000-00000000000A',
  '22222222-0000-4000-8000-00000000000B',
  '33333333-0000-4000-8000-00000000000C',
]

/** A message in a SOAP envelope, of which each piece can be said anew. */
interface Pieces {
  readonly id?: string
  readonly inHeader?: string
  readonly asked?: string
  readonly relates?: string
  readonly at?: string
  readonly version?: string
  readonly sender?: string
  readonly receiver?: string
  readonly to?: string
  readonly body?: string
}

const ASID = '1.2.826.0.1285.0.2.0.107'
const device = (asid: string): string => `<device><id root="${ASID}" extension="${asid}"/></device>`

export const envelope = (pieces: Pieces): string => {
  const { id = ONE, asked = THREE, at = '20261122120000', version = 'V3NPfIT3.0' } = pieces
  const { inHeader = id, relates = asked, sender = '990000000001', to = 'urn:one' } = pieces
  return (
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>` +
    `<w:MessageID>uuid:${inHeader}</w:MessageID><w:RelatesTo>uuid:${relates}</w:RelatesTo><w:To>${to}</w:To><w:Action>urn:nhs:one</w:Action></s:Header>` +
    `<s:Body><reply xmlns="urn:hl7-org:v3"><MCCI_IN010000UK13><id root="${id}"/><creationTime value="${at}"/><versionCode code="${version}"/>` +
    `<acknowledgement typeCode="AA"><messageRef><id root="${asked}"/></messageRef></acknowledgement>` +
    `<communicationFunctionRcv>${device(pieces.receiver ?? '200000000115')}</communicationFunctionRcv><communicationFunctionSnd>${device(sender)}</communicationFunctionSnd>` +
    `<ControlActEvent>${pieces.body ?? '<reason/>'}</ControlActEvent></MCCI_IN010000UK13></reply></s:Body></s:Envelope>`
  )
}

const REQUEST = [{ control: THREE, candidate: TWO }]

const ENVELOPES: readonly Row[] = [
  {
    rule: 'message-id',
    a: envelope({}),
    b: envelope({ id: TWO }),
    c: envelope({ id: TWO, inHeader: THREE }),
    tells: 'id-inconsistent MessageID/text()',
  },
  {
    rule: 'request-id',
    a: envelope({}),
    b: envelope({ asked: TWO }),
    c: envelope({ asked: TWO, relates: ONE }),
    tells: 'id-inconsistent RelatesTo/text()',
    request: REQUEST,
  },
  {
    rule: 'creation-time',
    a: envelope({}),
    b: envelope({ at: '20261122120007' }),
    c: envelope({ at: 'some time' }),
    tells: 'value creationTime/@value',
  },
  {
    rule: 'version-code',
    a: envelope({}),
    b: envelope({ version: '3NPfIT7.2.02' }),
    c: envelope({ body: '<versionCode code="3NPfIT7.2.02"/>' }),
    tells: 'extra ControlActEvent/versionCode, missing ControlActEvent/reason',
  },
  {
    rule: 'sender',
    a: envelope({}),
    b: envelope({ sender: 'Not Known' }),
    c: envelope({ receiver: '200000000116' }),
    tells: 'value id/@extension',
  },
  {
    rule: 'soap-addresses',
    a: envelope({}),
    b: envelope({ to: 'urn:other' }),
    c: envelope({}).replace('urn:nhs:one', 'urn:nhs:other'),
    tells: 'value Action/text()',
  },
]

/** Where every policy that has them looks for types: in what the prescriber of a prescription has not signed. */
const UNSIGNED =
  'subject/PrescriptionReleaseResponse/component/ParentPrescription/pertinentInformation1/pertinentPrescription/responsibleParty/AgentPerson'

export const within = (path: string, inner: string): string =>
  envelope({
    body: path.split('/').reduceRight((inside, name) => `<${name}>${inside}</${name}>`, inner),
  })

const said = (inner: string): string => within(UNSIGNED, inner)

const NAME = '<given>ONE</given><given>TWO</given>'
const FAMILY = '<family>TEST</family><prefix>DR</prefix><validTime><low value="2020"/></validTime>'
const LINES = '<streetAddressLine>1 A</streetAddressLine><streetAddressLine>B</streetAddressLine>'
const CODE = 'code="1" codeSystem="1.2.3"'
const of = (use: string, given: string): string =>
  `<name use="${use}"><given>${given}</given></name>`
const codes = (...translations: readonly string[]): string =>
  said(`<code ${CODE}>${translations.map(code => `<translation code="${code}"/>`).join('')}</code>`)

const TYPES: readonly Row[] = [
  {
    rule: 'fixed-type',
    a: said('<value code="1"/>'),
    b: said(
      '<value code="1" type="CV" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="CV"/>',
    ),
    c: said('<value code="1" typeCode="CV"/>'),
    tells: 'extra value/@typeCode',
  },
  {
    rule: 'object-id-case',
    a: said(`<id root="${ONE}" extension="A"/>`),
    b: said(`<id root="${ONE.toLowerCase()}" extension="A"/>`),
    c: said(`<id root="${ONE}" extension="a"/>`),
    tells: 'value id/@extension',
  },
  {
    rule: 'code-displays',
    a: said(`<value ${CODE} displayName="one" codeSystemName="list"/>`),
    b: said(`<value ${CODE} displayName="other" codeSystemName="lists"/>`),
    c: said(`<value code="1" codeSystem="1.2.4" displayName="one" codeSystemName="list"/>`),
    still: 'value value/@codeSystemName, value value/@displayName',
    tells: 'value value/@codeSystem',
  },
  {
    rule: 'translations-unordered',
    a: codes('A', 'B'),
    b: codes('B', 'A'),
    c: codes('A'),
    tells: 'missing code/translation',
  },
  {
    rule: 'parts-unordered',
    a: said(`<name>${NAME}${FAMILY}</name><addr>${LINES}<postalCode>Z</postalCode></addr>`),
    b: said(`<name>${FAMILY}${NAME}</name><addr><postalCode>Z</postalCode>${LINES}</addr>`),
    c: said(
      `<name><given>TWO</given><given>ONE</given>${FAMILY}</name><addr>${LINES}<postalCode>Z</postalCode></addr>`,
    ),
    tells: 'order name/given',
  },
  {
    rule: 'bags-unordered',
    a: said(of('L', 'A') + of('A', 'B') + '<telecom value="x:1"/><telecom value="x:2"/>'),
    b: said(of('A', 'B') + of('L', 'A') + '<telecom value="x:2"/><telecom value="x:1"/>'),
    c: said(of('L', 'A') + of('A', 'B') + '<telecom value="x:1"/><telecom value="x:1"/>'),
    tells: 'value telecom/@value',
  },
  {
    rule: 'key-uses',
    a: said(of('L', 'A') + of('A', 'B') + of('P', 'C')),
    b: said(of('P', 'B') + of('L', 'C') + of('A', 'A')),
    c: said(of('L', 'A') + of('A', 'B')),
    still: 'value given/text()',
    tells: 'missing AgentPerson/name',
  },
  {
    rule: 'blank-parts',
    a: said('<addr><streetAddressLine/><streetAddressLine>B</streetAddressLine></addr>'),
    b: said('<addr><streetAddressLine>B</streetAddressLine></addr>'),
    c: said(
      '<addr><streetAddressLine nullFlavor="UNK"/><streetAddressLine>B</streetAddressLine></addr>',
    ),
    tells: 'extra streetAddressLine/@nullFlavor',
  },
  {
    rule: 'telecom-scheme',
    a: said('<telecom value="tel:01632960000"/>'),
    b: said('<telecom value="01632960000"/>'),
    c: said('<telecom value="fax:01632960000"/>'),
    tells: 'value telecom/@value',
  },
  {
    rule: 'decimals',
    a: said('<quantity value="0.5" unit="1"/>'),
    b: said('<quantity value=".50" unit="1"/>'),
    c: said('<quantity value="0.05" unit="1"/>'),
    tells: 'value quantity/@value',
  },
  {
    rule: 'times-in-one-way',
    a: said('<time value="20260701120000+0000"/>'),
    b: said('<time value="20260701130000+0100"/>'),
    c: said('<time value="20260701"/>'),
    tells: 'value time/@value',
  },
]

const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

interface Signal {
  readonly id?: string
  readonly asked?: string
  readonly again?: string
  readonly conversation?: string
  readonly at?: string
  readonly element?: string
  readonly refers?: string
  readonly schema?: string
  readonly action?: string
}

const signal = (pieces: Signal): string => {
  const { id = ONE, asked = THREE, conversation = 'c-1', at = '2026-11-22T12:00:00Z' } = pieces
  const { again = asked, element = 'e1', schema = '1.0', action = 'Acknowledgment' } = pieces
  return (
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:e="${EB}"><s:Header><e:MessageHeader e:id="${element}">` +
    `<e:ConversationId>${conversation}</e:ConversationId><e:Action>${action}</e:Action><e:MessageData><e:MessageId>${id}</e:MessageId><e:Timestamp>${at}</e:Timestamp><e:RefToMessageId>${asked}</e:RefToMessageId></e:MessageData></e:MessageHeader>` +
    `<e:Acknowledgment e:id="${pieces.refers ?? 'e2'}"><e:Timestamp>${at}</e:Timestamp><e:RefToMessageId>${again}</e:RefToMessageId></e:Acknowledgment></s:Header>` +
    `<s:Body><e:Manifest><e:Reference><e:Schema e:version="${schema}"/><e:Description>x</e:Description></e:Reference></e:Manifest></s:Body></s:Envelope>`
  )
}

const SIGNALS: readonly Row[] = [
  {
    rule: 'ebxml-message-id',
    a: signal({}),
    b: signal({ id: TWO }),
    c: signal({ id: THREE }),
    tells: 'id-inconsistent MessageId/text()',
  },
  {
    rule: 'ebxml-request-id',
    a: signal({}),
    b: signal({ asked: TWO }),
    c: signal({ asked: TWO, again: ONE }),
    tells: 'id-inconsistent RefToMessageId/text()',
    request: REQUEST,
  },
  {
    rule: 'ebxml-conversation',
    a: signal({}),
    b: signal({ conversation: 'c-2' }),
    c: signal({ action: 'MessageError' }),
    tells: 'value Action/text()',
  },
  {
    rule: 'ebxml-time',
    a: signal({}),
    b: signal({ at: '2026-11-22T12:00:09Z' }),
    c: signal({ at: 'soon' }),
    tells: 'value Timestamp/text()',
  },
  {
    rule: 'ebxml-element-id',
    a: signal({}),
    b: signal({ element: 'f1', refers: 'f2' }),
    c: signal({ element: 'f1', refers: 'f1' }),
    tells: 'id-inconsistent Acknowledgment/@id',
  },
  {
    rule: 'ebxml-schema',
    a: signal({}),
    b: signal({ schema: '02' }),
    c: signal({}).replace('>x<', '>y<'),
    tells: 'value Description/text()',
  },
]

export const HL7_ROWS: readonly RuleRow[] = rowsOf(xml, [...ENVELOPES, ...TYPES, ...SIGNALS])
