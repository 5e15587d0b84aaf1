import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import type { Mapping, Said } from '../../src/mapping/index.ts'
import { PDS_RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { patientResource } from '../../src/simulator/fhir-patient.ts'
import { createPatients } from '../../src/simulator/index.ts'
import { mim6Record } from '../../src/simulator/pds-mim6.ts'
import { mim7Record } from '../../src/simulator/pds-mim7.ts'
import { corpusFiles, corpusFolder } from '../support/corpus.ts'
import { factsOf, SHAPE_NAMES, SHAPES, treeOf } from '../support/pds-golden.ts'
import { answerAbout, cloudAnswer, requestAbout } from '../support/pds-golden-about.ts'

// Other hands wrote these: what they agree with is witnessed, and no broken row is caught by them.

const RECORDS = { mim6: mim6Record, mim7: mim7Record } as const

const facts = (said: ReturnType<Mapping['readCloud']>, asked: string): Record<string, string> =>
  factsOf(PDS_RETRIEVAL, said, asked)

const dropped = (said: ReturnType<Mapping['readCloud']>): Said['source'] | object =>
  said.kind === 'said' ? (said.source?.dropped ?? {}) : said

t.test(
  'the simulators’ two sides say the same of every patient, and all of it is read',
  async t => {
    const patients = createPatients()
    t.equal(patients.length, 200)
    for (const shape of SHAPE_NAMES) {
      const { asked, root } = SHAPES[shape]
      for (const patient of patients) {
        const message =
          `<${root} xmlns="urn:hl7-org:v3"><acknowledgement typeCode="AA"/><ControlActEvent>` +
          `<subject>${RECORDS[shape](patient, false)}</subject></ControlActEvent></${root}>`
        const legacy = PDS_RETRIEVAL.readLegacy(treeOf(message))
        const cloud = PDS_RETRIEVAL.readCloud(cloudAnswer(patientResource(patient)))
        const called = `${shape}: ${patient.kinds.join(', ') || 'plain'}`
        t.strictSame(facts(legacy, asked), facts(cloud, asked), called)
        t.strictSame([dropped(legacy), dropped(cloud)], [{}, {}], `${called}, all of it`)
      }
    }
  },
)

t.test(
  'every patient of the simulators is translated, and the reply means what the cloud said',
  async t => {
    for (const shape of SHAPE_NAMES) {
      const { asked } = SHAPES[shape]
      for (const patient of createPatients()) {
        const cloud = cloudAnswer(patientResource(patient))
        const answer = PDS_RETRIEVAL.answer(cloud, answerAbout(asked, patient.nhsNumber))
        if (answer.kind !== 'answer') throw new Error(`${shape}: ${answer.kind}`)
        const reply = PDS_RETRIEVAL.readLegacy(treeOf(answer.payload))
        t.strictSame(facts(reply, asked), facts(PDS_RETRIEVAL.readCloud(cloud), asked))
      }
    }
  },
)

/** What the published examples say that a reply cannot. */
const DECLINED: Readonly<Record<string, string>> = {
  'Patient.json': 'unread',
  'Patient-Jayne-Smyth.json': 'unread',
  'PatientSearch.json': 'unread',
  'PatientSearch-Jayne-Smyth.json': 'unread',
  'patient_9000000009.json': 'unread',
  'search_patient_9000000009.json': 'unread',
  'patient_9736363015.json': 'several',
}

interface Resource {
  readonly resourceType?: string
  readonly id?: string
}

function patientsIn(value: unknown): Resource[] {
  if (typeof value !== 'object' || value === null) return []
  const resource: Resource = value
  const within = Object.values(value).flatMap(patientsIn)
  return resource.resourceType === 'Patient' ? [resource, ...within] : within
}

t.test('what the PDS FHIR API’s own project shows is translated, or declined for a reason', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const project = join(folder, 'spine/NHSDigital+personal-demographics-service-api')
  const answers = corpusFiles(project, path =>
    /(?:patientResponses|searchResponses|sandbox\/mocks)\/[^/]+\.json$/.test(path),
  )
  const came = { answer: 0, declined: 0 }
  for (const file of answers) {
    for (const resource of patientsIn(JSON.parse(readFileSync(file, 'utf8')))) {
      const { id = '' } = resource
      const about = answerAbout('QUPA_IN000008UK05', id)
      const cloud = cloudAnswer({ ...resource })
      const answer = PDS_RETRIEVAL.answer(cloud, about)
      const name = basename(file)
      if (answer.kind === 'answer') {
        came.answer += 1
        const reply = PDS_RETRIEVAL.readLegacy(treeOf(answer.payload))
        const said = PDS_RETRIEVAL.readCloud(cloud)
        t.strictSame(facts(reply, 'QUPA_IN000008UK05'), facts(said, 'QUPA_IN000008UK05'), name)
      } else {
        came.declined += 1
        const code = 'code' in answer ? answer.code : answer.kind
        // A search of several patients has one or two with a contact, whom no reply has a place for.
        t.equal(code, DECLINED[name] ?? (/multimatch/.test(name) ? 'unread' : ''), name)
      }
    }
  }
  t.comment(`${came.answer} translated, ${came.declined} declined`)
  t.ok(came.answer > 50 && came.declined > 5)
  t.end()
})

t.test('a query as the public adaptor’s tests send it is asked of the cloud', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const [template = ''] = corpusFiles(
    join(folder, 'spine/NHSDigital+integration-adaptor-mhs'),
    path => path.endsWith('QUPA_IN000008UK05.mustache'),
  )
  const message = readFileSync(template, 'utf8').replace('{{patient_nhs_number}}', '9990001006')
  const asked = PDS_RETRIEVAL.request(treeOf(message), requestAbout('QUPA_IN000008UK05'))
  t.match(asked, { kind: 'accepted', value: { path: '/Patient/9990001006' } })
  t.end()
})
