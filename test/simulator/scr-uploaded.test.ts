/** What a document uploaded to the cloud's summary care record says is what both sides give back. */
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createRequest,
  createSummaryRecords,
  type Patient,
  patientsOf,
  type RequestKind,
} from '../../src/simulator/index.ts'
import { ask, closing, idsOf, read } from './ask.ts'

const [patient] = patientsOf('plain')
if (patient === undefined) throw new Error('nobody')

let n = 0

async function given(t: Parameters<typeof closing>[0]) {
  const summaries = createSummaryRecords()
  const legacy = await closing(t, createLegacySpine({ summaries }))
  const cloud = await closing(t, createCloud({ summaries }))
  const written = (kind: RequestKind, event?: string) =>
    // The file throws where there is none.
    createRequest(kind, patient as Patient, {
      ...idsOf(++n),
      scr: event === undefined ? {} : { event },
    })
  const newest = async () =>
    read((await ask(legacy, written('QUPC_IN180000UK04'))).body, /eventID root="([^"]*)"/)
  const uploaded = async (change: (body: string) => string) => {
    const sent = written('scr-fhir-upload')
    const body = change(sent.body)
    t.not(body, sent.body)
    t.equal((await ask(cloud, { ...sent, body })).status, 201)
    const event = await newest()
    const [hl7, fhir] = [
      await ask(legacy, written('QUPC_IN190000UK04', event)),
      await ask(cloud, written('scr-fhir-summary', event)),
    ]
    return { hl7: hl7.body, fhir: fhir.body }
  }
  return { uploaded }
}

t.test('who wrote it is found by the address of an entry, whatever ids there are', async t => {
  const { uploaded } = await given(t)
  const { hl7 } = await uploaded(body =>
    body
      .replaceAll(/"fullUrl":"[^"]*\/(\w+)\/[^"]*"/g, '"fullUrl":"urn:x:$1"')
      .replaceAll(/"reference":"(\w+)\/[^"]*"/g, '"reference":"urn:x:$1"')
      .replaceAll(/("resourceType":"\w+",)"id":"[^"]*",/g, '$1'),
  )
  t.match(hl7, /<id root="1\.2\.826\.0\.1285\.0\.2\.0\.67" extension="990000000671"/)
  t.match(hl7, /<id root="1\.2\.826\.0\.1285\.0\.2\.0\.65" extension="990000000651"/)
})

t.test('its page keeps its name, and has none where it is called what all are', async t => {
  const { uploaded } = await given(t)
  const named = await uploaded(body => body.replace('"title":"Made-up', '"title":"Another'))
  t.match(named.hl7, '<head><title>Another summary</title></head>')
  t.match(named.fhir, '"title":"Another summary"')
  const plain = await uploaded(body =>
    body.replace('"title":"Made-up summary"', '"title":"General Practice Summary"'),
  )
  t.notMatch(plain.hl7, '<head>')
})
