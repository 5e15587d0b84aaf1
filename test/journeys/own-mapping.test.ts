/** A mapping of the operator's own, as README prints it: checked, put to messages by hand, and served. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Config, loadConfig } from '../../src/config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'
import { folderOutside } from '../config/folder-outside.ts'
import { ficus } from '../support/ficus.ts'
import { startProxy } from '../support/proxy.ts'
import { startUpstream } from '../support/upstream.ts'

const README = readFileSync('README.md', 'utf8')
const SECTION = README.split('### A mapping of your own\n')[1]?.split('\n### ')[0] ?? ''
const blockOf = (file: string): string =>
  [...SECTION.matchAll(/```ts\n([^`]*(?:`[^`]+`[^`]*)*?)```/g)]
    .map(match => match[1] ?? '')
    .find(block => block.startsWith(`// ${file}`)) ?? ''
const COMMANDS = [...SECTION.matchAll(/^npx ficus (.+)$/gm)].map(match => match[1] ?? '')

const ID = '0D8E8A3C-51BC-4D55-9D80-0C1B8D3E7F10'
const NHS_NUMBER = '9990000018'
const [FROM, TO] = ['200000000115', '990000000777']
const HEADS = 'xmlns="urn:hl7-org:v3"'

const device = (end: string, asid: string): string =>
  `<communicationFunction${end}><device><id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device></communicationFunction${end}>`

const query = (more = ''): string =>
  `<ACME_IN000001UK01 ${HEADS}><id root="${ID}"/><creationTime value="20261123070000"/>` +
  `<interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="ACME_IN000001UK01"/>` +
  `${device('Rcv', TO)}${device('Snd', FROM)}<ControlActEvent classCode="CACT" moodCode="EVN"><query>` +
  `<person.id><value root="2.16.840.1.113883.2.1.4.1" extension="${NHS_NUMBER}"/></person.id>${more}` +
  `</query></ControlActEvent></ACME_IN000001UK01>`

const enveloped = (message: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing">` +
  `<s:Header><w:MessageID>uuid:${ID}</w:MessageID><w:Action>urn:acme/ACME_IN000001UK01</w:Action>` +
  `<w:To>urn:acme</w:To>${(device('Rcv', TO) + device('Snd', FROM)).replaceAll(/<(communicationFunction\w+)>/g, `<$1 ${HEADS}>`)}` +
  `</s:Header><s:Body>${message}</s:Body></s:Envelope>`

const PATIENT = {
  ...{ resourceType: 'Patient', id: NHS_NUMBER, active: true },
  managingOrganization: {
    identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'A81001' },
    display: 'The Surgery',
  },
}

const filesFor = (t: Test, routes = blockOf('practice.routes.config.ts')): string =>
  folderOutside(t, {
    'my-mapping.ts': blockOf('my-mapping.ts'),
    'practice.routes.config.ts': routes,
    'query.xml': query(),
    'answer.json': JSON.stringify(PATIENT),
  })

const env = { SPINE_URL: 'http://127.0.0.1:9', REGISTRY_URL: 'http://127.0.0.1:9' }

t.test('every command README prints for it does what it says', async t => {
  const folder = filesFor(t)
  const said: string[] = []
  for (const command of COMMANDS) {
    const { code, out, err } = await ficus(command.split(' '), env, folder)
    t.equal(code, 0, `${command}\n${err}`)
    said.push(out)
  }
  const [checked, table, asked, answered] = said
  t.match(checked, /practice +acme\.practice@[0-9a-f]{12}/)
  t.match(table, /practiceName {2}text {2}0\.\.1/)
  t.match(asked, new RegExp(`^GET /Patient/${NHS_NUMBER} `))
  t.match(
    answered,
    '<practice><id root="1.2.826.0.1285.0.1.10" extension="A81001"/><name>The Surgery</name>',
  )
})

t.test('what no row reads, and a value its row cannot say, is declined', async t => {
  const folder = filesFor(t)
  writeFileSync(join(folder, 'query.xml'), query('<sinceWhen value="2020"/>'))
  const more = await ficus((COMMANDS[2] ?? '').split(' '), env, folder)
  t.match(more, { code: 1, err: /declines it \(unread\)/ })
  writeFileSync(join(folder, 'query.xml'), query())
  writeFileSync(join(folder, 'answer.json'), JSON.stringify({ ...PATIENT, gender: 'female' }))
  const other = await ficus((COMMANDS[3] ?? '').split(' '), env, folder)
  t.match(other, { code: 1, err: /declines it \(unread\)/ })
})

async function served(t: Test, stands: string) {
  const lines = { 'X-Request-ID': '' }
  const cloud = await startUpstream(t, (request, response) => {
    lines['X-Request-ID'] = String(request.headers['x-request-id'])
    response.writeHead(200, { 'Content-Type': 'application/fhir+json', ...lines })
    response.end(JSON.stringify(PATIENT))
  })
  const legacy = await startUpstream(t, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/xml' })
    response.end('<legacy/>')
  })
  const routes = blockOf('practice.routes.config.ts').replace(
    "legacy: 'spine',",
    `legacy: 'spine', ${stands}`,
  )
  const folder = filesFor(t, routes)
  const config = await loaded(folder, {
    SPINE_URL: legacy.origin,
    REGISTRY_URL: cloud.origin,
  })
  return { cloud, legacy, folder, proxy: await startProxy(t, config) }
}

const loaded = (folder: string, given: Record<string, string>): Promise<Config> =>
  loadConfig(join(folder, 'practice.routes.config.ts'), {
    ...{ env: given, interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES },
  })

const send = (url: URL, message = query()): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '"urn:acme/ACME_IN000001UK01"' },
    body: enveloped(message),
  })

t.test('served by the cloud, its supplier gets the reply the rows write', async t => {
  const { proxy } = await served(t, "startsAt: 'cloud',")
  const answer = await (await send(proxy.url)).text()
  t.match(answer, /<(?:\w+:)?practiceQueryResponse/)
  t.match(answer, `RelatesTo>uuid:${ID}<`, 'it refers to its request')
  t.match(answer, 'extension="A81001"')
})

t.test('what it declines legacy serves', async t => {
  const { proxy } = await served(t, "startsAt: 'cloud',")
  t.equal(await (await send(proxy.url, query('<sinceWhen value="2020"/>'))).text(), '<legacy/>')
})

t.test('at shadow another thread finds it too', async t => {
  const { proxy } = await served(t, "startsAt: 'shadow', shadow: { sample: 1 },")
  t.equal(await (await send(proxy.url)).text(), '<legacy/>')
  const until = Date.now() + 15_000
  while (proxy.compared.length === 0 && Date.now() < until) {
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  const [line] = proxy.compared
  t.ok(line, 'a copy was compared')
  t.notMatch(JSON.stringify(line), 'declined')
})

t.test('what is large another thread translates, by the generic mapping too', async t => {
  const cloud = await startUpstream(t, (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      const id = String(request.headers['x-request-id'])
      response.writeHead(200, { 'Content-Type': 'application/json', 'X-Request-ID': id })
      response.end(body)
    })
  })
  const folder = folderOutside(t, {
    'practice.routes.config.ts': `
      export default {
        environment: { name: 'int' },
        upstreams: { spine: { url: 'http://127.0.0.1:9' }, any: { url: '${cloud.origin}', simulated: true } },
        routes: [
          { name: 'any', match: { path: '/any' }, legacy: 'spine', cloud: 'any', class: 'read',
            startsAt: 'cloud', translate: { generic: { blanks: 'dropped' } } },
          { name: 'default', legacy: 'spine' },
        ],
      }`,
  })
  const { url } = await startProxy(t, await loaded(folder, {}))
  for (const rows of [1, 2_000]) {
    const document = `<rows>\n${'  <row n="007">1e5</row>\n'.repeat(rows)}</rows>`
    const body = document.replaceAll(/>\s+</g, '><')
    const headers = { 'Content-Type': 'application/xml' }
    const ask = (): Promise<Response> =>
      fetch(new URL('/any', url), { method: 'POST', headers, body: document })
    let answer = await ask()
    // A thread that has just been started on a busy machine may be late for its first message, which legacy then gets.
    const until = Date.now() + 20_000
    while (answer.status !== 200 && Date.now() < until) answer = await ask()
    t.equal(answer.headers.get('content-type'), 'application/xml; charset=UTF-8')
    const text = await answer.text()
    t.ok(text.endsWith(body), `${rows} rows come back as they went: ${text.slice(0, 200)}`)
  }
})
