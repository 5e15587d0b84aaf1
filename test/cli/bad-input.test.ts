import { join } from 'node:path'
import t from 'tap'
import { createDecisions } from '../../src/decisions/index.ts'
import { createNaming, StoreError } from '../../src/fleet/index.ts'
import { at, bench, owning, SENDERS } from '../flips/given.ts'
import { ficus } from '../support/ficus.ts'
import { served } from './ask.ts'

const NAMING = createNaming(Buffer.alloc(32, 'test'))
const NOBODY = '127.0.0.1:1'
const WHY = ['--reason', 'ticket 12']
const WORD = ['--side', 'cloud', '--owner', 'ops', '--expires', '2027-03-31']

type Row = readonly [line: string, more: readonly string[], code: number, says: RegExp]

/** What a person may get wrong, by verb: the exit code and the words that name it. */
const ROWS: readonly Row[] = [
  ['', [], 2, /Usage: ficus/],
  ['frobnicate', [], 2, /unknown command 'frobnicate'/],
  ['start --frobnicate', [], 2, /unknown option '--frobnicate'/],
  ['start --config nowhere.ts', [], 2, /nowhere\.ts[^]*there is no such file/],
  ['demo --fault none-such', [], 2, /none-such/],
  ['check nowhere.ts', [], 2, /nowhere\.ts: 1 mistake/],
  ['check bad.config.ts', [], 2, /bad\.config\.ts: \d+ mistakes?/],
  ['check one two', [], 2, /too many arguments/],
  ['diff nowhere.ts', [], 2, /there is no such file/],
  ['diff bad.config.ts', [], 2, /bad\.config\.ts/],
  ['diff good.config.ts', ['--admin', NOBODY], 4, /no instance answers at http:\/\/127\.0\.0\.1:1/],
  ['reload', [], 2, /required option '--reason <text>'/],
  ['reload', [...WHY, '--admin', NOBODY], 4, /no instance answers/],
  ['reload', WHY, 2, /no file to load again/],
  ['explain', [], 2, /explain takes a file, or --id/],
  ['explain message --id A1', [], 2, /explain takes a file, or --id/],
  ['explain --id', [], 2, /option '--id <message-id>' argument missing/],
  ['explain --id', [' '], 2, /--id " " is no id of a message/],
  [
    'explain --id A1',
    [],
    1,
    /no decision about this message is kept[^]*127\.0\.0\.1:\d+ keeps 0[^]*→ name the/,
  ],
  ['explain --id A1', ['--admin', NOBODY], 4, /no instance answers at 127\.0\.0\.1:1/],
  ['explain --id A1 --admin nowhere', [], 2, /--admin=nowhere is not an address/],
  ['explain nowhere.xml', [], 2, /nowhere\.xml cannot be read \(ENOENT\)/],
  ['explain message --config nowhere.ts', [], 2, /there is no such file/],
  ['whatif', [], 2, /missing required argument 'name'/],
  ['whatif read', [], 2, /name a percentage or a stage/],
  ['whatif read --percent many', [], 2, /the percentage is a number from 0 to 100/],
  ['whatif read --percent', [''], 2, /the percentage is a number from 0 to 100/],
  ['whatif read --percent 101', [], 2, /the percentage is a number from 0 to 100/],
  ['whatif read --percent=-1', [], 2, /the percentage is a number from 0 to 100/],
  ['whatif read --to prod', [], 2, /'prod' is invalid\. there are: legacy, shadow/],
  ['whatif read --to canary', [], 2, /a canary has a percentage/],
  ['whatif read --to cloud --percent 5', [], 2, /stage cloud has no percentage/],
  ['whatif nobody --percent 5', [], 2, /no route and no cohort[^]*→ there are: read/],
  ['whatif read --percent 5', ['--admin', NOBODY], 4, /no instance answers/],
  ['compare', [], 2, /compare takes two files/],
  ['compare nowhere.xml message', [], 2, /nowhere\.xml/],
  ['translate', [], 2, /translate takes a file and --to cloud\|legacy, or --batch/],
  ['translate message', [], 2, /translate takes a file and --to cloud\|legacy, or --batch/],
  ['translate message --to spine', [], 2, /Allowed choices are cloud, legacy/],
  ['translate nowhere.xml --to cloud', [], 2, /nowhere\.xml cannot be read \(ENOENT\)/],
  ['translate message --to cloud --with eps', [], 2, /there is no such mapping → there are: pds\./],
  ['translate message --to cloud --batch', [], 2, /--batch reads the names of files from stdin/],
  ['mapping eps', [], 2, /"eps": there is no such mapping → there are: pds\./],
  ['mapping pds.trace pds.update', [], 2, /too many arguments/],
  ['mapping pds.trace --batch', [], 2, /--batch reads the names of mappings from stdin/],
  ['lint', [], 2, /lint takes files or folders, or --list/],
  ['lint nowhere.xml', [], 2, /nowhere.xml cannot be read \(ENOENT\)/],
  ['lint --list nowhere.xml', [], 2, /--list takes no files/],
  ['lint nowhere.xml --interaction QUPA', [], 2, /there is no such interaction/],
  ['status', ['--admin', NOBODY], 4, /no instance answers/],
  ['status --admin nowhere', [], 2, /--admin=nowhere is not an address; write host:port/],
  ['status --watch --every 0', [], 2, /--every 0 is not from 0\.1 to 3600 seconds/],
  ['status --watch --every often', [], 2, /--every often is not a number/],
  ['fleet nowhere', [], 2, /nowhere is not an address/],
  ['fleet', [NOBODY], 4, /1 of 1 do not answer: 127\.0\.0\.1:1/],
  ['routes', ['--admin', NOBODY], 4, /no instance answers/],
  ['routes show', [], 2, /missing required argument 'route'/],
  ['routes show nobody', [], 2, /there is no such route: there are: read/],
  ['routes show raed', [], 2, /there is no such route: there are: read/],
  ['routes show rea', [], 2, /there is no such route: did you mean `read`\?/],
  ['promote rea', WHY, 2, /no route and no cohort has this name\n {2}→ did you mean `read`\?/],
  ['promote read --to canari', WHY, 2, /'canari' is invalid\. did you mean `canary`\?/],
  ['evidence', [], 2, /missing required argument 'route'/],
  ['evidence nobody', [], 2, /there is no such route/],
  ['divergences nobody', [], 2, /there is no such route/],
  ['divergence nothing', [], 2, /there is no such divergence now/],
  ['promote', WHY, 2, /missing required argument 'name'/],
  ['promote read', [], 2, /required option '--reason <text>'/],
  ['promote read', ['--reason', ''], 2, /the reason is missing or is not one line\n {2}→ say why/],
  ['promote read', ['--reason', 'a\nb'], 2, /is not one line/],
  ['promote read', ['--reason', 'for 9990000018'], 2, /looks like an NHS number/],
  ['promote nobody', WHY, 2, /no route and no cohort has this name\n {2}→ there are: read/],
  [
    'promote read --to prod',
    WHY,
    2,
    /'prod' is invalid\. there are: legacy, shadow, canary, reverse-shadow, cloud/,
  ],
  ['promote read --percent many', WHY, 2, /--percent many is not a number/],
  ['promote read --percent 101', WHY, 2, /it is a number from 0 to 100/],
  ['promote read --percent 5', WHY, 2, /is no step forward\n {2}→ to go back, use rollback/],
  ['promote read --to cloud --percent 5', WHY, 2, /stage cloud has no percentage/],
  ['promote read --environment live', WHY, 2, /this is int and not the environment/],
  ['promote read', WHY, 3, /the gate of read is undecided[^]*\n {2}→ wait for/],
  ['promote read --break-glass ada', WHY, 3, /does not approve it too\n {2}→ let a second/],
  ['promote read --revision 9', WHY, 5, /at revision 1, not at 9\n {2}→ look at what changed/],
  ['promote read --revision last', WHY, 2, /--revision last is not a number/],
  ['promote read', [...WHY, '--admin', NOBODY], 4, /no instance answers/],
  ['pending', ['--admin', NOBODY], 4, /no instance answers/],
  ['pending one', [], 2, /too many arguments/],
  ['approve', WHY, 2, /missing required argument/],
  ['approve 7', WHY, 3, /approve takes approver; ada asks as operator/],
  ['approve many', WHY, 2, /many/],
  ['reject', WHY, 2, /missing required argument/],
  ['reject 7', WHY, 2, /7/],
  ['relax', WHY, 2, /missing required argument/],
  ['relax nobody', WHY, 2, /no route and no cohort has this name/],
  ['freeze', [], 2, /Usage: ficus freeze/],
  ['freeze add', WHY, 2, /required option '--to/],
  ['freeze add --to someday', WHY, 2, /--to someday is no date/],
  ['freeze remove f12', WHY, 2, /no freeze has this id\n {2}→ there are: none/],
  ['notify', [], 2, /Usage: ficus notify/],
  ['notify test', ['--admin', NOBODY], 4, /no instance answers/],
  ['completion', [], 2, /missing required argument 'shell'/],
  ['completion csh', [], 2, /Allowed choices are bash, zsh, fish/],
  ['rollback', WHY, 2, /missing required argument 'name'/],
  ['rollback read', [], 2, /required option '--reason <text>'/],
  ['rollback nobody', WHY, 2, /there are: read/],
  [
    'rollback read --to prod',
    WHY,
    2,
    /'prod' is invalid\. there are: legacy, shadow, canary, reverse-shadow, cloud/,
  ],
  ['rollback read', [...WHY, '--admin', NOBODY], 4, /no instance answers/],
  ['halt', [], 2, /required option '--reason <text>'/],
  ['halt nobody', WHY, 2, /there are: read/],
  ['halt', [...WHY, '--admin', NOBODY], 4, /no instance answers/],
  ['resume', [], 2, /required option '--reason <text>'/],
  ['resume nobody', WHY, 2, /there are: read/],
  ['undo', [], 2, /required option '--reason <text>'/],
  ['undo read', WHY, 2, /too many arguments/],
  ['override', [], 2, /Usage: ficus override/],
  ['override add senders', [...WORD, ...WHY], 2, /missing required argument 'key'/],
  ['override add senders A1', WHY, 2, /required option '--side <side>'/],
  ['override add senders A1', WORD, 2, /required option '--reason <text>'/],
  ['override add nobody A1', [...WORD, ...WHY], 2, /no route is in a cohort of this name/],
  ['override add senders 9990000018', [...WORD, ...WHY], 2, /no such key is stored/],
  ['override remove nobody A1', WHY, 2, /no route is in a cohort of this name/],
  ['override list', ['--admin', NOBODY], 4, /no instance answers/],
  ['pins', [], 2, /Usage: ficus pins/],
  ['pins list', [], 2, /missing required argument 'cohort'/],
  ['pins list nobody', [], 2, /no route is in a cohort of this name/],
  ['pins list senders --most 0', [], 2, /most is a whole number from 1 to 1000/],
  ['pins list senders --most all', [], 2, /--most all is not a number/],
  ['pins list senders', ['--admin', NOBODY], 4, /no instance answers/],
  ['pins move senders A1', WHY, 2, /required option '--side <side>'/],
  ['pins move senders A1 --side cloud', [], 2, /required option '--reason <text>'/],
  ['pins move senders A1 --side both', WHY, 2, /--side both is no side: legacy or cloud/],
  ['pins move senders', [' ', '--side', 'cloud', ...WHY], 2, /the key is none/],
  ['pins move nobody A1 --side cloud', WHY, 2, /no route is in a cohort of this name/],
  ['pins move senders A1 --side cloud --revision 9', WHY, 5, /at revision 1, not at 9/],
  ['pins move senders A1 --side cloud --environment live', WHY, 2, /this is int and not/],
  ['pins remove senders', WHY, 2, /missing required argument 'key'/],
  ['pins remove senders A1', [...WHY, '--admin', NOBODY], 4, /no instance answers/],
  ['audit', [], 2, /Usage: ficus audit/],
  ['audit list --most 0', [], 2, /whole numbers from 1/],
  ['audit list --from x', [], 2, /whole numbers from 1/],
  ['audit verify nowhere.jsonl', [], 2, /nowhere\.jsonl cannot be read \(ENOENT\)/],
  ['audit verify message', [], 1, /line 1 of the file is no line of an audit/],
  ['audit verify --head 00', [], 1, /the line with the hash that was kept is not in it/],
  ['audit export --to nowhere/audit.jsonl', [], 2, /cannot be written \(ENOENT\)/],
  ['audit export', ['--admin', NOBODY], 4, /no instance answers/],
  ['export', [], 2, /Usage: ficus export/],
  ['export grafana', [], 2, /unknown command 'grafana'/],
  ['export prometheus nowhere', [], 2, /nowhere is not an address; write host:port/],
  [
    'export prometheus --only rules',
    [],
    2,
    /"rules": there is no such file\n {2}→ there are: prom/,
  ],
  ['export prometheus --only rules/burn.yml --to x', [], 2, /--only goes with neither --to nor/],
  ['export prometheus --to message', [], 2, /prometheus\.yml cannot be written \(ENOTDIR\)/],
  ['export compose one', [], 2, /too many arguments/],
  ['export compose --config nowhere.ts', [], 2, /there is no such file/],
  ['export compose --config bad.config.ts', [], 2, /bad\.config\.ts/],
]

const make = async () => {
  const routes = [owning('read', { cohort: SENDERS })]
  const made = await bench(routes, { read: at('canary', 25) })
  const decisions = createDecisions({ naming: NAMING, now: Date.now })
  const env = { FICUS_ADMIN: await served(t, made, { decisions }) }
  const good = `export default {
    environment: { name: 'int' }, upstreams: { spine: { url: 'http://127.0.0.1:1' } },
    routes: [{ name: 'default', legacy: 'spine' }] }`
  const cwd = t.testdir({
    'good.config.ts': good,
    'bad.config.ts': 'export default { routes: 5 }',
    message: '<nothing/>',
  })
  return { ...made, env, cwd: join(cwd) }
}

t.test('whatever is wrong has its exit code, and is named with the way out', async t => {
  const { env, cwd, store } = await make()
  for (const [line, more, code, says] of ROWS) {
    const args = [...line.split(' ').filter(Boolean), ...more]
    const came = await ficus(args, env, cwd)
    t.equal(came.code, code, `ficus ${args.join(' ')}: ${came.err}`)
    t.match(came.err, says, `ficus ${args.join(' ')}`)
    t.notMatch(came.err, /\n\s+at /, 'no stack trace')
    t.notMatch(came.err + came.out, '9990000018', 'what a patient is known by is not repeated')
  }
  t.equal(store.known.revision, 1, 'and nothing was changed')
})

t.test('every verb there is has its rows', async t => {
  const { out } = await ficus(['--help'], {}, '/')
  const verbs = [...out.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map(match => match[1] ?? '')
  t.ok(verbs.length > 15)
  const rows = new Set(ROWS.map(([line]) => line.split(' ')[0]))
  t.strictSame(
    verbs.filter(verb => verb !== 'help' && !rows.has(verb)),
    [],
  )
})

t.test('a store that is away is 4 for whatever needs it, and a halt needs it not', async t => {
  const { env, cwd, store } = await make()
  store.failure = new StoreError('silent', 'it is away')
  for (const line of [
    'promote read',
    'rollback read',
    'resume',
    'undo',
    'override remove senders A1',
  ]) {
    const came = await ficus([...line.split(' '), ...WHY], env, cwd)
    t.equal(came.code, 4, line)
    t.match(came.err, /it is away\n {2}→ nothing was changed; a halt works without the store/, line)
  }
  for (const line of ['evidence read', 'audit list', 'audit verify', 'audit export']) {
    t.match(await ficus(line.split(' '), env, cwd), { code: 4, err: /it is away/ }, line)
  }
  t.notOk([2, 4, 5].includes((await ficus(['halt', ...WHY], env, cwd)).code))
})
