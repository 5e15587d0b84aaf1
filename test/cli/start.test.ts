import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { ask, lineOf } from '../support/raw-client.ts'
import { startUpstream } from '../support/upstream.ts'

const START = resolve('src/start.js')

/** What a started process says, line by line, and how it ends. */
interface Started {
  readonly child: ChildProcess
  said(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<{ code: number | null; text: string }>
}

function start(t: Test, args: readonly string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, [START, 'start', ...args], {
    env: {
      ...process.env,
      FICUS_LISTEN: '127.0.0.1:0',
      FICUS_ADMIN: '127.0.0.1:0',
      FICUS_LOG: '/dev/null',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let text = ''
  const waiting: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const check of [...waiting]) check()
    })
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text }))
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((found, lost) => {
      const check = (): void => {
        const match = pattern.exec(text)
        if (match !== null) found(match)
      }
      waiting.push(check)
      void ended.then(() => lost(new Error(`it ended without saying ${pattern}: ${text}`)))
      check()
    })
  return { child, said, ended }
}

const routes = (
  legacy: URL,
  cloud: URL,
  startsAt: string,
): string => `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: { spine: { url: '${legacy.origin}' }, rehosted: { url: '${cloud.origin}' } },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted', startsAt: '${startsAt}' },
    { name: 'default', legacy: 'spine' },
  ],
})
`

const READ =
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n'

t.test(
  'a routes file is taken over while it serves, a bad one changes nothing, SIGTERM drains',
  async t => {
    const legacy = await startUpstream(t, (_request, response) => response.end('legacy'))
    const cloud = await startUpstream(t, (_request, response) => response.end('cloud'))
    const file = join(t.testdir({}), 'any-name.config.ts')
    writeFileSync(file, routes(legacy, cloud, 'legacy'))
    const { child, said, ended } = start(t, ['--config', file], {})
    const [, port = ''] = await said(/suppliers connect to http:\/\/127\.0\.0\.1:(\d+)/)
    const url = new URL(`http://127.0.0.1:${port}`)
    const served = async () => (await ask(url, READ))?.body.toString()
    t.equal(await served(), 'legacy')

    writeFileSync(file, routes(legacy, cloud, 'cloud'))
    await said(/taken over: revision 2/)
    t.equal(await served(), 'cloud')

    writeFileSync(file, 'export default {')
    await said(/not taken over, the one before stays/)
    t.equal(await served(), 'cloud')

    writeFileSync(file, routes(legacy, cloud, 'legacy'))
    await said(/taken over: revision 3/)
    t.equal(await served(), 'legacy')

    child.kill('SIGHUP')
    await said(/loaded again: nothing changed/)
    child.kill('SIGTERM')
    const { code, text } = await ended
    t.equal(code, 0)
    t.match(text, 'stopped: nothing was lost')
  },
)

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
