import { PDS_RULES } from './accept-pds.ts'
import { broken, FAMILIES } from './accept.ts'
import type { EbxmlRequest } from './ebxml-request.ts'
import { queryFailure } from './hl7-message.ts'
import type { Message, Reason } from './hl7-message.ts'
import type { Patient } from './patient.ts'
import { alike, tracedPerson } from './pds-trace.ts'
import type { World } from './world.ts'
import { inside, textOf, valueOf } from './xml-text.ts'

const VERSION = '3NPfIT6.3.01'

const reason = (code: string, says: string, qualifier: Reason['qualifier']): Reason => ({
  code,
  system: FAMILIES[1742],
  says,
  qualifier,
})

const NO_MATCH = [
  reason('1', 'No match to a Service User record', 'ER'),
  reason('ST004', 'No match to a Service User record', 'ER'),
]
const SEVERAL = [reason('2', 'More than one match to a Service User record', 'ER')]
const SENSITIVE = [reason('9', 'Match - Service User record is sensitive', 'ER')]
const MATCHED = [reason('3', 'Match - NHS Number and standard Service User details returned', 'WG')]

/** What an advanced trace looks for; undefined where it does not say. */
interface Wanted {
  readonly family: string | undefined
  readonly given: string | undefined
  readonly gender: string | undefined
  /** The first and the last day, YYYYMMDD. */
  readonly born: readonly [string, string] | undefined
}

function bornIn(query: string): Wanted['born'] {
  const birth = inside(query, 'person.birthTime')
  const centre = valueOf(birth, 'center', 'value')
  if (centre !== undefined) return [centre, centre]
  const [low, high] = [valueOf(birth, 'low', 'value'), valueOf(birth, 'high', 'value')]
  return low === undefined || high === undefined ? undefined : [low, high]
}

const wantedIn = (query: string): Wanted => ({
  family: textOf(inside(query, 'person.name'), 'family'),
  given: textOf(inside(query, 'person.name'), 'given'),
  gender: valueOf(inside(query, 'person.administrativeGenderCode'), 'value', 'code'),
  born: bornIn(query),
})

const meets = ({ names, gender, birth }: Patient, wanted: Wanted): boolean =>
  (wanted.gender === undefined || gender === wanted.gender) &&
  (wanted.born === undefined || (wanted.born[0] <= birth && birth <= wanted.born[1])) &&
  names.some(
    ({ past, family, given }) =>
      !past &&
      (wanted.family === undefined || alike(family, wanted.family)) &&
      (wanted.given === undefined || alike(given[0] ?? '', wanted.given)),
  )

/** Answers an advanced trace: one person or none. */
export function advancedTrace({ payload }: EbxmlRequest, world: World): Message {
  const query = inside(payload, 'query') ?? ''
  const refused = broken(PDS_RULES['advanced-trace'], query)
  if (refused !== undefined) return queryFailure(VERSION, refused)
  const wanted = wantedIn(query)
  const [patient, another] = world.search(each => meets(each, wanted))
  if (patient === undefined) return queryFailure(VERSION, NO_MATCH)
  if (another !== undefined) return queryFailure(VERSION, SEVERAL)
  if (patient.restricted) return queryFailure(VERSION, SENSITIVE)
  return {
    root: 'QUPA_IN000011UK02',
    version: VERSION,
    ack: 'AA',
    reasons: MATCHED,
    subject: tracedPerson(patient, 'PdsTraceMatch').replace(/^<\w+/, '$& xmlns="urn:hl7-org:v3"'),
    queryResponse: 'OK',
  }
}
