/** Who sits at a terminal is asked for the environment's name; nobody else ever is. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import t, { type Test } from 'tap'
import { at, bench, owning, standsAt } from '../flips/given.ts'
import { run, served } from './ask.ts'

const SCRIPT = '/usr/bin/script'
const skip = existsSync(SCRIPT) ? false : 'script is not installed'

const make = async (t: Test) => {
  const environment = { name: 'live', confirm: true }
  const made = await bench([owning('read')], { read: at('shadow') }, { environment })
  const admin = await served(t, made)
  return { ...made, made, admin }
}

const because = ['--reason', 'ticket']
const CTRL_C = '\u0003'

/** Runs a command at a terminal of its own, types once the prompt is there, and gives what the terminal showed. */
async function atTerminal(args: readonly string[], admin: string, typed: string, env: object = {}) {
  const command = [process.execPath, resolve('src/start.js'), ...args].map(quoted).join(' ')
  const child = spawn(SCRIPT, ['-qefc', `stty cols 120 rows 30; ${command}`, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm', FICUS_ADMIN: admin, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  let isTyped = false
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (isTyped || !shown.includes('Type it:')) return
    isTyped = true
    child.stdin.write(typed)
  })
  const code = await new Promise<number | null>(ended => child.on('close', ended))
  return { code, shown, isAsked: isTyped }
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

t.test('at a terminal the name is asked for, and typing it makes the change', { skip }, async t => {
  const made = await make(t)
  const came = await atTerminal(
    ['promote', 'read', '--to', 'canary', '--break-glass', 'grace', ...because],
    made.admin,
    'live\r',
  )
  t.match(came, { code: 0, isAsked: true, shown: /changes in live are confirmed by its name/ })
  t.equal(standsAt(made, 'read'), 'canary 5')
})

t.test('another name than its own changes nothing', { skip }, async t => {
  const made = await make(t)
  const came = await atTerminal(['promote', 'read', ...because], made.admin, 'int\r')
  t.match(came, { code: 2, shown: /this is live and not the environment that was named/ })
  t.equal(made.store.known.revision, 1)
})

t.test('Ctrl-C at the prompt ends with 2 and changes nothing', { skip }, async t => {
  const made = await make(t)
  const came = await atTerminal(['promote', 'read', ...because], made.admin, CTRL_C)
  t.match(came, { code: 2, isAsked: true, shown: /nobody named it: nothing was changed/ })
  t.equal(made.store.known.revision, 1)
})

t.test('who named it is not asked, nor who halts', { skip }, async t => {
  const made = await make(t)
  const named = ['freeze', 'add', '--to', '1970-02-01', '--environment', 'live', ...because]
  for (const [args, code] of [
    [['halt', ...because], 0],
    [[...named, '--from', '1970-01-01'], 0],
  ] as const) {
    t.match(await atTerminal(args, made.admin, ''), { code, isAsked: false }, args[0])
  }
})

t.test('a terminal that can show nothing but lines is not asked', { skip }, async t => {
  const made = await make(t)
  const came = await atTerminal(['promote', 'read', ...because], made.admin, '', { TERM: 'dumb' })
  t.match(came, { code: 2, isAsked: false, shown: /name it: live/ })
})

t.test('without a terminal it is refused with the way out, and nobody waits', async t => {
  const { admin, store } = await make(t)
  const came = await run(
    ['promote', 'read', ...because],
    { FICUS_ADMIN: admin },
    { typed: 'live\n' },
  )
  t.match(came, {
    code: 2,
    out: '',
    err: 'changes in live are confirmed by its name\n  → name it: live',
  })
  t.equal(store.known.revision, 1)
})
