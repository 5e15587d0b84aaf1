import { Writable } from 'node:stream'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { runCommand, type Terminal } from '../../src/cli/index.ts'
import { ebxmlPost, ebxmlPrescription, soapPost, soapRetrieval } from '../support/messages.ts'

const NHS_NUMBER = '9990000018'

const ROUTES = `export default {
  environment: { name: 'test' },
  upstreams: { spine: { url: 'env:SPINE_URL' }, 'pds-fhir': { url: 'http://127.0.0.1:1' } },
  cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
  routes: [
    { name: 'eps', match: { product: 'eps' }, legacy: 'spine' },
    { name: 'proxied', match: { path: '/https://*' }, legacy: 'spine' },
    {
      name: 'retrieval',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
      legacy: 'spine',
      cloud: 'pds-fhir',
      cohort: 'patients',
      shadow: { as: 'shadow-identity', sample: 1 },
    },
  ],
  unmatched: 'refuse',
}`

const SPINE = { SPINE_URL: 'http://127.0.0.1:1' }

class Collected extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `ficus explain FILE …` in a folder that holds the routes file and the message. */
async function explain(
  t: Test,
  message: string | Buffer,
  args: readonly string[] = [],
  files: Record<string, string> = { 'routes.config.ts': ROUTES },
): Promise<Ran> {
  const cwd = t.testdir({ ...files, message })
  const [stdout, stderr] = [new Collected(), new Collected()]
  const terminal = { env: SPINE, cwd, stdout, stderr } as unknown as Terminal // explain asks no more of it
  const code = await runCommand(['explain', 'message', ...args], terminal)
  return { code, out: stdout.text, err: stderr.text }
}

/** The same with `--json`, parsed. */
async function facts(t: Test, message: string | Buffer, ...args: string[]): Promise<Facts> {
  const { code, out, err } = await explain(t, message, ['--json', ...args])
  t.equal(code, 0, err)
  return JSON.parse(out) as Facts // our own command wrote it
}

interface Facts {
  readonly request: { method: string; language: string; bodyBytes: number; assumed: string[] }
  readonly message: Record<string, unknown>
  readonly need: string
  readonly routes: { route: string; owns: boolean }[]
  readonly steps: { rule: string; looked: string; said: string }[]
  readonly decision?: Record<string, unknown>
  readonly refused?: Record<string, unknown>
}

const refuses = async (
  t: Test,
  line: RegExp,
  ...asked: [message: string | Buffer, args?: string[], files?: Record<string, string>]
) => {
  const { code, out, err } = await explain(t, ...asked)
  t.equal(code, 2)
  t.equal(out, '')
  t.match(err, line)
  t.equal(err.trimEnd().split('\n').length, 1, 'one line')
}

t.test('a raw request is explained from its interaction to the side that serves it', async t => {
  const found = await facts(t, soapPost(soapRetrieval()))
  t.match(found, {
    request: { method: 'POST', language: 'soap', assumed: [] },
    message: {
      interaction: 'QUPA_IN000008UK02',
      product: 'pds',
      class: 'audited-read',
      agrees: true,
      from: { asid: '200000000115' },
      keys: ['nhsNumber'],
    },
    need: 'headers',
    decision: {
      route: 'retrieval',
      stage: 'legacy',
      side: 'legacy',
      upstream: 'spine',
      because: 'stage',
      mirror: { not: 'stage' },
    },
  })
  t.same(
    found.routes.map(({ route, owns }) => [route, owns]),
    [
      ['eps', false],
      ['proxied', false],
      ['retrieval', true],
    ],
  )
})

t.test('a request with LF line ends is the same request', async t => {
  const [head = '', body = ''] = soapPost(soapRetrieval()).toString().split('\r\n\r\n')
  const found = await facts(t, `${head.replaceAll('\r\n', '\n')}\n\n${body}`)
  t.match(found, { message: { agrees: true }, decision: { route: 'retrieval' } })
})

t.test(
  '--stage supposes where a route stands, and every rule up to the one that decides is told',
  async t => {
    const found = await facts(t, soapPost(soapRetrieval()), '--stage', 'retrieval=canary:25.5')
    t.equal(found.need, 'scan')
    t.same(
      found.steps.map(({ rule }) => rule),
      [
        'hard-halt',
        'bound',
        'pin',
        'halt',
        'no-key',
        'turning',
        'no-id',
        'stage',
        'override',
        'no-key',
        'percentage',
        'mirror',
        'fallback',
      ],
    )
    t.match(found.steps[10], { looked: 'bucket 28.889, cloud below 25.5', said: 'legacy' })
    t.match(found.decision, { because: 'percentage', mirror: { to: 'pds-fhir' } })
    const further = await facts(t, soapPost(soapRetrieval()), '--stage', 'retrieval=canary:29')
    t.match(further.decision, { side: 'cloud', upstream: 'pds-fhir', fallback: 'spine' })
  },
)

t.test(
  'a message whose places disagree is told apart and goes to legacy at every stage',
  async t => {
    const message = soapPost(soapRetrieval({ root: 'QUPA_IN000005UK01' }))
    const found = await facts(t, message, '--stage', 'retrieval=cloud')
    t.match(found, {
      message: { agrees: false },
      decision: { side: 'legacy', because: 'disagrees' },
    })
  },
)

t.test(
  'a SOAP body alone gets the head its own interaction asks for, and that is said',
  async t => {
    const found = await facts(t, soapRetrieval())
    t.match(found.message, { interaction: 'QUPA_IN000008UK02', agrees: true })
    t.match(found.decision, { route: 'retrieval' })
    t.same(found.request.assumed, [
      'method POST',
      'path /',
      'Content-Type: text/xml; charset=UTF-8',
      'SOAPAction: "urn:nhs:names:services:pdsquery/QUPA_IN000008UK02"',
    ])
  },
)

t.test('a MIME body alone gets its boundary from its first line', async t => {
  const { body } = ebxmlPrescription()
  const found = await facts(t, body)
  t.match(found, {
    request: { language: 'ebxml' },
    message: { interaction: 'PORX_IN020101UK31', class: 'write', agrees: true },
    decision: { route: 'eps', side: 'legacy' },
  })
  t.match(found.request.assumed, [
    'method POST',
    'path /',
    /boundary="--=_MIME-Boundary"/,
    /SOAPAction/,
  ])
})

t.test('an ebXML request is explained as sent', async t => {
  const found = await facts(t, ebxmlPost(ebxmlPrescription().body))
  t.match(found, {
    request: { assumed: [] },
    message: { agrees: true },
    decision: { route: 'eps' },
  })
})

t.test('--header, --method and --path win over the file and are no longer assumed', async t => {
  const found = await facts(
    t,
    soapRetrieval(),
    ...['--method', 'PUT', '--path', '/https://provider.example/A11111'],
    ...['--header', 'content-type: text/xml', '--header', 'SOAPAction: urn:a/QUPA_IN000008UK02'],
  )
  t.match(found, {
    request: { method: 'PUT', assumed: [] },
    message: { agrees: true },
    decision: { route: 'proxied' },
  })
})

t.test('a REST call without a body is explained from its head', async t => {
  const found = await facts(t, `GET /Patient/${NHS_NUMBER} HTTP/1.1\r\nHost: a\r\n\r\n`)
  t.match(found, { request: { bodyBytes: 0 }, refused: { code: 'no-route', status: 404 } })
})

t.test('nothing that is printed holds the key or the path', async t => {
  const requests = [soapPost(soapRetrieval()), `GET /Patient/${NHS_NUMBER} HTTP/1.1\nHost: a\n\n`]
  for (const request of requests) {
    for (const args of [['--json'], ['--stage', 'retrieval=canary:50'], []]) {
      const { code, out, err } = await explain(t, request, args)
      t.equal(code, 0)
      t.notMatch(out + err, NHS_NUMBER)
    }
  }
})

t.test('the text says in plain words what the data says', async t => {
  const { out } = await explain(t, soapPost(soapRetrieval()), ['--stage', 'retrieval=cloud'])
  for (const words of [
    /interaction +QUPA_IN000008UK02: Retrieval \(pds\)/,
    /does +a read that leaves an audit entry/,
    /agrees +yes/,
    /keys +nhsNumber/,
    /proxy reads +the message up to its keys/,
    /eps +no: product is pds, wanted eps/,
    /proxied +no: path is another path, wanted \/https:\/\/\*/,
    /retrieval +owns it/,
    /stage +stage cloud +cloud/,
    /served by cloud \(pds-fhir\), because of stage; route retrieval at cloud/,
    /no copy: its stage mirrors to nobody here/,
    /if the cloud fails, spine is asked/,
  ]) {
    t.match(out, words)
  }
})

t.test('a message no route owns is explained too: every rule with why not', async t => {
  const { code, out } = await explain(t, 'GET / HTTP/1.1\nHost: a\n\n')
  t.equal(code, 0)
  t.match(
    out,
    /retrieval +no: interaction is nothing, wanted QUPA_IN000008UK02 or QUPA_IN000008UK05/,
  )
  t.match(out, /refused: no-route \(404\)/)
})

t.test('what a message says cannot order the terminal about', async t => {
  const { out } = await explain(t, soapPost(soapRetrieval(), '"urn:a/\x1b[2Jx"'))
  t.notMatch(out, '\x1b')
})

t.test('addresses that are not set do not matter: nothing is sent', async t => {
  const files = { 'routes.config.ts': ROUTES.replace('SPINE_URL', 'NOWHERE_URL') }
  const { code, out } = await explain(t, soapPost(soapRetrieval()), [], files)
  t.equal(code, 0)
  t.match(out, /assumed +NOWHERE_URL not set/)
})

t.test('bad input ends with exit code 2 and one clear line', async t => {
  const good = soapPost(soapRetrieval())
  await refuses(t, /message is empty/, '')
  await refuses(t, /message begins like no HTTP request, XML, MIME or JSON/, 'hello')
  await refuses(t, /message is not a message: .*not well formed/, '<a><b></a>')
  await refuses(t, /message is not a message/, soapPost(soapRetrieval().replace('</e:Body>', '')))
  await refuses(t, /head has no end/, 'POST / HTTP/1.1\r\nHost: a')
  await refuses(t, /line 2 is not a header line/, 'POST / HTTP/1.1\r\nno header\r\n\r\n')
  await refuses(t, /Transfer-Encoding/, 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n')
  await refuses(t, /--header "x" is not a header line/, good, ['--header', 'x'])
  await refuses(t, /there is no such route, only eps/, good, ['--stage', 'other=cloud'])
  await refuses(t, /is not route=stage/, good, ['--stage', 'retrieval=up'])
  await refuses(t, /is not route=stage/, good, ['--stage', 'retrieval=canary:101'])
  await refuses(t, /routes\.config\.ts/, good, [], {})
  await refuses(t, /other\.ts/, good, ['--config', 'other.ts'])
  const mistyped = ROUTES.replace("legacy: 'spine' }", "legacy: 'spin' }")
  await refuses(t, /routes\[0\]\.legacy/, good, [], { 'routes.config.ts': mistyped })
})

t.test('of a routes file with several mistakes every one is told', async t => {
  const mistyped = ROUTES.replaceAll("legacy: 'spine' }", "legacy: 'spin' }")
  const { code, err } = await explain(t, soapRetrieval(), [], { 'routes.config.ts': mistyped })
  t.equal(code, 2)
  t.match(err, /2 mistakes/)
})

t.test('a file that is not there is named', async t => {
  const stderr = new Collected()
  const terminal = {
    env: {},
    cwd: t.testdir({}),
    stdout: new Collected(),
    stderr,
  } as unknown as Terminal
  const code = await runCommand(['explain', join('no', 'file')], terminal)
  t.equal(code, 2)
  t.match(stderr.text, /no\/file cannot be read \(ENOENT\)/)
})

t.test('a length that contradicts the file is said', async t => {
  const found = await facts(t, `POST / HTTP/1.1\nContent-Length: 7\n\n{}`)
  t.match(found.request, { bodyBytes: 2, assumed: [/Content-Length is another/] })
})
