import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type AuditEntry, readEntry } from '../../src/flips/index.ts'
import { ficus } from '../support/ficus.ts'
import { start, START } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

const ROUTES = (spine: URL, approvals: string): string => `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'int' },
  upstreams: { spine: { url: '${spine.origin}' }, rehosted: { url: '${spine.origin}' } },
  routes: [
    {
      name: 'reads', match: { interaction: ['pds-fhir-read'] },
      legacy: 'spine', cloud: 'rehosted', shadow: { as: '200000000999' }, ${approvals}
    },
    { name: 'default', legacy: 'spine' },
  ],
})
`

const PEOPLE = [
  ['ada', ['operator']],
  ['ben', ['approver']],
  ['eve', ['operator', 'approver']],
] as const

const hash = (name: string): string => createHash('sha256').update(`token-of-${name}`).digest('hex')

interface Came {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Types a command line in a terminal of its own: a process. */
const typed = (args: readonly string[], env: Record<string, string>): Promise<Came> =>
  new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [START, ...args],
      { env: { PATH: process.env['PATH'], ...env } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })

/** A fleet of one instance that knows three people, and each of them at a terminal. */
async function given(t: Test) {
  const spine = await startUpstream(t, (_request, response) => response.end('legacy'))
  const folder = t.testdir({})
  mkdirSync(folder, { recursive: true })
  const config = join(folder, 'routes.config.ts')
  const write = (approvals: string): void => writeFileSync(config, ROUTES(spine, approvals))
  write("back: 'none',")
  const tokens = PEOPLE.map(([name, roles]) => ({ name, roles, sha256: hash(name) }))
  writeFileSync(join(folder, 'tokens.json'), JSON.stringify({ tokens }))
  const env = { FICUS_TOKEN_FILE: 'tokens.json' }
  const started = start(t, ['--config', config], env, folder)
  const [, admin = ''] = await started.said(/health and metrics on http:\/\/(\S+)/)
  const envOf = (name: string) => ({ FICUS_ADMIN: admin, FICUS_TOKEN: `token-of-${name}` })
  const as =
    (name: string) =>
    (...args: string[]): Promise<Came> =>
      ficus(args, envOf(name), folder)
  const terminalOf =
    (name: string) =>
    (...args: string[]): Promise<Came> =>
      typed(args, envOf(name))
  const audit = async (): Promise<AuditEntry[]> => {
    const headers = { Authorization: 'Bearer token-of-ada' }
    const response = await fetch(`http://${admin}/api/audit`, { headers })
    const { lines } = (await response.json()) as { lines: { body: string }[] }
    return lines.map(readEntry)
  }
  const terminals = { ada: terminalOf('ada'), ben: terminalOf('ben') }
  return { ada: as('ada'), ben: as('ben'), eve: as('eve'), terminals, audit, write, admin }
}

const WHY = ['--reason', 'ticket 4711']

t.test('two people at two terminals lead a route forward, and the audit tells how', async t => {
  const { ada, ben, eve, terminals, audit, write, admin } = await given(t)

  const asked = await terminals.ada('promote', 'reads', ...WHY)
  t.equal(asked.code, 3, 'a pipeline does not believe that it was done')
  const [, id = ''] = /waits as request (\d+) for 1 person more; nothing/.exec(asked.err) ?? []
  t.match(asked.err, `ficus approve ${id} --reason`)
  const pending = await terminals.ben('pending')
  t.match(pending.out, /promote reads to shadow +ada +ticket 4711 +nobody +1 person/)

  const own = await eve('promote', 'reads', '--to', 'shadow', ...WHY)
  const [, evesId = ''] = /waits as request (\d+)/.exec(own.err) ?? []
  t.match(own.err, `in place of request ${id} of ada, for the same`)
  const ownApproval = await eve('approve', evesId, ...WHY)
  t.equal(ownApproval.code, 3)
  t.match(ownApproval.err, 'eve asked for request')
  const replaced = await ben('approve', id, ...WHY)
  t.equal(replaced.code, 3)
  t.match(replaced.err, `request ${id} was replaced by request ${evesId}`)
  t.match((await ada('approve', evesId, ...WHY)).err, /approve takes approver/, 'ada is none')
  t.match((await ada('reject', evesId, ...WHY)).err, 'ada is no approver')
  t.equal((await ben('reject', evesId, ...WHY)).code, 0)

  const again = await ada('promote', 'reads', ...WHY)
  const [, third = ''] = /waits as request (\d+)/.exec(again.err) ?? []
  await ada('freeze', 'add', '--to', '2099-01-01', '--reason', 'winter')
  const frozen = await ben('approve', third, ...WHY)
  t.equal(frozen.code, 3)
  t.match(frozen.err, 'reads is frozen until 2099-01-02')
  const freezes = await ada('freeze', 'list', '--json')
  const [freeze] = (JSON.parse(freezes.out) as { freezes: { id: string }[] }).freezes
  await ada('freeze', 'remove', freeze?.id ?? '', '--break-glass', 'ben', ...WHY)

  const done = await terminals.ben('approve', third, '--reason', 'looked at the numbers')
  t.equal(done.code, 0)
  t.match(done.out, /promote: done, revision \d+\nroute +before +after +who serves now/)
  t.match(done.out, /reads +legacy +shadow/)
  t.match((await ben('approve', third, ...WHY)).err, 'was carried out at revision')
  t.match(
    (await ada('routes', 'show', 'reads')).out,
    /last flip +promote reads.*ada, approved by ben/,
  )

  write('')
  t.match((await ada('reload', ...WHY)).code, 0)
  t.equal((await ada('promote', 'reads', '--to', 'shadow', ...WHY)).code, 2)
  const rolled = await ada('rollback', 'reads', '--to', 'legacy', ...WHY)
  t.equal(rolled.code, 0, 'the way back waits for nobody')
  t.equal((await ada('promote', 'reads', ...WHY)).code, 3, 'a file that says fewer opens no way')
  t.match((await ada('routes', 'show', 'reads')).out, 'what leads it forward needs 2 people')

  const told = (await audit())
    .filter(({ verb }) => verb !== 'adopt')
    .map(({ verb, actor, request, approvals = [] }) =>
      [verb, actor, request, ...approvals.map(each => each.actor)].join(' ').trim(),
    )
  t.strictSame(told.slice(0, 7), [
    `request ada ${id}`,
    `request eve ${evesId}`,
    `reject ben ${evesId}`,
    `request ada ${third}`,
    'freeze ada',
    'unfreeze ada',
    `promote ada ${third} ben`,
  ])
  t.match((await ada('audit', 'verify')).out, 'the audit is whole')
  const metrics = await (await fetch(`http://${admin}/metrics`)).text()
  t.match(metrics, 'ficus_glass_broken_total{what="freeze"} 1\n')
  t.match(metrics, 'ficus_glass_broken_total{what="approval"} 0\n')
})
