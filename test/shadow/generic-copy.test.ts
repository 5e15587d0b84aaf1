import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { createGeneric } from '../../src/generic/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { retrieval, soapLines } from '../translation/given.ts'
import { between, inThread, MARKED, prepared, type Sent, spoken } from './given.ts'

const GENERIC = createGeneric({ blanks: 'dropped' })
const SUPPLIER = '200000000115'
const INTERACTION = 'QUPA_IN000008UK02'
const MESSAGE_ID = '1B0B2C6E-3F0B-4B37-9B4F-1D2E3F4A5B6C'

const ASKED: Sent = {
  ...{ method: 'POST', target: '/sync-service', headers: soapLines(INTERACTION) },
  body: Buffer.from(retrieval()),
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'

/** A cloud that answers in JSON what it is told, and what it was asked. */
async function cloudThat(t: Test, says: string) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      asked.push(`${JSON.stringify(request.rawHeaders)} ${body}`)
      const id = /"a:MessageID":"([^"]+)"/.exec(body)?.[1] ?? ''
      const answer = {
        's:Envelope': {
          ...{ '@_xmlns:s': SOAP, '@_xmlns:a': WSA },
          ...{ 's:Header': { 'a:RelatesTo': id }, 's:Body': { r: says } },
        },
      }
      response.setHeader('X-Request-ID', request.headers['x-request-id'] ?? '')
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify(answer))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const control = (says: string) => {
  const body = Buffer.from(
    `<e:Envelope xmlns:e="${SOAP}" xmlns:w="${WSA}"><e:Header>` +
      `<w:RelatesTo>uuid:${MESSAGE_ID}</w:RelatesTo></e:Header><e:Body><r>${says}</r></e:Body></e:Envelope>`,
  )
  return { status: 200, headers: ['Content-Type', 'text/xml'], body: new Uint8Array(body) }
}

async function judged(t: Test, says: string, as: string | undefined = MARKED) {
  const cloud = await cloudThat(t, says)
  const owner = between(cloud.url, cloud.url, { translate: GENERIC.name, shadowAs: as })
  const { judge } = inThread(owner, { mappings: [...MAPPINGS, GENERIC] })
  const came = await judge(prepared(ASKED, owner), control('0099'))
  return { came, asked: cloud.asked }
}

t.test(
  'the copy of a message that is told whole is marked, and goes under ids of its own',
  async t => {
    const { came, asked } = await judged(t, '0099')
    t.equal(asked.length, 1)
    t.notMatch(asked[0], SUPPLIER)
    t.notMatch(asked[0]?.toUpperCase(), MESSAGE_ID)
    t.match(asked[0], MARKED)
    t.notMatch(asked[0], 'for-spine')
    t.match(spoken(came), /^(?:identical|equivalent)$/)
  },
)

t.test('what the cloud says otherwise is found', async t => {
  const { came } = await judged(t, '99')
  t.match(spoken(came), /^different/)
})

t.test('without a marked identity nothing goes', async t => {
  const { came, asked } = await judged(t, '0099', '')
  t.same(asked, [])
  t.equal(spoken(came), 'not_compared · identity')
})
