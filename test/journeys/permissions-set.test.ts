/** What a patient permits is set in the cloud, lists are held against it, and an alert is raised there: by their senders' own words. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createRandom,
  createRequest,
  createSummaryRecords,
  type Patient,
  patientsOf,
  type RequestKind,
  type RequestIds,
  SUPPLIERS,
} from '../../src/simulator/index.ts'
import { comparedTo } from '../support/hostile-pair.ts'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask, type RawAnswer } from '../support/raw-client.ts'
import { onTheWire } from '../support/translated.ts'

const SCR_PATH = '/summary-care-record/FHIR/R4'
const [supplier] = SUPPLIERS
const [patient] = patientsOf('plain')
if (supplier === undefined || patient === undefined) throw new Error('nobody')

const random = createRandom(67)

async function given(isOneStore = true) {
  const records = createSummaryRecords()
  const sides = [records, isOneStore ? records : createSummaryRecords()] as const
  const [legacy, cloud] = [
    await createLegacySpine({ summaries: sides[0] }),
    await createCloud({ summaries: sides[1] }),
  ]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const route = (name: string, interaction: readonly string[], more: object) => ({
    ...{ name: name.replace('.', '-'), match: { interaction }, legacy: 'spine', cloud: 'scr-fhir' },
    ...{ translate: name, cohort: 'patients' },
    ...more,
  })
  const proxy = await startProxy(
    t,
    configOf({
      environment: { name: 'test' },
      upstreams: {
        spine: { url: legacy.url },
        'scr-fhir': { url: cloud.url + SCR_PATH, simulated: true },
      },
      cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
      routes: [
        route('scr.permission', ['SET_RESOURCE_PERMISSIONS_INUK01'], { startsAt: 'cloud' }),
        route('scr.alert', ['scr-alert'], { startsAt: 'cloud' }),
        route('scr.list', ['QUPC_IN180000UK04'], {
          ...{ startsAt: 'shadow', shadow: { as: '200000000999', sample: 1 } },
        }),
        { name: 'default', legacy: 'spine' },
      ],
    }),
  )
  const send = async (
    interaction: RequestKind,
    scr: NonNullable<RequestIds['scr']> = {},
    of: Patient = patient as Patient, // the file throws where there is none
  ): Promise<RawAnswer & { readonly text: string }> => {
    const own = { messageId: randomUUID(), now: Date.now(), random, scr }
    const request = createRequest(interaction, of, { ...own, ...(supplier && { supplier }) })
    const came = await ask(proxy.url, onTheWire(request))
    if (came === undefined) throw new Error('nothing came')
    return { ...came, text: came.body.toString() }
  }
  return { ...proxy, records: sides, send }
}

t.test('what is set in the cloud is what legacy lists', async t => {
  const { send, records } = await given()
  for (const [written, held, listed] of [
    ['No', 'No', /30418/],
    ['Clear', 'Ask', /<permission>Ask<.*<code>View/],
    ['Yes', 'Yes', /<permission>Yes<.*<code>View/],
  ] as const) {
    const reply = await send('SET_RESOURCE_PERMISSIONS_INUK01', { permission: written })
    t.equal(reply.status, 200)
    t.match(reply.text, /<setResourcePermissionsResponse[^]*typeCode="AA"/)
    t.equal(records[1].of(patient).permissions.View, held)
    t.match((await send('QUPC_IN180000UK04')).text, listed)
  }
})

t.test('what may be stored is set by legacy, which alone can', async t => {
  const { send, records } = await given(false)
  const reply = await send('SET_RESOURCE_PERMISSIONS_INUK01', {
    permission: 'No',
    consent: 'Store',
  })
  t.match(reply.text, 'typeCode="AA"')
  t.equal(records[0].of(patient).permissions.Store, 'No')
  t.equal(records[1].of(patient).permissions.Store, 'Yes')
})

t.test('lists agree, and where the cloud holds another permission they differ', async t => {
  const one = await given()
  for (let i = 0; i < 3; i += 1) t.match((await one.send('QUPC_IN180000UK04')).text, 'eventID')
  t.strictSame(await comparedTo(one, 3), { 'identical none': 3 })
  const two = await given(false)
  two.records[1].permit(patient, 'View', 'Ask')
  t.match((await two.send('QUPC_IN180000UK04')).text, '<permission>Yes</permission>')
  t.match(await comparedTo(two, 1), { 'different none': 1 })
})

t.test('an alert is raised in the cloud, once, and its sender told what Spine would', async t => {
  const { send, records } = await given(false)
  const reply = await send('scr-clinical-alert')
  t.equal(reply.status, 200)
  t.equal(reply.text, '')
  t.strictSame(
    records.map(each => each.alerts().map(({ nhsNumber }) => nhsNumber)),
    [[], [patient.nhsNumber]],
  )
})
