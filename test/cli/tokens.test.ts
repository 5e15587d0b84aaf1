import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { startIssuer } from '../roles/local-issuer.ts'
import { ficus } from '../support/ficus.ts'
import { start } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

const people = (...names: readonly (readonly [string, string])[]): string =>
  JSON.stringify({
    tokens: names.map(([name, role]) => ({
      ...{ name, roles: [role] },
      sha256: createHash('sha256').update(`token-of-${name}`).digest('hex'),
    })),
  })

const ROUTES = (spine: URL): string => `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: { spine: { url: '${spine.origin}' }, rehosted: { url: '${spine.origin}' } },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted' },
    { name: 'default', legacy: 'spine' },
  ],
})
`

/** A folder with a routes file and a file of tokens, and what starts an instance by them. */
async function given(t: Test, tokens: string) {
  const spine = await startUpstream(t, (_request, response) => response.end('legacy'))
  const folder = t.testdir({})
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'routes.config.ts'), ROUTES(spine))
  const file = join(folder, 'tokens.json')
  writeFileSync(file, tokens)
  const begin = (env: Record<string, string>) =>
    start(t, ['--config', join(folder, 'routes.config.ts')], env, folder)
  return { folder, file, begin }
}

async function adminOf(started: ReturnType<typeof start>): Promise<string> {
  const [, admin = ''] = await started.said(/health and metrics on http:\/\/(\S+)/)
  return admin
}

t.test('people with tokens halt, change and look, each as far as their roles go', async t => {
  const { folder, file, begin } = await given(t, people(['anna', 'operator'], ['ben', 'viewer']))
  const started = begin({ FICUS_TOKEN_FILE: 'tokens.json' })
  const admin = await adminOf(started)
  await started.said(/proves it: a token of FICUS_TOKEN_FILE/)
  const as = (token: string | undefined, ...args: string[]) =>
    ficus(args, { FICUS_ADMIN: admin, ...(token !== undefined && { FICUS_TOKEN: token }) }, folder)
  const why = ['--reason', 'a test']

  const nobody = await as(undefined, 'routes')
  t.equal(nobody.code, 3)
  t.match(nobody.err, 'set FICUS_TOKEN to your token')
  const stranger = await as('token-of-eve', 'promote', 'reads', ...why)
  t.equal(stranger.code, 3)
  t.match(stranger.err, 'has not expired')
  t.notMatch(stranger.err + stranger.out, 'token-of-eve')
  t.equal((await as('token-of-ben', 'routes')).code, 0)
  const viewer = await as('token-of-ben', 'promote', 'reads', ...why)
  t.equal(viewer.code, 3)
  t.match(viewer.err, 'promote takes operator; ben asks as viewer')
  t.equal((await as('token-of-ben', 'halt', ...why)).code, 0)
  t.equal((await as('token-of-ben', 'resume', ...why)).code, 3)
  writeFileSync(join(folder, 'mine'), 'token-of-anna\n')
  t.equal((await as('file:mine', 'resume', ...why)).code, 0)
  t.match((await as('file:mine', 'audit', 'list', '--json')).out, '\\"actor\\":\\"ben\\"')
  t.equal((await as('file:none', 'routes')).code, 2)
  t.equal((await as('two words', 'routes')).code, 2)

  writeFileSync(`${file}.new`, people(['cleo', 'viewer']))
  renameSync(`${file}.new`, file)
  const until = performance.now() + 5_000
  while ((await as('token-of-cleo', 'routes')).code !== 0 && performance.now() < until) {
    await pause(50)
  }
  t.equal((await as('token-of-cleo', 'routes')).code, 0)
  t.equal((await as('token-of-anna', 'routes')).code, 3)
  const metrics = await (await fetch(`http://${admin}/metrics`)).text()
  t.match(metrics, /ficus_api_requests_refused_total\{reason="without_token"\} 1\n/)
  t.match(metrics, /ficus_api_requests_refused_total\{reason="role"\} 2\n/)
  t.match(metrics, /ficus_api_requests_refused_total\{reason="foreign"\} 0\n/)
  t.match(metrics, 'ficus_tokens_last_reload_successful 1\n')

  writeFileSync(file, '{"tokens":[{"name":"SECRET"}]}')
  const told = async () => (await fetch(`http://${admin}/readyz?verbose`)).text()
  const later = performance.now() + 5_000
  while (!(await told()).includes('"tokens"') && performance.now() < later) await pause(50)
  t.match(await told(), 'tokens[0].roles is to be')
  t.notMatch(await told(), 'SECRET')
  t.match(
    await (await fetch(`http://${admin}/metrics`)).text(),
    'ficus_tokens_last_reload_successful 0\n',
  )
  t.equal((await as('token-of-cleo', 'routes')).code, 0, 'the last good one holds')
})

t.test(
  'a person with a token of the issuer is let in by it, and a halt by signal by nobody',
  async t => {
    const { folder, begin } = await given(t, people())
    const issuer = await startIssuer(t)
    const started = begin({ FICUS_OIDC_ISSUER: issuer.issuer, FICUS_OIDC_AUDIENCE: 'ficus' })
    const admin = await adminOf(started)
    const exp = Math.floor(Date.now() / 1_000) + 300
    const token = await issuer.sign({ exp, roles: ['ficus-operator'] })
    const routes = await ficus(
      ['routes', '--json'],
      { FICUS_ADMIN: admin, FICUS_TOKEN: token },
      folder,
    )
    t.equal(routes.code, 0, routes.err)
    started.child.kill('SIGUSR2')
    await started.said(/halt/)
    t.equal((await ficus(['routes'], { FICUS_ADMIN: admin }, folder)).code, 3)
  },
)

t.test('an instance is not started by what nobody could be let in by', async t => {
  const { folder } = await given(
    t,
    '{"tokens":[{"name":"SECRET","roles":["SECRET"],"sha256":"SECRET"}]}',
  )
  const begin = async (more: Record<string, string>) => {
    const env = { FICUS_LISTEN: '127.0.0.1:0', FICUS_ADMIN: '127.0.0.1:0', FICUS_LOG: '/dev/null' }
    const { code, out, err } = await ficus(['start'], { ...env, ...more }, folder)
    t.equal(code, 2)
    return out + err
  }
  const broken = await begin({ FICUS_TOKEN_FILE: 'tokens.json' })
  t.match(
    broken,
    'FICUS_TOKEN_FILE tokens.json: tokens[0].sha256 is to be 64 hexadecimal digits; tokens[0].roles[0]',
  )
  t.notMatch(broken, 'SECRET')
  const issuer = 'https://idp.example'
  for (const [env, says] of [
    [{ FICUS_TOKEN_FILE: 'none.json' }, 'it cannot be read (ENOENT)'],
    [{ FICUS_OIDC_ISSUER: issuer }, 'FICUS_OIDC_AUDIENCE is not set'],
    [{ FICUS_OIDC_AUDIENCE: 'ficus' }, 'FICUS_OIDC_ISSUER is not set'],
    [
      { FICUS_OIDC_ISSUER: 'http://idp.example', FICUS_OIDC_AUDIENCE: 'ficus' },
      'an issuer is an https address',
    ],
  ] as const) {
    t.match(await begin(env), says)
  }
})
