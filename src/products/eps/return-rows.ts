import { entriesIn, type Information, type ListRow, type Row } from '../../mapping/index.ts'
import {
  DISPENSING_JOB,
  DISPENSING_ROLE,
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName,
  dispensingOrganisation,
} from './dispenser-rows.ts'
import { lossy } from './prescription-demographics.ts'
import { CONTAINED_ID, NO_PLACE, taskRows, withoutStatus } from './task-rows.ts'

const organisation: ListRow = {
  list: 'organisation',
  single: true,
  required: true,
  hl7: 'representedOrganization',
  fhir: 'organization/Organization',
  rows: [
    ...dispensingOrganisation('odsCode'),
    ...lossy('HL7v3 says of every organisation that its type is not said', 'type*'),
    ...lossy(NO_PLACE, 'active', 'partOf', 'alias*'),
    ...lossy(CONTAINED_ID, 'id'),
  ],
}

/**
 * Who gives it back. The user's id stands where HL7v3 has the number of a register, as
 * NHSDigital/electronic-prescription-service-api writes it.
 */
const AUTHOR: readonly Row[] = [
  DISPENSING_ROLE,
  { ...DISPENSING_JOB, required: true },
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName('name'),
  organisation,
  ...lossy('said by its code, or in another list again', 'code*/coding*', 'code*/text'),
  ...lossy('said by what it points at', 'organization/display', 'organization/type'),
  ...lossy(NO_PLACE, 'active', 'location*', 'healthcareService*', 'specialty*'),
  ...lossy(CONTAINED_ID, 'id'),
]

const REASON = 'pertinentInformation3'
const REVERSAL = 'reversalOf'
const TIED = 'systems tie it to the return in two ways, and mean the same'

/** A prescription given back, as HL7v3 and as a Task of NHSDigital/electronic-prescription-service-api. */
export const RETURN_ROWS: readonly Row[] = [
  ...taskRows({
    status: ['returned', undefined, 'rejected'],
    shortId: 'pertinentInformation1/pertinentPrescriptionID',
    repeat: 'pertinentInformation2',
    reason: {
      hl7: `${REASON}/pertinentReturnReason`,
      system: 'EPS-task-dispense-return-status-reason',
    },
    earlier: { fact: 'releaseId', hl7: `${REVERSAL}/priorPrescriptionReleaseResponseRef/id/@root` },
    code: 'change',
  }),
  {
    list: 'author',
    single: true,
    required: true,
    hl7: 'author/AgentPerson',
    fhir: 'requester/PractitionerRole',
    rows: AUTHOR,
  },
  ...lossy(
    'a return in HL7v3 names no patient: whose the prescription is it says itself',
    'for/identifier',
  ),
  { lossy: TIED, hl7: `${REASON}/@contextConductionInd` },
  { lossy: TIED, hl7: `${REVERSAL}/@inversionInd` },
]

const first = (said: Information, list: string): readonly Information[] =>
  entriesIn(said, list).slice(0, 1)

/**
 * `dispenser`: of several numbers and addresses the first is written, and an organisation without a number of its own
 * has that of who acts for it.
 */
function dispenserFromFhir(author: Information): Information {
  const telecoms = first(author, 'telecoms')
  const [own = {}] = entriesIn(author, 'organisation')
  const numbers = first(own, 'telecoms')
  return {
    ...author,
    telecoms,
    organisation: [
      {
        ...own,
        telecoms: numbers.length > 0 ? numbers : telecoms,
        addresses: first(own, 'addresses'),
      },
    ],
  }
}

/** From what a Task's rows say to what a return says; undefined where nobody can be called. */
export function fromFhir(said: Information): Information | undefined {
  const authors = entriesIn(said, 'author').map(dispenserFromFhir)
  if (!authors.every(author => entriesIn(author, 'telecoms').length > 0)) return undefined
  return { ...withoutStatus(said), author: authors }
}

/** From what a return says to what a Task's rows say. */
export const toFhir = (said: Information): Information | undefined => ({
  ...said,
  status: 'returned',
})
