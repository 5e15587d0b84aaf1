import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { selfSigned } from './certificate.ts'
import { aFile, mistakesIn, parsed, withRoute } from './given.ts'

const withUpstream = (fields: object): unknown => ({
  ...aFile(),
  upstreams: { spine: fields },
  routes: [{ name: 'default', legacy: 'spine' }],
})

const ADDRESSES: readonly (readonly [written: string, origin: string, basePath: string])[] = [
  ['http://spine.example', 'http://spine.example', ''],
  ['http://spine.example/', 'http://spine.example', ''],
  ['https://spine.example:8443', 'https://spine.example:8443', ''],
  ['https://spine.example/base/', 'https://spine.example', '/base'],
  ['https://spine.example/a//b/%2f..', 'https://spine.example', '/a//b/%2f..'],
  ['http://[::1]:8080/x', 'http://[::1]:8080', '/x'],
]

t.test('an address is an origin and, byte for byte, a base path', t => {
  for (const [url, origin, basePath] of ADDRESSES) {
    t.match(parsed(withUpstream({ url })).upstreams.get('spine'), { origin, basePath }, url)
    const fromEnv = parsed(withUpstream({ url: 'env:SPINE_URL' }), { env: { SPINE_URL: url } })
    t.match(fromEnv.upstreams.get('spine'), { origin, basePath }, `${url} from the environment`)
  }
  t.end()
})

const NO_ADDRESSES = [
  'spine.example',
  'ftp://spine.example',
  'http://',
  'http://spine.example/?x=1',
  'http://spine.example/#x',
  'http://user:hunter2@spine.example',
  'http://spine.example:99999',
  'http://spine.example/a b',
  'env:',
  'env:NOT A NAME',
]

t.test('what is no address is refused, and what the environment holds is not repeated', t => {
  for (const url of NO_ADDRESSES) {
    t.match(mistakesIn(withUpstream({ url })), [{ path: 'upstreams.spine.url' }], url)
    const fromEnv = mistakesIn(withUpstream({ url: 'env:SPINE_URL' }), { env: { SPINE_URL: url } })
    t.match(fromEnv, [{ says: 'what SPINE_URL holds is not an address' }])
    t.notMatch(JSON.stringify(fromEnv), /hunter2/)
  }
  t.end()
})

t.test('an address that is not set names its variable', t => {
  for (const env of [{}, { SPINE_URL: '' }]) {
    t.match(mistakesIn(withUpstream({ url: 'env:SPINE_URL' }), { env }), [
      {
        path: 'upstreams.spine.url',
        variable: 'SPINE_URL',
        says: 'SPINE_URL is not set',
        wayOut: /set SPINE_URL/,
      },
    ])
  }
  t.end()
})

t.test(
  'simulators behind `env:` addresses are simulators, and never where changes are confirmed',
  t => {
    const env = { SPINE_URL: 'http://127.0.0.1:1' }
    const file = withUpstream({ url: 'env:SPINE_URL' })
    t.equal(parsed(file, { env }).upstreams.get('spine')?.simulated, false)
    t.equal(parsed(file, { env, simulated: true }).upstreams.get('spine')?.simulated, true)
    const literal = withUpstream({ url: 'http://spine.example' })
    t.equal(parsed(literal, { simulated: true }).upstreams.get('spine')?.simulated, false)
    const live = { ...(file as object), environment: { name: 'live', confirm: true } }
    t.match(mistakesIn(live, { env, simulated: true }), [{ path: 'upstreams.spine.simulated' }])
    t.same(mistakesIn(live, { env }), [])
    t.end()
  },
)

t.test('a write may be served by a simulator that stands behind an `env:` address', t => {
  const env = { CLOUD_URL: 'http://127.0.0.1:1' }
  const file = {
    ...withRoute({ match: { product: 'eps' }, cloud: 'cloud' }),
    upstreams: { spine: { url: 'http://spine.example' }, cloud: { url: 'env:CLOUD_URL' } },
  }
  t.match(mistakesIn(file, { env }), [{ path: 'routes[0].cloud' }])
  t.same(mistakesIn(file, { env, simulated: true }), [])
  t.end()
})

/** Windows has no such rights. */
const NO_RIGHTS = process.platform === 'win32' && 'files have no such rights here'

interface Secrets {
  readonly folder: string
  readonly file: string
  readonly own: ReturnType<typeof selfSigned>
  readonly other: ReturnType<typeof selfSigned>
}

function secrets(t: Test): Secrets {
  const own = selfSigned('ficus.test')
  const other = selfSigned('other.test')
  const folder = t.testdir({
    'ca.pem': `${other.cert}${own.cert}`,
    'own.pem': own.cert,
    'own.key': own.key,
    'other.key': other.key,
    'broken.pem': own.cert.replace(/[A-Za-z]{8}/g, 'AAAAAAAA'),
    'text.pem': 'hunter2',
    deep: { 'open.key': own.key },
  })
  for (const name of ['own.key', 'other.key']) chmodSync(join(folder, name), 0o640)
  chmodSync(join(folder, 'deep/open.key'), 0o644)
  return { folder, file: join(folder, 'routes.config.ts'), own, other }
}

const https = (tls: object): unknown => withUpstream({ url: 'https://spine.example', tls })

t.test('certificates and keys are read from beside the file or from the environment', t => {
  const { file, own, other } = secrets(t)
  const beside = parsed(https({ ca: 'ca.pem', cert: 'file:own.pem', key: 'file:own.key' }), {
    file,
  })
  t.match(beside.upstreams.get('spine'), {
    ca: `${other.cert}${own.cert}`,
    cert: own.cert,
    key: own.key,
  })
  const env = { OWN_CERT: own.cert, OWN_KEY: own.key }
  const given = parsed(https({ cert: 'env:OWN_CERT', key: 'env:OWN_KEY' }), { file, env })
  t.match(given.upstreams.get('spine'), { ca: undefined, cert: own.cert, key: own.key })
  t.end()
})

const TLS: readonly (readonly [title: string, tls: object, path: string, says: RegExp])[] = [
  ['a file that is not there', { ca: 'none.pem' }, 'ca', /none\.pem cannot be read \(ENOENT\)/],
  ['a file that holds something else', { ca: 'text.pem' }, 'ca', /no certificate in PEM/],
  ['a certificate that cannot be read', { ca: 'broken.pem' }, 'ca', /cannot be read/],
  ['a variable that is not set', { ca: 'env:CA' }, 'ca', /CA is not set/],
  ['a certificate without its key', { cert: 'own.pem' }, '', /`cert` needs `key`/],
  ['a key without its certificate', { key: 'file:own.key' }, '', /`key` needs `cert`/],
  ['a key that is none', { cert: 'own.pem', key: 'file:text.pem' }, 'key', /no private key/],
  ['another’s key', { cert: 'own.pem', key: 'file:other.key' }, 'key', /key of another/],
]

for (const [title, tls, field, says] of TLS) {
  t.test(`TLS is refused for ${title}`, t => {
    const { file } = secrets(t)
    const mistakes = mistakesIn(https(tls), { file })
    const path = field === '' ? 'upstreams.spine.tls' : `upstreams.spine.tls.${field}`
    t.match(mistakes, [{ path, says }])
    t.equal(mistakes.length, 1)
    t.notMatch(JSON.stringify(mistakes), /hunter2|PRIVATE KEY|BEGIN [^C]/)
    t.end()
  })
}

t.test('a key that everyone may read is used, with a warning', { skip: NO_RIGHTS }, t => {
  const { file, folder } = secrets(t)
  const open = parsed(https({ cert: 'own.pem', key: 'file:deep/open.key' }), { file })
  t.match(open.warnings, [
    { path: 'upstreams.spine.tls.key', says: /open\.key can be read .* by everyone/ },
  ])
  t.match(open.warnings[0]?.wayOut, /chmod o-rwx/)
  const shut = parsed(https({ ca: 'ca.pem', cert: 'own.pem', key: 'file:own.key' }), { file })
  t.strictSame(shut.warnings, [], 'a certificate is no secret')
  const files = ['ca.pem', 'own.pem', 'own.key'].map(name => join(folder, name))
  t.strictSame(shut.files, files, 'and each file is known, so that it can be watched')
  t.end()
})

t.test('TLS of an address without it would do nothing', t => {
  const { file } = secrets(t)
  const plain = withUpstream({ url: 'http://spine.example', tls: { ca: 'ca.pem' } })
  t.match(mistakesIn(plain, { file }), [{ path: 'upstreams.spine.tls', says: /http/ }])
  t.end()
})
