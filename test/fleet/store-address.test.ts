import t from 'tap'
import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import {
  isStoreError,
  openStore,
  parseStoreAddress,
  readStoreAddress,
  type StoreAddress,
} from '../../src/fleet/index.ts'

t.test('a store is a file, counted from where the process stands', async t => {
  t.equal(parseStoreAddress('file:.ficus/state.db', '/srv/ficus'), '/srv/ficus/.ficus/state.db')
  t.equal(parseStoreAddress('file:/var/lib/state.db', '/srv'), '/var/lib/state.db')
  t.equal(parseStoreAddress('file:///var/lib/state.db', '/srv'), '/var/lib/state.db')
})

t.test('any other address is refused by its kind and not repeated', async t => {
  for (const address of [
    'redis://:secret@host:6379',
    'rediss://host',
    '.ficus/state.db',
    'file:',
    '',
  ]) {
    t.throws(() => parseStoreAddress(address, '/srv'), { code: 'address' })
  }
  t.throws(() => parseStoreAddress('redis://:secret@host', '/'), { message: /of redis$/ })
})

const place = (env: Record<string, string> = {}, cwd = '/srv') => ({ cwd, env })

const credentialsOf = (address: StoreAddress) =>
  address.kind === 'redis' ? address.credentials() : undefined

t.test('a Redis is said by host, database, sentinels and what its secrets are called', async t => {
  const read = (address: string) => readStoreAddress(address, place({ PASSWORD: 'from env' }))
  const common = { kind: 'redis', master: undefined, db: 0, replicas: 0 }
  t.match(read('redis://redis'), { ...common, hosts: [{ host: 'redis', port: 6379 }] })
  t.match(read('redis://[::1]:7000/3'), { ...common, hosts: [{ host: '::1', port: 7000 }], db: 3 })
  const encrypted = read('rediss://redis?servername=other&replicas=2')
  t.match(encrypted, { ...common, replicas: 2 })
  t.match(credentialsOf(encrypted), { tls: { ca: undefined, servername: 'other' } })
  t.match(credentialsOf(read('redis://redis')), { tls: undefined })
  const watched = read(
    'redis+sentinel://a,b:1,c/live/2?sentinelUser=s&sentinelPassword=env:PASSWORD',
  )
  t.match(watched, {
    ...common,
    hosts: [
      { host: 'a', port: 26379 },
      { host: 'b', port: 1 },
      { host: 'c', port: 26379 },
    ],
    master: 'live',
    db: 2,
    replicas: 1,
    says: 'redis+sentinel://a:26379,b:1,c:26379/live/2',
  })
  t.match(credentialsOf(watched), {
    sentinelUser: 's',
    sentinelPassword: 'from env',
  })
  t.match(read('file:state.db'), { kind: 'file', path: '/srv/state.db', says: '/srv/state.db' })
})

t.test('a cluster is said by some of its nodes, in its only database', async t => {
  const read = (address: string) => readStoreAddress(address, place({ P: 'from env' }))
  const cluster = read('rediss+cluster://ficus@a,[::1]:1,c:6380?password=env:P&servername=redis')
  t.match(cluster, {
    kind: 'redis',
    isCluster: true,
    master: undefined,
    db: 0,
    replicas: 1,
    hosts: [
      { host: 'a', port: 6379 },
      { host: '::1', port: 1 },
      { host: 'c', port: 6380 },
    ],
    says: 'rediss+cluster://a:6379,::1:1,c:6380/0',
  })
  t.match(credentialsOf(cluster), {
    user: 'ficus',
    password: 'from env',
    tls: { servername: 'redis' },
  })
  t.match(read('redis+cluster://a/0?replicas=0'), { isCluster: true, replicas: 0 })
  t.match(read('redis://a'), { isCluster: false })
  t.match(read('redis+sentinel://a/m'), { isCluster: false })
  t.throws(() => read('redis+cluster://a/1'), { message: /database 0 alone/ })
})

t.test('who speaks stands before the @ or in the query, as it is or by its name', async t => {
  const at = t.testdir({ secret: 'from file\n' })
  const read = (address: string) => {
    const found = readStoreAddress(address, place({ P: 'from env', U: 'ficus' }, at))
    return [credentialsOf(found)?.user, credentialsOf(found)?.password]
  }
  t.strictSame(read('redis://u:p%40%3A@h'), ['u', 'p@:'])
  t.strictSame(read('redis://:p@h'), [undefined, 'p'])
  t.strictSame(read('redis://u:env%3AP@h'), ['u', 'from env'])
  t.strictSame(read('redis://u@h?password=file:secret'), ['u', 'from file'])
  t.strictSame(read('redis://h?user=env:U&password=env:P'), ['ficus', 'from env'])
  t.strictSame(read('redis://h'), [undefined, undefined])
})

t.test(
  'a secret of a file is the one that is there now, and the last one while none is',
  async t => {
    const at = t.testdir({ secret: 'first\n', 'ca.pem': 'old roots', empty: '' })
    const address = 'rediss://ficus@h?password=file:secret&sentinelPassword=file:secret&ca=ca.pem'
    const found = readStoreAddress(address, place({}, at))
    const told = () => {
      const { password, sentinelPassword, tls } = credentialsOf(found) ?? {}
      return [password, sentinelPassword, tls?.ca]
    }
    t.strictSame(told(), ['first', 'first', 'old roots'])
    writeFileSync(join(at, 'secret'), 'second')
    writeFileSync(join(at, 'ca.pem'), 'new roots')
    t.strictSame(told(), ['second', 'second', 'new roots'])
    for (const lose of [
      () => writeFileSync(join(at, 'secret'), ''),
      () => writeFileSync(join(at, 'secret'), '\n'),
      () => rmSync(join(at, 'secret')),
      () => mkdirSync(join(at, 'secret')),
    ]) {
      lose()
      t.strictSame(told(), ['second', 'second', 'new roots'])
    }
    rmdirSync(join(at, 'secret'))
    writeFileSync(join(at, 'secret'), 'third\n')
    t.strictSame(told(), ['third', 'third', 'new roots'])
    t.throws(() => readStoreAddress('redis://h?password=file:empty', place({}, at)), {
      message: 'password: its file cannot be read, or is empty',
    })
  },
)

t.test('no secret of an address is shown, however it is printed or refused', async t => {
  const good = readStoreAddress('redis://us3r:s3cret@host/1?sentinelPassword=s3cret', place())
  for (const shown of [inspect(good, { depth: 9 }), JSON.stringify(good), good.says]) {
    t.notMatch(shown, 's3cret')
  }
  const refused = [
    'redis://u:s3cret@',
    'redis://u:s3cret@host:99999',
    'redis://u:s3cret@host:x',
    'redis://u:s3cret@a,b',
    'redis://u:s3cret@h/s3cret',
    'redis://u:s3cret%@h',
    'redis://h?s3cret=1',
    'redis://h?ca=s3cret',
    'rediss://h?ca=s3cret',
    'redis://h?password=file:s3cret',
    'redis://h?password=env:s3cret',
    'redis://h?replicas=s3cret',
    'redis+sentinel://u:s3cret@h',
    'redis+sentinel://h/s3 cret',
    'redis+cluster://u:s3cret@h/1',
    'redis+cluster://u:s3cret@h/s3cret',
    'redis+cluster://u:s3cret@a,b,c:x',
    'redis+s3cret://h',
    'redis:s3cret',
  ]
  for (const address of refused) {
    try {
      readStoreAddress(address, place())
      t.fail(address)
    } catch (error) {
      t.ok(isStoreError(error) && error.code === 'address', address)
      const isNamed = address.includes('env:')
      t.equal(String(error).includes('s3cret'), isNamed, 'but the variable that is not set')
    }
  }
})

t.test('a Redis is kept under the name of an environment that keeps apart from others', async t => {
  const at = readStoreAddress('redis://127.0.0.1:1', place())
  for (const environment of [undefined, '', 'a b', 'a}b', '{a']) {
    const options = environment === undefined ? {} : { environment }
    await t.rejects(openStore(at, options), { code: 'address' })
  }
  const path = join(t.testdir(), 'state.db')
  writeFileSync(path, '')
  const store = await openStore({ kind: 'file', path, says: path })
  t.equal(store.trouble, undefined)
  await store.close()
})
