/** What the routes file names is taken over while it serves, wherever it lies: no request fails for it. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import t, { type Test } from 'tap'
import { selfSigned } from '../config/certificate.ts'
import { LOCALHOST } from '../sockets/localhost.ts'
import { start } from '../support/started.ts'

t.setTimeout(120_000)

const OLD = selfSigned('old')
const NEW = selfSigned('new')

/** An upstream that lets nobody in without a certificate it trusts, and writes down whose each socket was. */
async function startStrict(t: Test) {
  const shown: string[] = []
  const answered: string[] = []
  const server = createServer(
    { ...LOCALHOST, requestCert: true, rejectUnauthorized: true, ca: [OLD.cert, NEW.cert] },
    (request, response) => {
      // Some answers take a moment, so that some are under way whenever something is changed.
      const ms = answered.length % 4 === 0 ? 30 : 0
      answered.push(nameOf(request.socket))
      setTimeout(() => response.end('ok'), ms)
    },
  )
  server.on('secureConnection', socket => shown.push(nameOf(socket)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  /** From now on only the new certificate is let in. */
  const trustNew = (): void => {
    server.setSecureContext({ ...LOCALHOST, ca: [NEW.cert] })
  }
  return { origin: `https://localhost:${port}`, shown, answered, trustNew }
}

const nameOf = (socket: Socket): string =>
  socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : 'nobody'

/** A mounted secret, as Kubernetes mounts it: files are links into a folder that is swapped whole. */
function mounted(t: Test, pair: typeof OLD) {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-secret-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  let version = 0
  const put = (cert: string, key: string): void => {
    version += 1
    const name = `..v${version}`
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'tls.crt'), cert)
    writeFileSync(join(folder, name, 'tls.key'), key, { mode: 0o640 })
    symlinkSync(name, join(folder, '..data_tmp'))
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'))
  }
  put(pair.cert, pair.key)
  for (const name of ['tls.crt', 'tls.key']) symlinkSync(`..data/${name}`, join(folder, name))
  return { folder, put }
}

/** Suppliers that ask without a pause, each the next as soon as it has its answer. */
function press(url: string, suppliers: number) {
  const came = { well: 0, failed: [] as string[] }
  let isOver = false
  const one = async (): Promise<void> => {
    while (!isOver) {
      const failed = await fetch(url).then(
        async answer => ((await answer.text()) === 'ok' ? undefined : String(answer.status)),
        (error: unknown) => String(error),
      )
      if (failed === undefined) came.well += 1
      else came.failed.push(failed)
    }
  }
  const all = Promise.all(Array.from({ length: suppliers }, one))
  const more = async (): Promise<void> => {
    const before = came.well + came.failed.length
    while (came.well + came.failed.length < before + 60) await turn()
  }
  return {
    came,
    more,
    end: async () => {
      isOver = true
      await all
    },
  }
}

const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 10))

async function until(t: Test, what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000
  while (!(await isSo())) {
    if (performance.now() > end) return void t.fail(`never came about: ${what}`)
    await turn()
  }
}

t.test('a client certificate is replaced under load: none fails, and the old one ends', async t => {
  const upstream = await startStrict(t)
  const { folder, put } = mounted(t, OLD)
  const at = t.testdir({
    'ca.pem': LOCALHOST.cert,
    'routes.config.ts': `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: {
    spine: {
      url: '${upstream.origin}',
      tls: { ca: 'ca.pem', cert: '${folder}/tls.crt', key: 'file:${folder}/tls.key' },
    },
  },
  routes: [{ name: 'default', legacy: 'spine' }],
})
`,
  })
  const started = start(t, ['--config', join(at, 'routes.config.ts')], {})
  const [, port = ''] = await started.said(/suppliers connect to http:\/\/127\.0\.0\.1:(\d+)/)
  const [, admin = ''] = await started.said(/health and metrics on (\S+)/)
  const reloaded = async (): Promise<string | undefined> => {
    const page = await (await fetch(`${admin}/metrics`)).text()
    return /^ficus_config_last_reload_successful (\d)$/m.exec(page)?.[1]
  }
  const pressing = press(`http://127.0.0.1:${port}/`, 8)
  await pressing.more()
  t.strictSame(new Set(upstream.shown), new Set(['old']))

  put(NEW.cert, OLD.key)
  await until(t, 'a pair that does not fit is refused', async () => (await reloaded()) === '0')
  await pressing.more()
  put(NEW.cert.slice(0, 60), OLD.key)
  await started.saidTimes(/not taken over, the one before stays/, 2)
  await pressing.more()
  t.strictSame(new Set(upstream.answered), new Set(['old']), 'and the pair before stays')

  put(NEW.cert, NEW.key)
  await until(t, 'the next good pair is taken', () => upstream.answered.at(-1) === 'new')
  t.equal(await reloaded(), '1')
  await until(t, 'nobody is asked by the old one', () => {
    return upstream.answered.slice(-100).every(name => name === 'new')
  })
  upstream.trustNew()
  await pressing.more()
  await pressing.end()
  t.strictSame(pressing.came.failed, [], `of ${pressing.came.well} requests none failed`)
  t.ok(pressing.came.well >= 240)
  t.equal(started.count(/not taken over, the one before stays/), 2, 'each mistake was said once')
  started.child.kill('SIGTERM')
  const { text } = await started.ended
  for (const { key } of [OLD, NEW]) t.notMatch(text, key.slice(40, 80), 'and nothing of a key')
})
