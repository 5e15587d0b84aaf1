import { createPatients } from '../../src/simulator/index.ts'
import type { Attribute, XmlElement, XmlNode } from '../../src/xml/index.ts'
import { createDraw, type Draw } from '../support/corpus-cuts.ts'
import { writeDocument, type Writing } from './comparison-written.ts'

const HL7 = 'urn:hl7-org:v3'
const OID = '2.16.840.1.113883.2.1'
const WORDS = 'take one two with after food in the morning at night for days then stop'.split(' ')

/** How a generated document is written: with little between its elements. */
export const PLAIN: Writing = {
  prefixes: new Map([[HL7, '']]),
  between: depth => `\n${' '.repeat(depth)}`,
}

/** Below it a prescription has one line and not four. */
const SMALL = 20_000

/** How much is in an answer. */
interface Extent {
  readonly prescriptions: number
  /** Of each. */
  readonly lines: number
}

/** Makes an answer to a release of prescriptions, about so many bytes long, the same one each time. */
export function generatedRelease(bytes: number): XmlElement {
  const lines = bytes < SMALL ? 1 : 4
  const made = (prescriptions: number): XmlElement =>
    release(createDraw(bytes), { prescriptions, lines })
  const length = (prescriptions: number): number => writeDocument(made(prescriptions), PLAIN).length
  const one = length(1)
  const each = length(2) - one
  return made(Math.max(1, Math.round((bytes - one) / each) + 1))
}

/** An element of HL7 v3: what it is, its attributes, what is in it. */
function el(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly XmlNode[]
): XmlElement {
  const all = Object.entries(attributes).map(([own, value]): Attribute => {
    return { ns: '', name: own, value }
  })
  return { ns: HL7, name, attributes: all, children }
}

const digits = (draw: Draw, count: number): string =>
  Array.from({ length: count }, () => draw(10)).join('')

const uuid = (draw: Draw): string =>
  [8, 4, 4, 4, 12]
    .map(length => Array.from({ length }, () => draw(16).toString(16).toUpperCase()).join(''))
    .join('-')

const words = (draw: Draw, count: number): string =>
  Array.from({ length: count }, () => WORDS[draw(WORDS.length)]).join(' ')

const code = (draw: Draw): XmlElement =>
  el('code', {
    code: digits(draw, 15),
    codeSystem: `${OID}.3.2.4.15`,
    displayName: words(draw, 12),
  })

const device = (name: string, role: string, asid: string): XmlElement =>
  el(
    name,
    { typeCode: role },
    el(
      'device',
      { classCode: 'DEV', determinerCode: 'INSTANCE' },
      el('id', { root: '1.2.826.0.1285.0.2.0.107', extension: asid }),
    ),
  )

function release(draw: Draw, { prescriptions, lines }: Extent): XmlElement {
  const answer = el(
    'PrescriptionReleaseResponse',
    { classCode: 'INFO', moodCode: 'EVN' },
    el('id', { root: uuid(draw) }),
    el('effectiveTime', { value: `2026${digits(draw, 4)}` }),
    ...Array.from({ length: prescriptions }, (_, i) => prescription(draw, i, lines)),
    el(
      'inFulfillmentOf',
      { typeCode: 'FLFS' },
      el('priorDownloadRequestRef', {}, el('id', { root: uuid(draw) })),
    ),
  )
  return el(
    'PORX_IN070101UK31',
    {},
    el('id', { root: uuid(draw) }),
    el('creationTime', { value: '20261122120000' }),
    el('interactionId', { root: `${OID}.3.2.4.12`, extension: 'PORX_IN070101UK31' }),
    el('acknowledgement', { typeCode: 'AA' }, el('messageRef', {}, el('id', { root: uuid(draw) }))),
    device('communicationFunctionRcv', 'RCV', '990000009999'),
    device('communicationFunctionSnd', 'SND', '990000008888'),
    el('ControlActEvent', { classCode: 'CACT' }, el('subject', { typeCode: 'SUBJ' }, answer)),
  )
}

const PATIENTS = createPatients()

function prescription(draw: Draw, i: number, lines: number): XmlElement {
  const items = Array.from({ length: lines }, () => lineItem(draw))
  const own = el(
    'ParentPrescription',
    { classCode: 'INFO', moodCode: 'EVN' },
    el('id', { root: uuid(draw) }),
    code(draw),
    el('effectiveTime', { value: '20261101000000' }),
    el('recordTarget', { typeCode: 'RCT' }, patient(draw, i)),
    el(
      'pertinentInformation1',
      { typeCode: 'PERT', contextConductionInd: 'true' },
      el('pertinentPrescription', {}, el('id', { root: uuid(draw) }), code(draw), ...items),
    ),
  )
  return el('component', { typeCode: 'COMP', contextConductionInd: 'false' }, own)
}

const patient = (draw: Draw, i: number): XmlElement =>
  el(
    'Patient',
    { classCode: 'PAT' },
    el('id', {
      root: `${OID}.4.1`,
      extension: PATIENTS[i % PATIENTS.length]?.nhsNumber ?? '',
    }),
    el(
      'addr',
      { use: 'H' },
      ...['1', '2', '3'].map(line => el('streetAddressLine', {}, `${line} ${words(draw, 2)}`)),
      el('postalCode', {}, 'ZZ99 3VZ'),
    ),
    el(
      'patientPerson',
      {},
      el('name', {}, el('given', {}, 'Test'), el('family', {}, `Number${digits(draw, 4)}`)),
      el('birthTime', { value: `19${digits(draw, 2)}0101` }),
    ),
  )

function lineItem(draw: Draw): XmlElement {
  const material = el('manufacturedRequestedMaterial', {}, code(draw))
  const quantity = el('quantity', { value: String(1 + draw(99)), unit: '1' }, translation(draw))
  const item = el(
    'lineItem',
    { classCode: 'SBADM', moodCode: 'RQO' },
    el('id', { root: uuid(draw) }),
    el('effectiveTime', { nullFlavor: 'NA' }),
    el('product', {}, el('manufacturedProduct', {}, material)),
    el('component', {}, el('lineItemQuantity', {}, code(draw), quantity)),
    el(
      'pertinentInformation2',
      {},
      el('pertinentDosageInstructions', {}, code(draw), el('value', {}, words(draw, 120))),
    ),
  )
  return el('pertinentInformation2', { typeCode: 'PERT' }, item)
}

const translation = (draw: Draw): XmlElement =>
  el('translation', {
    value: digits(draw, 2),
    code: digits(draw, 9),
    codeSystem: `${OID}.6.15`,
    displayName: words(draw, 1),
  })
