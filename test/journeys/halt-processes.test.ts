import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { run } from '../cli/ask.ts'
import { ask } from '../support/raw-client.ts'
import { freePort } from '../support/redis-server.ts'
import { start, type Started } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(120_000)

const READ =
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n'

interface Instance extends Started {
  readonly admin: string
  /** Which side serves now. */
  served(): Promise<string | undefined>
}

/** Two processes over one store, each told where both are. */
async function two(t: Test): Promise<readonly [Instance, Instance]> {
  const spine = await startUpstream(t, (_request, response) => response.end('legacy'))
  const rehosted = await startUpstream(t, (_request, response) => response.end('cloud'))
  const folder = t.testdir({ 'fleet.key': `${'k'.repeat(40)}\n` })
  const file = join(folder, 'routes.config.ts')
  writeFileSync(
    file,
    `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: { spine: { url: '${spine.origin}' }, rehosted: { url: '${rehosted.origin}' } },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted', startsAt: 'cloud' },
    { name: 'default', legacy: 'spine' },
  ],
})
`,
  )
  const ports = [await freePort(), await freePort()] as const
  const begin = async (port: number): Promise<Instance> => {
    const started = start(t, ['--config', file], {
      FICUS_ADMIN: `127.0.0.1:${port}`,
      FICUS_STORE: `file:${folder}/state.db`,
      FICUS_PEERS: ports.map(each => `127.0.0.1:${each}`).join(','),
      FICUS_FLEET_KEY: `file:${folder}/fleet.key`,
    })
    const [, own = ''] = await started.said(/suppliers connect to (\S+)/)
    await started.said(/a halt is passed on to 127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+/)
    const served = async () => (await ask(new URL(own), READ))?.body.toString()
    return { ...started, admin: `127.0.0.1:${port}`, served }
  }
  return [await begin(ports[0]), await begin(ports[1])]
}

const ficus = ({ admin }: Instance, ...args: readonly string[]) =>
  run([...args, '--reason', 'a test'], { FICUS_ADMIN: admin })

const untilServed = async (instance: Instance, by: string): Promise<void> => {
  while ((await instance.served()) !== by);
}

t.test('a process that hangs is named, and one is halted by its signal', async t => {
  const [a, b] = await two(t)
  await untilServed(a, 'cloud')
  await untilServed(b, 'cloud')

  b.child.kill('SIGUSR2')
  await b.said(/SIGUSR2: halted, everything goes to legacy here until `ficus resume`/)
  t.equal(await b.served(), 'legacy')
  t.equal(await a.served(), 'cloud', 'and no other')
  t.equal((await ficus(a, 'resume')).code, 0)
  await untilServed(b, 'cloud')

  b.child.kill('SIGSTOP')
  const begun = performance.now()
  const halted = await ficus(a, 'halt')
  const ms = performance.now() - begun
  t.equal(await a.served(), 'legacy')
  t.equal(halted.code, 1)
  t.match(halted.err, `not known to be halted: ${b.admin}`)
  t.match(halted.out, 'no answer within 700 ms')
  t.comment(`named after ${Math.round(ms)} ms`)
  b.child.kill('SIGCONT')
  await untilServed(b, 'legacy')
  const resumed = await ficus(b, 'resume')
  t.equal(resumed.code, 0, resumed.err)
  await untilServed(a, 'cloud')
  await untilServed(b, 'cloud')
})

t.test('a start says whom a halt reaches, and refuses a key that can be guessed', async t => {
  const spine = await startUpstream(t, (_request, response) => response.end('legacy'))
  const text = `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: { spine: { url: '${spine.origin}' } },
  routes: [{ name: 'default', legacy: 'spine' }],
})
`
  const folder = t.testdir({ 'routes.config.ts': text })
  const config = ['--config', join(folder, 'routes.config.ts')]
  await start(t, config, {}).said(/through the store alone: FICUS_FLEET_KEY is not set/)
  const key = 'k'.repeat(32)
  await start(t, config, { FICUS_FLEET_KEY: key }).said(/to none yet, and FICUS_PEERS is not set/)
  const WRONG = [
    [{ FICUS_FLEET_KEY: 'secret'.repeat(5) }, 'FICUS_FLEET_KEY: the fleet key is 32 bytes or more'],
    [{ FICUS_FLEET_KEY: 'file:/nowhere/fleet.key' }, 'FICUS_FLEET_KEY: the file of the fleet key'],
    [{ FICUS_PEERS: 'nowhere' }, 'FICUS_PEERS: nowhere is not an address'],
    [{ FICUS_PEERS: '127.0.0.1:99999' }, 'FICUS_PEERS: 127.0.0.1:99999 is not an address'],
  ] as const
  for (const [env, says] of WRONG) {
    const { code, text } = await start(t, config, { ...env }).ended
    t.equal(code, 2, says)
    t.match(text, says)
    t.notMatch(text, 'secret')
  }
})
