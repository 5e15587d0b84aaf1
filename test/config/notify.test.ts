import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { factsOf, NOTIFY_WORDS } from '../../src/config/index.ts'
import { aFile, mistakesIn, parsed } from './given.ts'

const key = (byte: number, bytes = 32): string => Buffer.alloc(bytes, byte).toString('base64')
const SECRET = `whsec_${key(1)}`
const URL = 'https://hooks.example/services/T000/B000/wholly-secret'
const env = { HOOK_SECRET: SECRET, HOOK: URL, EMPTY: '' }

const hook = { name: 'desk', url: 'env:HOOK', on: ['promote'], secret: 'env:HOOK_SECRET' }
const withHook = (more: object = {}): object => ({ ...aFile(), notify: [{ ...hook, ...more }] })

t.test('a file that says nothing of it tells nobody', t => {
  t.strictSame(parsed(aFile()).notify, [])
  t.end()
})

t.test('a notifier has its address, its host, its words and the keys of its secret', t => {
  const { notify } = parsed(withHook(), { env })
  t.strictSame(notify, [
    { name: 'desk', url: URL, host: 'hooks.example', on: ['promote'], keys: [key(1)] },
  ])
  t.end()
})

t.test('a secret is read from a file, two of them while one is changed', t => {
  const folder = t.testdir({ 'hook.secret': `whsec_${key(2, 24)}\n${SECRET}\n` })
  const file = join(folder, 'routes.config.ts')
  chmodSync(join(folder, 'hook.secret'), 0o600)
  const config = parsed(withHook({ secret: 'file:hook.secret' }), { env, file })
  t.strictSame(config.notify[0]?.keys, [key(2, 24), key(1)])
  t.strictSame(config.files, [join(folder, 'hook.secret')])
  t.strictSame(config.warnings, [])
  chmodSync(join(folder, 'hook.secret'), 0o644)
  const open = parsed(withHook({ secret: 'file:hook.secret' }), { env, file })
  t.match(open.warnings, [{ path: 'notify[0].secret', says: /everyone/ }])
  writeFileSync(join(folder, 'hook.secret'), '')
  t.match(mistakesIn(withHook({ secret: 'file:hook.secret' }), { env, file }), [
    { path: 'notify[0].secret', says: /hook\.secret holds no secret of the form/ },
  ])
  t.end()
})

t.test('every verb of a change is a word it can be told of', t => {
  const { notify } = parsed(withHook({ on: [...NOTIFY_WORDS] }), { env })
  t.ok(NOTIFY_WORDS.includes('promote') && NOTIFY_WORDS.includes('break-glass'))
  t.strictSame(notify[0]?.on, [...NOTIFY_WORDS])
  t.end()
})

for (const url of ['http://127.0.0.1:9000/x', 'http://[::1]:9000/x', 'http://localhost/x', URL]) {
  t.test(`may be told at ${url.split('/').slice(0, 3).join('/')}`, t => {
    t.equal(parsed(withHook({ url }), { env }).notify[0]?.url, url)
    t.end()
  })
}

const secretOf = (text: string): object => ({ more: { secret: 'env:S' }, given: { S: text } })
const urlOf = (text: string): object => ({ more: { url: 'env:U' }, given: { U: text } })

interface Mistaken {
  readonly more: object
  readonly given?: Record<string, string>
  readonly path: string
  readonly says: RegExp
}
const MISTAKES: Readonly<Record<string, object>> = {
  'plain http to another machine': {
    ...urlOf('http://hooks.example/hunter2'),
    path: 'notify[0].url',
    says: /what U holds is plain http/,
  },
  'http to a name that only begins like loopback': {
    ...urlOf('http://127.example/hunter2'),
    path: 'notify[0].url',
    says: /plain http/,
  },
  'no address': { ...urlOf('hunter2'), path: 'notify[0].url', says: /U holds is not an address/ },
  'another protocol': {
    ...urlOf('ftp://h/hunter2'),
    path: 'notify[0].url',
    says: /not an address/,
  },
  'a password in the address': {
    ...urlOf('https://me:hunter2@h/x'),
    path: 'notify[0].url',
    says: /with a user or a password/,
  },
  'an address that is not set': {
    more: { url: 'env:NOBODY' },
    path: 'notify[0].url',
    says: /NOBODY is not set/,
  },
  'a variable that is set to nothing': {
    more: { url: 'env:EMPTY' },
    path: 'notify[0].url',
    says: /EMPTY is not set/,
  },
  'a secret that is not set': {
    more: { secret: 'env:NOBODY' },
    path: 'notify[0].secret',
    says: /NOBODY is not set/,
  },
  'a secret as it stands': {
    more: { secret: 'hunter2' },
    path: 'notify[0].secret',
    says: /not of the form/,
  },
  'a secret without its prefix': {
    ...secretOf(key(1)),
    path: 'notify[0].secret',
    says: /no secret/,
  },
  'a secret that is too short': {
    ...secretOf(`whsec_${key(1, 23)}`),
    path: 'notify[0].secret',
    says: /S holds no secret/,
  },
  'a secret that is too long': {
    ...secretOf(`whsec_${key(1, 65)}`),
    path: 'notify[0].secret',
    says: /no secret/,
  },
  'a secret that is no base64': {
    ...secretOf('whsec_hunter2!hunter2!hunter2!hunter2!hunter2!hunter2'),
    path: 'notify[0].secret',
    says: /no secret/,
  },
  'three secrets': {
    ...secretOf([1, 2, 3].map(byte => `whsec_${key(byte)}`).join('\n')),
    path: 'notify[0].secret',
    says: /no secret/,
  },
  'a file that is not there': {
    more: { secret: 'file:none' },
    path: 'notify[0].secret',
    says: /cannot be read \(ENOENT\)/,
  },
  'a word nobody knows': {
    more: { on: ['promoted'] },
    path: 'notify[0].on[0]',
    says: /one of the words/,
  },
  'no words': { more: { on: [] }, path: 'notify[0].on', says: /empty/ },
  'a word that is no list': { more: { on: 'promote' }, path: 'notify[0].on', says: /not a list/ },
  'a name that is none': { more: { name: 'The Desk' }, path: 'notify[0].name', says: /form/ },
  'a field nobody knows': { more: { retries: 3 }, path: 'notify[0].retries', says: /no field/ },
}

for (const [title, row] of Object.entries(MISTAKES)) {
  t.test(`a mistake: ${title}, and nothing of it is repeated`, t => {
    const { more, given, path, says } = row as Mistaken
    const mistakes = mistakesIn(withHook(more), { env: { ...env, ...given } })
    t.match(mistakes, [{ path, says }])
    t.equal(mistakes.length, 1)
    t.notMatch(JSON.stringify(mistakes), /hunter2|whsec_[A-Za-z0-9]/)
    t.end()
  })
}

t.test('two notifiers of one name are a mistake', t => {
  const file = { ...aFile(), notify: [hook, hook] }
  t.match(mistakesIn(file, { env }), [{ path: 'notify[1].name', says: /`desk` is the name of/ }])
  t.end()
})

t.test('what a configuration says holds the host of a receiver and nothing it is proven by', t => {
  const facts = factsOf(parsed(withHook(), { env }))
  t.equal(facts.get('notify.desk.host'), 'hooks.example')
  t.equal(facts.get('notify.desk.on'), 'promote')
  t.notMatch(JSON.stringify([...facts]), /wholly-secret|services|AQEB/)
  const other = factsOf(parsed(withHook(), { env: { ...env, HOOK_SECRET: `whsec_${key(9)}` } }))
  t.not(facts.get('notify.desk.keys'), other.get('notify.desk.keys'), 'yet another is told apart')
  t.end()
})
