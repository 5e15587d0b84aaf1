import { PDS_RULES } from './accept-pds.ts'
import { broken } from './accept.ts'
import { queryFailure } from './hl7-message.ts'
import type { Message, Reason } from './hl7-message.ts'
import type { Patient } from './patient.ts'
import { mim6Record } from './pds-mim6.ts'
import { mim7Record } from './pds-mim7.ts'
import { alike, tracedPerson } from './pds-trace.ts'
import type { SoapRequest } from './accept-soap.ts'
import type { World } from './world.ts'
import { inside, textOf, valueOf } from './xml-text.ts'

const MIM6 = '3NPfIT6.3.01'
const MIM7 = '3NPfIT7.2.02'
const MIM3 = 'V3NPfIT3.0'

const pds = (code: string, says: string, qualifier: Reason['qualifier'] = 'ER'): Reason => ({
  code,
  system: '2.16.840.1.113883.2.1.3.2.4.17.42',
  says,
  qualifier,
})

const NO_MATCH = [
  pds('1', 'No match to a Service User record'),
  pds('ST004', 'No match to a Service User record'),
]
const NO_NUMBER = [pds('1', 'NHS Number Not Found'), pds('NHSNCC002', 'NHS Number Not Found')]
const SEVERAL = [pds('2', 'More than one match to a Service User record')]
const SENSITIVE = [pds('9', 'Match - Service User record is sensitive')]
const LIMITED = pds(
  '9',
  'Successful retrieval - Information returned limited by sensitivity conditions',
  'WG',
)
const MATCHED = pds('3', 'Match - NHS Number and standard Service User details returned', 'WG')

const queryIn = (request: SoapRequest): string => inside(request.body, 'query') ?? ''

const parameter = (request: SoapRequest, name: string): string | undefined =>
  inside(queryIn(request), name)

const numberAsked = (request: SoapRequest): string =>
  valueOf(parameter(request, 'person.id'), 'value', 'extension') ?? ''

/** Answers a retrieval in one of the record's two shapes. */
function retrieval(root: string, version: string, shape: typeof mim6Record) {
  return (request: SoapRequest, world: World): Message => {
    const refused = broken(PDS_RULES.retrieval, queryIn(request))
    if (refused !== undefined) return queryFailure(version, refused)
    const history = valueOf(parameter(request, 'historicDataIndicator'), 'value', 'code')
    const patient = world.find(numberAsked(request))
    if (patient === undefined) return queryFailure(version, NO_MATCH)
    return {
      root,
      version,
      ack: 'AA',
      ...(patient.restricted ? { reasons: [LIMITED] } : {}),
      subject: shape(patient, history === '1'),
      queryResponse: 'OK',
    }
  }
}

interface Criteria {
  readonly gender: string
  readonly birth: string
  readonly family: string
  readonly given: string | undefined
  readonly postcode: string | undefined
}

function criteriaOf(request: SoapRequest): Criteria {
  const name = parameter(request, 'person.name')
  const gender = valueOf(parameter(request, 'person.administrativeGenderCode'), 'value', 'code')
  const birth = valueOf(parameter(request, 'person.birthTime'), 'value', 'value')
  const postcode = textOf(parameter(request, 'person.address'), 'postalCode')
  return {
    gender: gender ?? '',
    birth: birth ?? '',
    family: textOf(name, 'family') ?? '',
    given: textOf(name, 'given'),
    postcode,
  }
}

function meets(patient: Patient, wanted: Criteria): boolean {
  const { names, addresses, gender, birth } = patient
  return (
    gender === wanted.gender &&
    birth === wanted.birth &&
    names.some(
      ({ use, past, family, given }) =>
        use === 'L' &&
        !past &&
        alike(family, wanted.family) &&
        (wanted.given === undefined || alike(given[0] ?? '', wanted.given)),
    ) &&
    (wanted.postcode === undefined ||
      addresses.some(({ past, postcode }) => !past && alike(postcode, wanted.postcode ?? '')))
  )
}

/** Answers a simple trace: one person or none. */
function trace(root: string, reasons: readonly Reason[]) {
  return (request: SoapRequest, world: World): Message => {
    const refused = broken(PDS_RULES.trace, queryIn(request))
    if (refused !== undefined) return queryFailure(MIM3, refused)
    const wanted = criteriaOf(request)
    const [patient, another] = world.search(each => meets(each, wanted))
    if (patient === undefined) return queryFailure(MIM3, NO_MATCH)
    if (another !== undefined) return queryFailure(MIM3, SEVERAL)
    if (patient.restricted) return queryFailure(MIM3, SENSITIVE)
    const subject = tracedPerson(patient, 'PdsTraceMatch')
    return { root, version: MIM3, ack: 'AA', reasons, subject, queryResponse: 'OK' }
  }
}

/** Answers a cross-check: is this number this person's? */
export function crossCheck(request: SoapRequest, world: World): Message {
  const refused = broken(PDS_RULES['cross-check'], queryIn(request))
  if (refused !== undefined) return queryFailure(MIM3, refused)
  const patient = world.find(numberAsked(request))
  const birth = valueOf(parameter(request, 'person.birthTime'), 'value', 'value')
  if (patient === undefined || patient.birth !== birth) return queryFailure(MIM3, NO_NUMBER)
  if (patient.restricted) return queryFailure(MIM3, SENSITIVE)
  const subject = tracedPerson(patient, 'PDSResponse')
  return { root: 'QUPA_IN000015UK02', version: MIM3, ack: 'AA', subject, queryResponse: 'OK' }
}

export const simpleTrace = trace('QUPA_IN000007UK01', [])
export const simpleTrace2008 = trace('QUPA_IN000007UK03', [MATCHED])
export const retrievalMim6 = retrieval('QUPA_IN000009UK03', MIM6, mim6Record)
export const retrievalMim7 = retrieval('QUPA_IN000009UK06', MIM7, mim7Record)
