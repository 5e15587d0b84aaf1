/** One word for what became of a call, whichever locator said it and in whichever notation. */
import t from 'tap'
import { createReadOutcome } from '../../src/comparison/index.ts'
import { readFhirJson, writeFhirXml } from '../../src/fhir/index.ts'
import { outcomeReading } from '../../src/products/index.ts'
import { STU3_CODES } from '../../src/products/nrl/names.ts'
import { CLOUD_SYSTEMS, OWN_OUTCOMES, REFUSALS } from '../../src/products/nrl/outcomes.ts'

const read = createReadOutcome(outcomeReading(1_000_000))

const said = (system: string, code: string, severity = 'error'): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity, code: 'processing', details: { coding: [{ system, code }] } }],
    }),
  )

const inJson = (status: number, body: Buffer) =>
  read({ status, headers: ['Content-Type', 'application/fhir+json'], body })
const inXml = (status: number, body: Buffer) =>
  read({
    status,
    headers: ['Content-Type', 'application/fhir+xml'],
    body: writeFhirXml(readFhirJson(body, 'STU3'), 'STU3'),
  })

for (const { code, statuses, outcome, as } of REFUSALS) {
  t.test(`${code} of the cloud and ${as.code} of legacy are ${outcome}`, async t => {
    for (const system of CLOUD_SYSTEMS) {
      for (const status of statuses) t.equal(inJson(status, said(system, code)), outcome, system)
    }
    const own = said(STU3_CODES, as.code)
    t.equal(inJson(as.status, own), outcome)
    t.equal(inXml(as.status, own), outcome)
  })
}

for (const [code, outcome] of Object.entries(OWN_OUTCOMES)) {
  t.test(`${code}, which only legacy says, is ${outcome}`, async t => {
    t.equal(inXml(400, said(STU3_CODES, code)), outcome)
  })
}

t.test('what was done is no error, whatever its code is called', async t => {
  for (const code of ['RESOURCE_CREATED', 'RESOURCE_UPDATED', 'RESOURCE_DELETED']) {
    t.equal(inXml(200, said(STU3_CODES, code, 'information')), 'ok')
    t.equal(inJson(200, said(STU3_CODES, code, 'information')), 'ok')
  }
})
