import { jsonOf } from './fhir-json.ts'
import { subjectOf } from './scr-answers.ts'
import { readAlert } from './scr-fhir-reading.ts'
import type { SummaryRecords } from './scr-store.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import type { World } from './world.ts'

/** Where Spine itself takes a privacy alert as FHIR: the one path of it that is not SOAP or ebXML. */
export const CLINICAL_ALERT = '/clinical/alert'

const outcome = (display: string): unknown => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'error',
      code: 'value',
      details: {
        coding: [
          {
            system: 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode',
            version: '1',
            code: 'INVALID_VALUE',
            display,
          },
        ],
      },
    },
  ],
})

/** Takes a privacy alert as the public summary-care-record-api hands it on: 200, or 400 with why not. */
export function clinicalAlert(
  seen: SeenRequest,
  world: World,
  records: SummaryRecords,
): SimulatedAnswer {
  const headers = [
    ['Date', new Date(world.now).toUTCString()],
    ['Content-Type', 'application/fhir+json'],
  ] as const
  const refused = (display: string): SimulatedAnswer => ({
    status: 400,
    headers,
    body: JSON.stringify(outcome(display)),
  })
  const read = readAlert(jsonOf(seen.body.toString('utf8')) ?? {})
  if ('mistake' in read) return refused(read.mistake)
  const patient = subjectOf(read.nhsNumber, world)
  if (typeof patient === 'string') {
    return refused(`Invalid value - ${read.nhsNumber} in field 'NHS_NUMBER'`)
  }
  records.alert({ at: world.now, nhsNumber: patient.nhsNumber, id: read.id })
  return { status: 200, headers, body: '' }
}
