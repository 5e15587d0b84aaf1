import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createReloading } from '../../src/cli/reloading.ts'
import { loadConfig } from '../../src/config/index.ts'
import { readEntry } from '../../src/flips/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'
import { startProxy, storeFor } from '../support/proxy.ts'
import { run } from './ask.ts'

const file = (more = '', rest = '', confirm = '') => `export default {
  environment: { name: 'test'${confirm} },
  upstreams: {
    spine: { url: 'http://127.0.0.1:1' },
    rehosted: { url: 'env:REHOSTED_URL', ${more} },
  },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted', ${rest} },
    { name: 'default', legacy: 'spine' },
  ],
}`
const because = ['--reason', 'ticket 12']
const ENV = { REHOSTED_URL: 'http://127.0.0.1:2' }

/** An instance that was started with a file, and the commands that speak to it. */
async function given(t: Test, text = file()) {
  const path = join(t.testdir({}), 'my.routes.config.ts')
  writeFileSync(path, text)
  const load = () =>
    loadConfig(path, {
      env: ENV,
      timeoutMs: 3_000,
      interactions: INTERACTIONS,
      mappings: MAPPINGS,
      policies: POLICIES,
    })
  const said: string[] = []
  const events: string[] = []
  const log = {
    exchange: () => undefined,
    compared: () => undefined,
    event: (name: string) => void events.push(name),
    flush: () => undefined,
  }
  const reloading = createReloading({ file: path, load, log, say: line => said.push(line) })
  const store = await storeFor(t)
  const started = await startProxy(t, await load(), {
    store,
    reload: asked => reloading.ask(asked),
  })
  reloading.serve(started.proxy)
  const ficus = (...args: string[]) => run([...args, '--admin', started.admin.host], ENV)
  const gauge = async (): Promise<string | undefined> => {
    const metrics = await (await fetch(new URL('/metrics', started.admin))).text()
    return /^ficus_config_last_reload_successful (\d)$/m.exec(metrics)?.[1]
  }
  const last = async () => {
    const [line] = await store.readAudit(store.known.revision, 1)
    return line && readEntry(line)
  }
  return {
    path,
    save: (next: string) => writeFileSync(path, next),
    ficus,
    gauge,
    last,
    store,
    said,
    events,
  }
}

t.test(
  'a reload takes the file over, says where it differs and leaves a line in the audit',
  async t => {
    const { save, ficus, gauge, last, path } = await given(t)
    const same = await ficus('reload', ...because)
    t.match(same, { code: 0, out: `${path} says what it said before, revision 1\n` })
    save(file("version: '2'", 'gate: { confidence: 0.9 }'))
    const dry = await ficus('reload', ...because, '--dry-run')
    t.match(dry, { code: 0, out: /would be taken over; nothing was changed/ })
    t.match(dry.out, '  upstreams.rehosted.version: nothing → 2\n')
    const { code, out } = await ficus('reload', ...because)
    t.equal(code, 0)
    t.match(out, 'was taken over, revision 2\n')
    t.match(
      out,
      '  upstreams.rehosted.version: nothing → 2\n  routes.reads.gate.confidence: nothing → 0.9\n',
    )
    t.match(await last(), {
      verb: 'adopt',
      reason: 'ticket 12',
      actor: /^operator, instance /,
      differences: [
        { path: 'upstreams.rehosted.version', after: '2' },
        { path: 'routes.reads.gate.confidence', after: '0.9' },
      ],
    })
    t.equal(await gauge(), '1')
    const { out: json } = await ficus('reload', ...because, '--json')
    t.match(JSON.parse(json), { kind: 'reloaded', isChanged: false, revision: 2, differences: [] })
  },
)

t.test(
  'a file that cannot be used changes nothing and is counted, until a good one comes',
  async t => {
    const { save, ficus, gauge, store, said, events } = await given(t)
    const cases = [
      ['export default {', /not taken over|cannot be loaded/],
      [file('', "coort: 'x'"), /coort/],
      [file('', "was: 'reads'"), /is the name it has now/],
      ['for (;;) {}', /is not evaluated after 3000 ms/],
      ['const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1))', /takes more than 256 MiB/],
    ] as const
    for (const [text, says] of cases) {
      save(text)
      const dry = await ficus('reload', ...because, '--dry-run')
      t.match(dry, { code: 2, out: '', err: says })
      const came = await ficus('reload', ...because)
      t.match(came, { code: 2, out: '', err: says })
      t.match(came.err, /→ the file before stays in force/)
      t.equal(await gauge(), '0')
    }
    t.equal(store.known.revision, 1)
    t.ok(events.includes('config-refused'))
    t.match(said.at(-1), 'the one before stays')
    const json = await ficus('reload', ...because, '--json')
    t.match(JSON.parse(json.out), { kind: 'refused', exitCode: 2 })
    save(file())
    t.match(await ficus('reload', ...because), { code: 0 })
    t.equal(await gauge(), '1')
  },
)

t.test('state is not orphaned, and comes along under another name', async t => {
  const { save, ficus, store, path } = await given(t)
  await ficus('promote', 'reads', '--to', 'shadow', '--break-glass', 'bob', ...because)
  const stands = () => [...store.known.routes].map(([name, { stage }]) => `${name} ${stage}`)
  if (!stands().includes('reads shadow')) await ficus('halt', 'reads', ...because)
  const renamed = file().replace("name: 'reads'", "name: 'read'")
  save(renamed)
  const refused = await ficus('reload', ...because)
  t.match(refused, { code: 2, err: /reads is gone from the file and stands at/ })
  t.match(await ficus('diff', path), {
    code: 2,
    out: /read is new, and begins at legacy[^]*reads is gone from the file, and stands at/,
    err: /would not take it in: reads is gone/,
  })
  save(renamed.replace("name: 'read',", "name: 'read', was: 'reads',"))
  t.match(await ficus('diff', path), { code: 0, out: /read was reads, and stands at/ })
  t.match(await ficus('reload', ...because), { code: 0 })
  t.notOk(store.known.routes.has('reads'))
  t.ok(store.known.routes.has('read'))
})

t.test('diff shows a file beside the instance and the fleet, and changes nothing', async t => {
  const { save, ficus, path, store } = await given(t)
  t.match(await ficus('diff', path), {
    code: 0,
    out: /→ .*\n {2}no difference\n[^]*reads stands at legacy\n/,
  })
  save(file("version: '2'"))
  const { out } = await ficus('diff', path)
  t.match(out, '  upstreams.rehosted.version: nothing → 2\n')
  const unset = await run(['diff', path, '--admin', 'http://127.0.0.1:1'], {})
  t.match(unset, { code: 4, out: '' })
  const { out: json } = await ficus('diff', path, '--json')
  t.match(JSON.parse(json), {
    differences: [{ path: 'upstreams.rehosted.version' }],
    fleet: { revision: store.known.revision, refused: null },
  })
  t.match(await ficus('diff', '/nowhere.ts'), { code: 2, out: '', err: /there is no such file/ })
  save('export default {}')
  t.match(await ficus('diff', path), { code: 2, out: '' })
})

t.test('an environment that confirms is named, and the reason is one that may be kept', async t => {
  const { ficus, save, store } = await given(t, file('', '', ', confirm: true'))
  t.match(await ficus('reload', ...because), {
    code: 2,
    err: /confirmed by its name\n {2}→ name it: test/,
  })
  t.match(await ficus('reload', ...because, '--environment', 'live'), {
    code: 2,
    err: /not the env/,
  })
  t.match(await ficus('reload', ...because, '--environment', 'test'), { code: 0 })
  save(file("version: '2'", '', ', confirm: true'))
  const patient = ['--reason', 'for 9990000018', '--environment', 'test']
  const came = await ficus('reload', ...patient)
  t.match(came, { code: 2, err: /looks like an NHS number/ })
  t.notMatch(came.err, '9990000018')
  t.equal(store.known.revision, 1)
})

t.test('an instance that was given its routes as they are has nothing to reload', async t => {
  const path = join(t.testdir({}), 'my.routes.config.ts')
  writeFileSync(path, file())
  const config = await loadConfig(path, { env: ENV, interactions: INTERACTIONS })
  const { admin } = await startProxy(t, config)
  const came = await run(['reload', ...because, '--admin', admin.host], {})
  t.match(came, { code: 2, err: /no file to load again/ })
  const post = (body: string, type = 'application/json') =>
    fetch(new URL('/api/reload', admin), {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
    })
  for (const body of ['', '[]', '{}', '{"reason":5}', '{"reason":"x","SECRET":1}']) {
    const answer = await post(body)
    t.equal(answer.status, 400, body)
    t.notMatch(await answer.text(), 'SECRET')
  }
  t.equal((await post('{"reason":"x"}', 'text/plain')).status, 415)
})
