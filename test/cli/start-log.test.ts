/** Where the log of `ficus start` goes, and what becomes of suppliers when nobody takes it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ficus } from '../support/ficus.ts'
import { START } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

const REFUSED = [
  [{ FICUS_LOG: '/nowhere/log' }, /FICUS_LOG: \/nowhere\/log cannot be opened \(ENOENT\)/],
  [{ FICUS_LOG_LEVEL: 'loud' }, /FICUS_LOG_LEVEL: give one of info, warn, error, silent/],
  [{ FICUS_LOG_LINES: 'many' }, /FICUS_LOG_LINES: give a whole number, 0 for all lines/],
  [{ FICUS_LOG_LINES: '-1' }, /FICUS_LOG_LINES/],
] as const

for (const [env, says] of REFUSED) {
  t.test(`a start with ${JSON.stringify(env)} is refused and says what to give`, async t => {
    const { code, err } = await ficus(['start'], env, t.testdir({}))
    t.equal(code, 2)
    t.match(err, says)
  })
}

/** Starts an instance that logs to a standard output nobody reads, or that was closed. */
async function startUnread(t: Test, isClosed: boolean) {
  const upstream = await startUpstream(t, (_request, response) => void response.end('ok'))
  const folder = t.testdir({})
  const file = join(folder, 'routes.config.ts')
  writeFileSync(
    file,
    `export default { environment: { name: 'test' }, upstreams: { spine: { url: '${upstream.origin}' } },
      routes: [{ name: 'default', legacy: 'spine' }] }`,
  )
  const child = spawn(process.execPath, [START, 'start', '--config', file], {
    env: {
      ...process.env,
      ...{ FICUS_LISTEN: '127.0.0.1:0', FICUS_ADMIN: '127.0.0.1:0', FICUS_LOG_LINES: '0' },
      FICUS_STORE: `file:${join(folder, 'state.db')}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (isClosed) child.stdout.destroy()
  const ended = once(child, 'close')
  t.teardown(async () => {
    child.stdout.resume()
    child.kill('SIGKILL')
    await ended
  })
  let said = ''
  child.stderr.on('data', piece => void (said += String(piece)))
  while (!said.includes('health and metrics on')) await once(child.stderr, 'data')
  const [, url = ''] = /suppliers connect to (\S+)/.exec(said) ?? []
  const [, admin = ''] = /health and metrics on (\S+)/.exec(said) ?? []
  return {
    child,
    ended,
    url: new URL('/', address(url)),
    admin: new URL('/metrics', address(admin)),
  }
}

const address = (said: string): string => (said.startsWith('http') ? said : `http://${said}`)

/** Asks so often, as suppliers do that have long ids; a line is some hundred bytes. */
async function askOften(url: URL, times: number): Promise<number> {
  let answered = 0
  for (let i = 0; i < times; i += 20) {
    const headers = { 'x-request-id': crypto.randomUUID() }
    const asked = Array.from({ length: 20 }, () => fetch(url, { headers }))
    for (const { status } of await Promise.all(asked)) if (status === 200) answered += 1
  }
  return answered
}

/** More bytes of lines than a pipe holds, and a socket between two processes. */
const MANY = 1_200

t.test(
  'suppliers are served while nobody reads the log, and all of it is there once somebody does',
  async t => {
    const { child, ended, url, admin } = await startUnread(t, false)
    t.equal(await askOften(url, MANY), MANY)
    t.match(
      await (await fetch(admin)).text(),
      'ficus_log_lines_dropped_total{reason="destination"} 0\n',
    )
    let text = ''
    child.stdout.on('data', piece => void (text += String(piece)))
    child.kill('SIGTERM')
    t.strictSame(await ended, [0, null], 'it drains and ends')
    const lines = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { event: string; n: number })
    const numbers = lines
      .filter(({ event }) => event === 'exchange')
      .map(({ n }) => n)
      .sort((a, b) => a - b)
    t.strictSame(
      numbers,
      Array.from({ length: MANY }, (_, i) => i + 1),
    )
    t.equal(lines.at(-1)?.event, 'stopped')
  },
)

t.test(
  'suppliers are served after whoever read the log has gone, and what is lost is counted',
  async t => {
    const { child, ended, url, admin } = await startUnread(t, true)
    t.equal(await askOften(url, 200), 200)
    const lost = async (): Promise<number> =>
      Number(
        /lines_dropped_total\{reason="destination"\} (\d+)/.exec(
          await (await fetch(admin)).text(),
        )?.[1],
      )
    const until = performance.now() + 20_000
    while ((await lost()) < 200 && performance.now() < until);
    t.ok((await lost()) >= 200)
    child.kill('SIGTERM')
    t.strictSame(await ended, [0, null], 'it drains and ends')
  },
)
