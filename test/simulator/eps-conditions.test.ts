import t from 'tap'
import { createPatients } from '../../src/simulator/index.ts'
import { ask, read } from './ask.ts'
import { LANGUAGES, otherPharmacy, patient, pharmacy, saying, sideOf, told } from './prescribing.ts'
import type { Language, Step } from './prescribing.ts'

const NOBODY = 'FFFFFFFF-0000-4000-8000-00000000FFFF'

/** What both sides say, each in its language. */
const SAID: Record<string, Record<Language, string>> = {
  elsewhere: { legacy: '16.34 0004', cloud: 'PRESCRIPTION_WITH_ANOTHER_DISPENSER' },
  notLast: { legacy: '17.22 0021', cloud: 'DISPENSE_AMEND_IDENTIFIER_MISMATCH' },
  otherPatient: { legacy: '17.19 5000', cloud: 'R-5000' },
  cancelled: { legacy: '16.34 0001', cloud: 'PRESCRIPTION_CANCELLED' },
  noMore: { legacy: '16.34 0006', cloud: 'NO_MORE_PRESCRIPTIONS' },
  duplicate: { legacy: '17.32 202', cloud: '202' },
}

for (const language of LANGUAGES) {
  t.test(`${language}: only the dispenser that has a prescription can act on it`, async t => {
    const { step, stateOf } = await sideOf(t, language)
    const supplier = otherPharmacy
    const refuses = async (name: Step): Promise<void> => {
      const before = stateOf(0)
      t.equal((await step(name, { supplier })).said, SAID['elsewhere']?.[language], name)
      t.equal(stateOf(0), before, name)
    }
    await step('prescribe')
    await step('release')
    await refuses('return')
    await refuses('dispense')
    await step('dispense')
    await refuses('amend')
    await refuses('claim')
    await step('claim')
    await refuses('amend-claim')
    t.equal(stateOf(0), 'claimed')
  })

  t.test(`${language}: who has a prescription is told to who asks for it in vain`, async t => {
    const { step } = await sideOf(t, language)
    await step('prescribe')
    await step('release')
    const { reply } = await step('release', { supplier: otherPharmacy })
    const holder = /<performer [\s\S]*<\/performer>|"contained":[\s\S]*/.exec(reply.body)?.[0]
    t.match(holder, pharmacy.ods)
    t.match(holder, pharmacy.name)
    t.notMatch(holder, otherPharmacy.ods)
    if (language === 'cloud') t.match(holder, `\\"odsCode\\":\\"${pharmacy.ods}\\"`)
  })

  t.test(
    `${language}: an amendment or a withdrawal is of the last message, and no other`,
    async t => {
      const { step, stateOf } = await sideOf(t, language)
      await step('prescribe')
      await step('release')
      const first = await step('dispense', { supply: 'part' })
      await step('dispense')
      const notLast = SAID['notLast']?.[language]
      for (const id of [NOBODY, first.messageId]) {
        t.equal((await step('amend', { replaces: id })).said, notLast)
        t.equal((await step('withdraw', { follows: id })).said, notLast)
      }
      t.equal(stateOf(0), 'dispensed')
      await step('claim')
      t.equal((await step('amend-claim', { replaces: NOBODY })).said, notLast)
      t.equal((await step('amend-claim')).said, '')
    },
  )

  t.test(`${language}: notifications are taken back one after the other`, async t => {
    const { step, stateOf } = await sideOf(t, language)
    await step('prescribe')
    await step('release')
    const part = await step('dispense', { supply: 'part' })
    await step('dispense')
    t.equal((await step('withdraw')).said, '')
    t.equal(stateOf(0), 'part-dispensed')
    t.equal((await step('withdraw', { follows: part.messageId })).said, '')
    t.equal(stateOf(0), 'released')
    await step('return')
    t.equal(stateOf(0), 'waiting')
  })

  t.test(`${language}: a cancellation about another patient changes nothing`, async t => {
    const { step, stateOf, write, simulator } = await sideOf(t, language)
    await step('prescribe')
    const [, another] = createPatients().filter(each => each !== patient)
    const own = write('cancel')
    const body = own.body.replaceAll(patient.nhsNumber, another?.nhsNumber ?? '')
    const reply = await told(simulator, language, { ...own, body })
    t.equal(saying(language, reply), SAID['otherPatient']?.[language])
    t.equal(stateOf(0), 'waiting')
  })

  t.test(
    `${language}: what is marked is cancelled when it is given back, and not before`,
    async t => {
      const { step, stateOf, simulator } = await sideOf(t, language)
      await step('prescribe')
      await step('release')
      await step('cancel')
      t.match(simulator.prescriptions(), [{ state: 'released', marked: true }])
      t.equal((await step('return')).said, '')
      t.equal(stateOf(0), 'cancelled')
      t.equal((await step('release')).said, SAID['cancelled']?.[language])
    },
  )

  t.test(`${language}: a message id serves once, whatever became of it`, async t => {
    const { step, write, simulator } = await sideOf(t, language)
    const sent = write('prescribe')
    const request = { ...sent, headers: [...sent.headers] }
    t.equal(saying(language, await told(simulator, language, request)), '')
    // Another request id, so that the cloud does not take it for the same request.
    const again = sent.headers.map(([name, value]) =>
      name === 'X-Request-ID' ? ([name, NOBODY] as const) : ([name, value] as const),
    )
    const reply = await told(simulator, language, { ...sent, headers: again })
    t.equal(saying(language, reply), SAID['duplicate']?.[language])
    t.equal(simulator.prescriptions()[0]?.history.length, 1)
    t.equal((await step('cancel')).said.slice(-4), '0001')
  })

  t.test(
    `${language}: a nominated release gives the next 25, the rest, and then no more`,
    async t => {
      const { step, simulator } = await sideOf(t, language)
      for (let prescription = 0; prescription < 30; prescription++) {
        const nominated = prescription % 10 === 9 ? 'nobody' : pharmacy.ods
        await step('prescribe', { prescription, nominated })
      }
      const released = (): number =>
        simulator.prescriptions().filter(({ state }) => state === 'released').length
      const noMore = SAID['noMore']?.[language]
      const other = await step('release-nominated', { supplier: otherPharmacy })
      t.equal(other.said, noMore)
      t.equal(other.reply.status, 200, 'it only informs')
      const first = await step('release-nominated')
      t.equal(first.said, '')
      t.equal(released(), 25)
      if (language === 'legacy') {
        t.match(first.reply.body, /<code code="1" codeSystem="[\d.]*17\.14"\/><value value="25"/)
        t.match(first.reply.body, /<code code="2" codeSystem="[\d.]*17\.14"\/><value value="27"/)
      }

      t.strictSame(
        simulator.prescriptions().findIndex(each => each.state === 'waiting' && each.nominated),
        27,
        'the first that were sent go first',
      )
      t.equal((await step('release-nominated')).said, '')
      t.equal(released(), 27)
      t.equal((await step('release-nominated')).said, noMore)
      t.equal((await step('release', { prescription: 9 })).said, '', 'by its id anybody gets it')
    },
  )
}

t.test('the cloud tells the same request the same again, and does it once', async t => {
  const { simulator, write, stateOf } = await sideOf(t, 'cloud')
  await told(simulator, 'cloud', write('prescribe'))
  const release = write('release')
  const first = await ask(simulator, release)
  const second = await ask(simulator, release)
  t.equal(first.status, 200)
  t.strictSame(second.body, first.body)
  t.equal(first.header('x-request-id'), release.headers.find(([n]) => n === 'X-Request-ID')?.[1])
  t.equal(simulator.prescriptions()[0]?.history.length, 2)
  const another = await ask(simulator, { ...write('return'), headers: release.headers })
  t.equal(another.status, 400, 'another request under an id that was used')
  t.equal(stateOf(0), 'released')
})

t.test('a release gives what was sent: signature, order and decimals as they were', async t => {
  const legacy = await sideOf(t, 'legacy')
  const sent = await legacy.step('prescribe')
  const parent = /<ParentPrescription([\s\S]*)<\/ParentPrescription>/
  const { reply } = await legacy.step('release')
  const given = read(reply.body, parent).replace(' xmlns="urn:hl7-org:v3"', '')
  const asSent = read(sent.request.body, parent)
  t.equal(given, asSent.replace('PORX_MT132004UK31', 'PORX_MT122003UK32'), 'of another type')

  const cloud = await sideOf(t, 'cloud')
  const order = cloud.write('prescribe')
  const body = order.body.replace('"value":0.5', '"value":0.500')
  t.not(body, order.body)
  await ask(cloud.simulator, { ...order, body })
  const told = (await cloud.step('release')).reply.body
  const state = /,\{"url":"[^"]*-EPS-DispensingInformation".*?"Item with dispenser"\}\}\]\}/g
  t.equal(told.match(state)?.length, 2, 'each item says how it stands')
  t.ok(told.replace(state, '').includes(`"resource":${body}`))
})

t.test(
  'the answer to a cancellation names the patient, the item, and the request it is of',
  async t => {
    const legacy = await sideOf(t, 'legacy')
    await legacy.step('prescribe')
    const asked = await legacy.step('cancel')
    const answer = read(asked.reply.body, /(<CancellationResponse[\s\S]*<\/CancellationResponse>)/)
    const item = read(asked.request.body, /pertinentLineItemRef[^>]*>\s*<[^>]*root=["']([^"']*)/)
    for (const name of ['recordTarget', 'author', 'responsibleParty']) t.match(answer, `${name} `)
    t.match(answer, patient.nhsNumber)
    t.match(answer, item)
    const about = read(answer, /pertinentCancellationRequestRef[^>]*><id root="([^"]*)/)
    t.equal(about.toUpperCase(), asked.messageId.toUpperCase())

    const cloud = await sideOf(t, 'cloud')
    await cloud.step('prescribe')
    const { reply, request, messageId } = await cloud.step('cancel')
    t.match(reply.body, `"response":{"identifier":"${messageId.toLowerCase()}","code":"ok"}`)
    t.match(reply.body, patient.nhsNumber)
    t.match(reply.body, read(request.body, /prescription-order-item-number","value":"([^"]*)/))
    t.match(reply.body, '"status":"cancelled"')
  },
)
