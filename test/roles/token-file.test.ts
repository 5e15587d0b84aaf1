import { createHash } from 'node:crypto'
import { once, EventEmitter } from 'node:events'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openTokenFile, type TokenFile, TokenFileError } from '../../src/roles/index.ts'

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const row = (name: string, roles: readonly string[], more: object = {}) => ({
  ...{ name, roles, sha256: hashOf(`token-of-${name}`) },
  ...more,
})
const fileOf = (...tokens: object[]): string => JSON.stringify({ tokens })

function open(t: Test, text: string, now = Date.parse('2027-01-01')) {
  const path = join(t.testdir({}), 'tokens.json')
  writeFileSync(path, text)
  const heard = new EventEmitter()
  const tokens = openTokenFile(path, { now: () => now, told: () => heard.emit('told') })
  t.teardown(() => tokens.close())
  /** Puts another text in its place, and waits until that was looked at. */
  const replace = async (next: string): Promise<void> => {
    const ended = new AbortController()
    const late = pause(1_000, 'late', { signal: ended.signal }).catch(() => undefined)
    const told = Promise.race([once(heard, 'told'), late])
    writeFileSync(`${path}.new`, next)
    renameSync(`${path}.new`, path)
    t.not(await told, 'late', 'within a second')
    ended.abort()
  }
  return { tokens, replace }
}

const refusedAs = (t: Test, text: string): string => {
  try {
    open(t, text)
    return ''
  } catch (error) {
    if (error instanceof TokenFileError) return error.message
    throw error
  }
}

t.test('a token is known by its hash, and says who asks and what they may', async t => {
  const { tokens } = open(t, fileOf(row('anna', ['operator']), row('ben', ['approver', 'viewer'])))
  t.strictSame(tokens.find('token-of-anna'), { actor: 'anna', roles: ['operator'] })
  t.strictSame(tokens.find('token-of-ben'), { actor: 'ben', roles: ['approver', 'viewer'] })
  t.equal(tokens.find('token-of-eve'), undefined)
  t.equal(tokens.find(hashOf('token-of-anna')), undefined, 'what stands in the file opens nothing')
})

t.test('a token is let in until its day is over', async t => {
  const text = fileOf(row('anna', ['operator'], { expires: '2027-03-31' }))
  const at = (time: string): ReturnType<TokenFile['find']> =>
    open(t, text, Date.parse(time)).tokens.find('token-of-anna')
  t.match(at('2027-03-31T23:59:59.999Z'), { actor: 'anna' })
  t.match(at('2027-04-01T00:00:00Z'), { not: 'token', says: /expired/ })
})

t.test('every mistake is told with its place, and never what stands there', async t => {
  const said = refusedAs(
    t,
    fileOf(
      row('anna', ['operator']),
      { name: 'SECRET 943 476 5919', roles: ['SECRET'], sha256: 'SECRET', expires: 'SECRET' },
      { ...row('ben', []), SECRET: 1 },
      ['SECRET'],
      row('Anna', ['viewer'], { sha256: hashOf('token-of-anna') }),
    ),
  )
  for (const place of [
    'tokens[1].name is to be',
    'tokens[1].sha256 is to be 64 hexadecimal digits',
    'tokens[1].roles[0] is to be one of viewer, operator',
    'tokens[1].expires is to be a day',
    'field 4 of tokens[2] is none of name, roles, sha256, expires',
    'tokens[2].roles is to be a list of viewer',
    'tokens[3] is to be a group',
    'tokens[4].name stands there twice',
    'tokens[4].sha256 stands there twice',
  ]) {
    t.match(said, place)
  }
  t.notMatch(said, 'SECRET')
})

t.test('a file that could be read two ways is none', async t => {
  const sha256 = hashOf('x')
  for (const text of [
    '',
    '[]',
    '{}',
    '{"tokens":[],"tokens":[]}',
    `{"tokens":[{"name":"a","roles":["viewer"],"roles":["operator"],"sha256":"${sha256}"}]}`,
    '{"tokens":[]} x',
    '{"tokens":[],"__proto__":{}}',
  ]) {
    t.not(refusedAs(t, text), '', text)
  }
  for (const expires of ['2027-02-30', '2027-3-1', '31.3.2027', 5]) {
    t.match(refusedAs(t, fileOf(row('a', ['viewer'], { expires }))), 'expires')
  }
})

t.test('another file is in force within a second, and a broken one changes nothing', async t => {
  const { tokens, replace } = open(t, fileOf(row('anna', ['operator'])))
  await replace(fileOf(row('ben', ['viewer'])))
  t.equal(tokens.find('token-of-anna'), undefined)
  t.match(tokens.find('token-of-ben'), { actor: 'ben' })
  t.equal(tokens.trouble, undefined)
  await replace('{"tokens":[{"name":"SECRET"}]}')
  t.match(tokens.find('token-of-ben'), { actor: 'ben' })
  t.match(tokens.trouble, 'tokens[0].roles')
  t.notMatch(tokens.trouble, 'SECRET')
  await replace(fileOf(row('anna', ['operator'])))
  t.match(tokens.find('token-of-anna'), { actor: 'anna' })
  t.equal(tokens.trouble, undefined)
})

t.test('a file that is not there is no start', async t => {
  t.throws(() => openTokenFile(join(t.testdir({}), 'none')), {
    message: 'it cannot be read (ENOENT)',
  })
})
