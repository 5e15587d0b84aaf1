/** A request of which the path has read no more than its head: whoever makes the copy reads on. */
import t from 'tap'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { askedOf, between, inThread, kept, prepared, type Sent, sentBy, spoken } from './given.ts'

const legacy = await createLegacySpine()
const cloud = await createCloud()
t.teardown(() => Promise.all([legacy.close(), cloud.close()]))

const owner = between(legacy.url, `${cloud.url}/personal-demographics/FHIR/R4`)
const rehosted = between(legacy.url, legacy.url, { translate: undefined })
const [patient] = createPatients()
if (patient === undefined) throw new Error('nobody is known')
const sent = sentBy('QUPA_IN000008UK05', patient)

const changed = (from: string | RegExp, to: string): Sent => {
  const text = sent.body.toString()
  const body = Buffer.from(text.replace(from, to))
  if (body.toString() === text) throw new Error('nothing was changed')
  return { ...sent, body }
}

t.test('the head alone says neither who is asked for nor whether its places agree', async t => {
  const { agrees, messageId, keys, interaction } = kept(sent, owner)
  t.match({ agrees, messageId, interaction }, { interaction: 'QUPA_IN000008UK05' })
  t.strictSame([agrees, messageId, keys], [undefined, undefined, {}])
})

for (const [way, route] of [
  ['in the cloud’s words', owner],
  ['as it came', rehosted],
] as const) {
  t.test(`a copy ${way} comes to the same, whoever read the message`, async t => {
    const { judge } = inThread(route)
    const control = () => askedOf(legacy, sent)
    const read = spoken(await judge(prepared(sent, route), await control()))
    t.equal(spoken(await judge(kept(sent, route), await control())), read)
    t.match(read, /^(?:identical|equivalent)/)
  })
}

/** What a message may say that its head does not. */
const UNPROVEN: readonly (readonly [what: string, sent: Sent])[] = [
  ['its root is another interaction', changed(/QUPA_IN000008UK05(?=[ >])/g, 'QUPA_IN000008UK02')],
  ['its action is another', changed(/(pdsquery)\/QUPA_IN000008UK05/, '$1/QUPA_IN000005UK01')],
  [
    'its sender is another in its header',
    changed(/extension="\d{12}"/, 'extension="200000000777"'),
  ],
  ['it is no XML', changed('</', '<')],
  ['it has a DOCTYPE', changed('<', '<!DOCTYPE a><')],
  ['it is in a coding', { ...sent, headers: [...sent.headers, 'Content-Encoding', 'gzip'] }],
]

for (const [what, unproven] of UNPROVEN) {
  t.test(`where ${what} no copy is sent`, async t => {
    const control = await askedOf(legacy, sent)
    const before = [legacy.count(), cloud.count()]
    for (const route of [owner, rehosted]) {
      const came = await inThread(route).judge(kept(unproven, route), {
        ...control,
        body: control.body.slice(),
      })
      t.match(came.comparison, { verdict: 'not_compared', reason: 'disagrees' })
      t.equal(came.upstream, 'not-asked')
    }
    t.strictSame([legacy.count(), cloud.count()], before)
  })
}
