import t from 'tap'
import { parseStoreAddress } from '../../src/fleet/index.ts'

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
