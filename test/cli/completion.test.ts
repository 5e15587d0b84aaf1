import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { createDivergences, type FoundDifference } from '../../src/evidence/index.ts'
import { at, bench, owning, SENDERS } from '../flips/given.ts'
import { ficus } from '../support/ficus.ts'
import { served } from './ask.ts'

const { out: SCRIPT } = await ficus(['completion', 'bash'])

/** Types a line into a real bash up to its end and presses Tab; gives what could stand there. */
async function tab(
  line: string,
  { admin = '127.0.0.1:1', cwd = process.cwd() } = {},
): Promise<readonly string[]> {
  const words = line.split(' ')
  const press = [
    `COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    `COMP_LINE='${line}'`,
    '_ficus',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ]
  const child = spawn('bash', ['--norc', '-c', `${SCRIPT}\n${press.join('\n')}`], {
    cwd,
    env: { ...process.env, FICUS_ADMIN: admin },
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (err !== '') throw new Error(err)
  return out.split('\n').filter(Boolean)
}

/** As {@link tab}, of names an instance gives: on a machine that is busy it may not have answered at once. */
async function tabUntilNamed(
  line: string,
  given: { admin?: string } = {},
): Promise<readonly string[]> {
  const over = performance.now() + 15_000
  for (;;) {
    const words = await tab(line, given)
    if (words.length > 0 || performance.now() > over) return words
  }
}

const difference: FoundDifference = {
  ...{ path: 'a/b', kind: 'value', editClass: 'other', severity: 'significant' },
  ...{ leftToken: 'digits(1)', rightToken: 'absent' },
}

/** An instance with two routes, a cohort and a group of differences. */
async function instance(t: Test) {
  const routes = [owning('read', { cohort: SENDERS }), owning('write', { cloud: undefined })]
  const made = await bench(routes, { read: at('canary', 25), write: at('legacy') })
  const divergences = createDivergences()
  divergences.add('read', 'e1', { verdict: 'different', differences: [difference] }, 0)
  const divergencesOf = () => divergences.of('read', 'e1')
  const admin = await served(t, made, { divergencesOf })
  return { admin, id: divergencesOf().groups[0]?.id ?? '' }
}

t.test('commands and the commands below them are completed', async t => {
  t.strictSame(await tab('ficus prom'), ['promote'])
  t.strictSame(await tab('ficus div'), ['divergences', 'divergence'])
  t.ok((await tab('ficus ')).includes('completion'))
  t.strictSame(await tab('ficus audit '), ['list', 'verify', 'export'])
  t.strictSame(await tab('ficus override re'), ['remove'])
  t.strictSame(await tab('ficus nothing '), [])
})

t.test('options are those of the command the cursor is in', async t => {
  t.strictSame(await tab('ficus evidence read --w'), ['--watch'])
  t.strictSame(await tab('ficus promote read --reason why --per'), ['--percent'])
  t.ok((await tab('ficus audit verify --')).includes('--head'))
  t.notOk((await tab('ficus audit list --')).includes('--head'))
  t.ok((await tab('ficus halt --')).includes('--help'))
})

t.test('stages, sides and other closed words are completed as values', async t => {
  t.strictSame(await tab('ficus promote read --to c'), ['canary', 'cloud'])
  t.strictSame(await tab('ficus rollback read --to '), [
    'legacy',
    'shadow',
    'canary',
    'reverse-shadow',
    'cloud',
  ])
  t.strictSame(await tab('ficus evidence read --by '), ['supplier'])
  t.strictSame(await tab('ficus pins move patients - --side '), ['legacy', 'cloud'])
  t.strictSame(await tab('ficus completion z'), ['zsh'])
  t.strictSame(await tab('ficus promote read --reason '), [], 'why is nobody else’s word')
})

t.test('files stand where a file is asked for, also behind an option', async t => {
  const cwd = mkdtempSync(join(tmpdir(), 'ficus-tab-'))
  t.teardown(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'int.config.ts'), '')
  t.strictSame(await tab('ficus check in', { cwd }), ['int.config.ts'])
  t.strictSame(await tab('ficus start --config in', { cwd }), ['int.config.ts'])
})

t.test('names are those the instance has', async t => {
  const { admin, id } = await instance(t)
  t.strictSame(await tabUntilNamed('ficus evidence ', { admin }), ['read', 'write'])
  t.strictSame(await tabUntilNamed('ficus routes show w', { admin }), ['write'])
  t.strictSame(await tabUntilNamed('ficus promote s', { admin }), ['senders'], 'a cohort moves too')
  t.strictSame(await tabUntilNamed('ficus override add ', { admin }), ['senders', 'patients'])
  t.strictSame(await tabUntilNamed('ficus divergence ', { admin }), [id])
  t.strictSame(
    await tab(`ficus --admin ${admin} evidence r`),
    [],
    'an option stands behind its command',
  )
  t.strictSame(
    await tabUntilNamed(`ficus halt --admin ${admin} r`),
    ['read'],
    'of the instance that is named',
  )
  t.strictSame(await tab('ficus promote read ', { admin }), [], 'one name is all it takes')
})

t.test('an instance that is away or slow holds nobody up, and nothing is said', async t => {
  t.strictSame(await tab('ficus evidence '), [])
  const slow = createServer(() => undefined).listen(0, '127.0.0.1')
  t.teardown(() => slow.close())
  await once(slow, 'listening')
  const admin = `127.0.0.1:${(slow.address() as AddressInfo).port}`
  const from = performance.now()
  const came = await ficus(['__names', 'routes', '--admin', admin])
  t.ok(performance.now() - from < 5_000, 'long before an answer would be given up')
  t.strictSame(came, { code: 0, out: '', err: '' })
  slow.closeAllConnections()
  t.strictSame(await ficus(['__names', 'nonsense']), { code: 0, out: '', err: '' })
  t.notMatch((await ficus(['--help'])).out, '__names', 'nobody types it')
})

t.test('a shell that is none is refused with those there are', async t => {
  t.match(await ficus(['completion', 'csh']), {
    code: 2,
    err: /Allowed choices are bash, zsh, fish/,
  })
})

/** Whether a shell is here: where it is, it reads its script itself. */
const isHere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  t.test(`the script of ${shell} names every command, and is one its shell can read`, async t => {
    const { code, out } = await ficus(['completion', shell])
    t.equal(code, 0)
    for (const word of ['promote', 'reverse-shadow', 'divergences', resolve('src/start.js')]) {
      t.match(out, word)
    }
    t.equal((out.match(/'/g)?.length ?? 0) % 2, 0, 'every quotation ends')
    if (!isHere(shell)) return
    const flag = shell === 'fish' ? '--no-execute' : '-n'
    t.match(spawnSync(shell, [flag], { input: out }), { status: 0 })
  })
}
