import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ask, lineOf } from '../support/raw-client.ts'
import { START, start, type Started } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(230_000)

interface File {
  readonly legacy?: string
  readonly startsAt?: string
  readonly name?: string
  readonly more?: string
}

const routes = (spine: URL, rehosted: URL, file: File = {}): string => {
  const { legacy = 'spine', startsAt = 'legacy', name = 'reads', more = '' } = file
  const cloud = legacy === 'spine' ? 'rehosted' : 'spine'
  return `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: { spine: { url: '${spine.origin}' }, rehosted: { url: '${rehosted.origin}' } },
  routes: [
    { name: '${name}', match: { interaction: ['pds-fhir-read'] }, legacy: '${legacy}', cloud: '${cloud}', startsAt: '${startsAt}', ${more} },
    { name: 'default', legacy: 'spine' },
  ],
})
`
}

/** Runs one command against a started instance. */
async function ficus(admin: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, [START, ...args], {
    env: { ...process.env, FICUS_ADMIN: admin },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, text }
}

async function serving({ child, said, ended }: Started) {
  const [, port = ''] = await said(/suppliers connect to http:\/\/127\.0\.0\.1:(\d+)/)
  const [, admin = ''] = await said(/health and metrics on http:\/\/(\S+)/)
  const url = new URL(`http://127.0.0.1:${port}`)
  const served = async () => (await ask(url, READ))?.body.toString()
  const stop = async (): Promise<{ code: number | null; text: string }> => {
    child.kill('SIGTERM')
    return ended
  }
  return { served, admin, stop }
}

const READ =
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n'

async function twoSides(t: Test): Promise<[URL, URL]> {
  const spine = await startUpstream(t, (_request, response) => response.end('spine'))
  const rehosted = await startUpstream(t, (_request, response) => response.end('rehosted'))
  return [spine, rehosted]
}

t.test(
  'a routes file is taken over while it serves, a bad one changes nothing, SIGTERM drains',
  async t => {
    const sides = await twoSides(t)
    const file = join(t.testdir({}), 'any-name.config.ts')
    writeFileSync(file, routes(...sides))
    const started = start(t, ['--config', file], {})
    const { child, said } = started
    const { served, stop } = await serving(started)
    t.equal(await served(), 'spine')

    writeFileSync(file, routes(...sides, { legacy: 'rehosted' }))
    await said(/taken over: revision 2\n {2}routes\.reads\.legacy: spine → rehosted\n/)
    t.equal(await served(), 'rehosted')

    writeFileSync(file, 'export default {')
    await said(/not taken over, the one before stays/)
    t.equal(await served(), 'rehosted')

    child.kill('SIGHUP')
    await said(/not taken over.*not taken over/s)
    writeFileSync(file, routes(...sides, { legacy: 'rehosted' }))
    child.kill('SIGHUP')
    await said(/loaded again: nothing changed/)
    const { code, text } = await stop()
    t.equal(code, 0)
    t.match(text, 'stopped: nothing was lost')
  },
)

t.test('a route moves by commands, and the file moves none that the fleet knows', async t => {
  const sides = await twoSides(t)
  const file = join(t.testdir({}), 'routes.config.ts')
  writeFileSync(file, routes(...sides))
  const started = start(t, ['--config', file], {})
  const { served, admin } = await serving(started)
  const why = ['--reason', 'a test']

  const shut = await ficus(admin, 'promote', 'reads', '--to', 'cloud', ...why)
  t.equal(shut.code, 3)
  t.match(shut.text, /the gate of reads is undecided/)
  t.equal(await served(), 'spine')
  const glass = ['--break-glass', 'somebody else']
  t.equal((await ficus(admin, 'promote', 'reads', '--to', 'cloud', ...glass, ...why)).code, 0)
  t.equal(await served(), 'rehosted')

  writeFileSync(file, routes(...sides, { name: 'renamed' }))
  await started.said(/not taken over.*reads is gone from the file and stands at cloud.*`was`/)
  writeFileSync(file, routes(...sides, { name: 'renamed', more: `was: 'reads'` }))
  await started.said(/taken over: revision 3/)
  t.equal(await served(), 'rehosted', 'a rename carries it over')
  t.match((await ficus(admin, 'routes')).text, /renamed +cloud/)

  t.equal((await ficus(admin, 'halt', 'renamed', ...why)).code, 0)
  t.equal(await served(), 'spine')
  t.equal((await ficus(admin, 'resume', 'renamed', ...why)).code, 0)
  t.equal(await served(), 'rehosted')
  t.equal((await ficus(admin, 'rollback', 'renamed', ...why)).code, 0)
  t.equal(await served(), 'spine')

  writeFileSync(file, routes(...sides, { name: 'renamed', startsAt: 'cloud' }))
  await started.said(/taken over: revision 7/)
  t.equal(await served(), 'spine', 'where it stands the fleet says')
})

t.test('where everything stands outlives the process', async t => {
  const sides = await twoSides(t)
  const folder = t.testdir({})
  const file = join(folder, 'routes.config.ts')
  writeFileSync(file, routes(...sides, { startsAt: 'cloud' }))
  const FICUS_STORE = `file:${join(folder, 'kept', 'state.db')}`
  const first = await serving(start(t, ['--config', file], { FICUS_STORE }))
  t.equal(await first.served(), 'rehosted', 'a fleet that never ran begins where the file says')
  t.equal((await ficus(first.admin, 'rollback', 'reads', '--reason', 'a test')).code, 0)
  t.equal((await first.stop()).code, 0)
  const second = await serving(start(t, ['--config', file], { FICUS_STORE }))
  t.equal(await second.served(), 'spine')
  t.equal((await second.stop()).code, 0)

  writeFileSync(file, routes(...sides, { startsAt: 'cloud', name: 'another' }))
  const refused = await start(t, ['--config', file], { FICUS_STORE }).ended
  t.equal(refused.code, 2)
  t.match(refused.text, /another is new to a fleet that runs and would start at cloud/)
})

t.test('with no address set, simulators stand in on loopback and every reply says so', async t => {
  const { child, said, ended } = start(t, [], {})
  await said(/simulators stand in for all of them/)
  const [, port = ''] = await said(/suppliers connect to http:\/\/127\.0\.0\.1:(\d+)/)
  const answer = await ask(new URL(`http://127.0.0.1:${port}`), READ)
  t.equal(lineOf(answer?.headers ?? [], 'ficus-simulated'), 'true')
  child.kill('SIGTERM')
  t.equal((await ended).code, 0)
})

t.test('a start that could mislead is refused with exit 2, naming what is missing', async t => {
  const some = start(t, [], { SPINE_URL: 'http://127.0.0.1:1' })
  const { code, text } = await some.ended
  t.equal(code, 2)
  t.match(text, 'PDS_FHIR_URL')
  t.match(text, 'set all or none')
  t.notMatch(text, /SPINE_URL is not set/)

  const open = start(t, [], { FICUS_LISTEN: '0.0.0.0:0' })
  const refused = await open.ended
  t.equal(refused.code, 2)
  t.match(refused.text, 'SPINE_URL')
  t.match(refused.text, 'loopback')
})

const BAD: readonly (readonly [
  string,
  readonly string[],
  Record<string, string>,
  number,
  RegExp,
])[] = [
  ['a file that is not there', ['--config', 'nowhere.ts'], {}, 2, /nowhere\.ts/],
  ['an address that is none', [], { FICUS_LISTEN: 'here' }, 2, /FICUS_LISTEN=here .*host:port/],
  ['a port too high', [], { FICUS_ADMIN: '127.0.0.1:99999' }, 2, /FICUS_ADMIN/],
  ['a store of no kind', [], { FICUS_STORE: 'state.db' }, 2, /FICUS_STORE: .*file:/],
  ['an option nobody knows', ['--frobnicate'], {}, 2, /unknown option/],
]

for (const [what, args, env, code, says] of BAD) {
  t.test(`${what} ends the start with ${code} and one clear line`, async t => {
    const { ended } = start(t, args, env)
    const { code: own, text } = await ended
    t.equal(own, code)
    t.match(text, says)
    t.notMatch(text, /\n\s+at /, 'no stack trace')
  })
}

t.test('a port somebody holds ends the start with 1 and names it', async t => {
  const holder = await startUpstream(t, (_request, response) => response.end())
  const { ended } = start(t, [], { FICUS_LISTEN: `127.0.0.1:${holder.port}` })
  const { code, text } = await ended
  t.equal(code, 1)
  t.match(text, /cannot start: .*EADDRINUSE/)
  t.notMatch(text, /\n\s+at /)
})
