/** Which environment it is stands wherever somebody may look, so that nobody takes one for another. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEntry } from '../../src/flips/index.ts'
import { ficus } from '../support/ficus.ts'
import { start } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.test(
  'the log, /version, every view and every line of the audit name the environment',
  async t => {
    const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
    const folder = t.testdir({})
    const [file, log, audit] = ['routes.config.ts', 'log', 'audit.jsonl'].map(name =>
      join(folder, name),
    )
    if (file === undefined || log === undefined || audit === undefined) return
    const source = (url: string): string => `export default {
    environment: { name: 'pre-live', confirm: true },
    upstreams: { spine: { url: '${url}' } },
    routes: [{ name: 'default', legacy: 'spine' }],
  }`
    writeFileSync(file, source(upstream.origin))
    const { said, child, ended } = start(t, ['--config', file], { FICUS_LOG: log })
    const [, admin = ''] = await said(/health and metrics on http:\/\/(\S+)/)
    const run = async (...args: string[]) => (await ficus(args, { FICUS_ADMIN: admin }, folder)).out
    const version = await (await fetch(`http://${admin}/version`)).json()
    t.match(version, { environment: 'pre-live' })
    t.match(await run('status'), / in pre-live\n/)
    t.match(await run('routes'), /^pre-live, revision 1\n/)
    t.match(await run('fleet'), /^pre-live\n\n/)
    t.match(await run('freeze', 'list'), /^pre-live: no freezes\n/)
    t.match(await run('check', file), /environment pre-live, changes must name it\n/)
    await run('halt', '--reason', 'a test')
    await run('audit', 'export', '--to', audit)
    const lines = readFileSync(audit, 'utf8').trim().split('\n')
    t.strictSame(
      lines.map(line => readEntry(JSON.parse(line) as { body: string }).environment),
      ['pre-live', 'pre-live'],
      'the file that was taken in, and the halt',
    )
    child.kill('SIGTERM')
    await ended
    const events = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as object)
    t.match(
      events.find(each => 'event' in each && each.event === 'started'),
      { environment: 'pre-live' },
    )
  },
)
