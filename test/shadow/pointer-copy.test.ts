/** The copy of a call that tells the cloud who asks names an organisation of ours, and no supplier's. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { headerOf } from '../../src/exchange/index.ts'
import { createLegacySpine } from '../../src/simulator/index.ts'
import { ACME, pointerCall } from '../support/pointers.ts'
import { askedOf, between, inThread, prepared, type Sent, spoken } from './given.ts'

const NHS_NUMBER = '9990000018'
const OURS = 'FIC01'

/** A cloud without pointers, and what it was asked. */
async function emptyCloud(t: Test) {
  const asked: { readonly target: string; readonly lines: readonly string[] }[] = []
  const server = createServer(({ url = '', rawHeaders, headers }, response) => {
    asked.push({ target: url, lines: rawHeaders })
    response.setHeader('X-Request-ID', headers['x-request-id'] ?? '')
    response.setHeader('Content-Type', 'application/fhir+json')
    response.end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 0 }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function searched(): Sent {
  const { method, path, headers, body } = pointerCall({ does: 'search', nhsNumber: NHS_NUMBER })
  return { method, target: path, headers: headers.flat(), body: Buffer.from(body) }
}

async function copied(t: Test, shadowOrganisation?: string) {
  const cloud = await emptyCloud(t)
  const spine = await createLegacySpine({ pointers: [] })
  t.teardown(() => spine.close())
  const owner = between(spine.url, cloud.url, {
    translate: 'nrl.pointers',
    ...(shadowOrganisation !== undefined && { shadowOrganisation }),
  })
  const sent = searched()
  const came = await inThread(owner).judge(prepared(sent, owner), await askedOf(spine, sent))
  return { came, asked: cloud.asked }
}

t.test('a copy asks in our organisation’s name, with nothing of the supplier’s', async t => {
  const { came, asked } = await copied(t, OURS)
  t.equal(asked.length, 1)
  const { target, lines } = asked[0] ?? { target: '', lines: [] }
  t.match(target, `/record-locator/consumer/FHIR/R4/DocumentReference?subject`)
  t.equal(headerOf(lines, 'nhsd-end-user-organisation-ods'), OURS)
  t.notMatch(lines.join('\n'), ACME.ods)
  t.notMatch(lines.join('\n'), ACME.asid)
  t.notMatch(lines.join('\n'), /authorization/i)
  t.match(spoken(came), /^(?:identical|equivalent)$/, 'and both have none')
})

t.test('where the file names no organisation no copy goes out', async t => {
  const { came, asked } = await copied(t)
  t.equal(asked.length, 0)
  t.equal(spoken(came), 'not_compared · identity')
})
