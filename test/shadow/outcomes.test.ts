/** What became of a copy is told in the word it is counted by, read where the comparison is made. */
import t, { type Test } from 'tap'
import { createReadOutcome } from '../../src/comparison/index.ts'
import { outcomeReading } from '../../src/products/index.ts'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { acknowledged, LISTS, outcome, type SpokenAnswer } from '../support/answers-of-outcome.ts'
import { deadPort, startUpstream } from '../support/upstream.ts'
import { askedOf, between, inThread, prepared, sentBy, type Sent } from './given.ts'

const legacy = await createLegacySpine()
t.teardown(() => legacy.close())
const [first] = createPatients()
if (first === undefined) throw new Error('nobody is known')
const known = first
/** In nobody's record. */
const unknown = { ...known, nhsNumber: '9912003071' }

const readOutcome = createReadOutcome(outcomeReading(1_048_576))

/** Has a retrieval copied to a cloud, and gives the word of what became of the copy. */
async function wordFrom(
  cloud: string,
  {
    sent = sentBy('QUPA_IN000008UK02', known),
    translate = 'pds.retrieval',
  }: { sent?: Sent; translate?: string | null } = {},
): Promise<string | undefined> {
  const owner = between(legacy.url, cloud, { timeoutMs: 500, translate: translate ?? undefined })
  const control = await askedOf(legacy, sent)
  const came = await inThread(owner, { readOutcome }).judge(prepared(sent, owner), control)
  return came.outcome
}

/** A cloud that answers everything so. */
const answering = async (t: Test, { status, type, body }: SpokenAnswer): Promise<string> =>
  (
    await startUpstream(t, (request, response) => {
      const named = request.headers['x-request-id']
      const lines = { 'Content-Type': type, ...(named && { 'X-Request-ID': named }) }
      response.writeHead(status, lines).end(body)
    })
  ).origin

t.test('of a translated copy it is what its mapping would say to suppliers', async t => {
  const cloud = await createCloud()
  t.teardown(() => cloud.close())
  const url = `${cloud.url}/personal-demographics/FHIR/R4`
  t.equal(await wordFrom(url), 'ok')
  t.equal(await wordFrom(url, { sent: sentBy('QUPA_IN000008UK02', unknown) }), 'not_found')
  // A search that finds nobody is a success in FHIR and an error in HL7v3.
  const nobody = sentBy('QUPA_IN000005UK01', { ...known, birth: '19000101' })
  t.equal(await wordFrom(url, { sent: nobody, translate: 'pds.trace' }), 'not_found')
})

t.test('of an answer no supplier is given it is what that says itself', async t => {
  const answers = [
    [outcome(500, 'error', 'exception'), 'fault'],
    [outcome(429, 'error', 'throttled'), 'fault'],
    [outcome(403, 'error', 'forbidden'), 'rejected'],
  ] as const
  for (const [answer, word] of answers) {
    t.equal(await wordFrom(await answering(t, answer)), word)
  }
})

t.test('a copy that was not answered, or with somebody else’s, is transport', async t => {
  t.equal(await wordFrom((await deadPort()).origin), 'transport')
  const nameless = await startUpstream(t, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/fhir+json' }).end('{}')
  })
  t.equal(await wordFrom(nameless.origin), 'transport')
})

t.test('of an untranslated copy it is what the answer says, if that is the copy’s', async t => {
  const other = await createLegacySpine()
  t.teardown(() => other.close())
  t.equal(await wordFrom(other.url, { translate: null }), 'ok')
  const crossed = await answering(t, acknowledged('AE', [LISTS.pds, '1']))
  t.equal(await wordFrom(crossed, { translate: null }), 'transport')
})

t.test('where no copy went out nothing is told of it', async t => {
  const owner = between(legacy.url, legacy.url, { translate: undefined, shadowAs: undefined })
  const sent = sentBy('QUPA_IN000008UK02', known)
  const control = await askedOf(legacy, sent)
  const came = await inThread(owner, { readOutcome }).judge(prepared(sent, owner), control)
  t.equal(came.outcome, undefined)
})
