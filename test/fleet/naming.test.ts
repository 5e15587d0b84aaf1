import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { createNaming, isName, LEAST_KEY } from '../../src/fleet/index.ts'

const key = (byte: number): Uint8Array => new Uint8Array(LEAST_KEY).fill(byte)

t.test('a name is the mark of its key and a keyed hash of what it names', async t => {
  const naming = createNaming(key(7))
  const hashed = createHmac('sha256', key(7)).update('9:messageIdAB').digest().subarray(0, 16)
  t.equal(naming.nameOf('messageId', 'AB'), `${naming.mark}.${hashed.toString('base64url')}`)
  t.ok(isName(naming.nameOf('messageId', 'AB')))
  t.equal(naming.nameOf('messageId', 'AB'), createNaming(key(7)).nameOf('messageId', 'AB'))
  for (const none of ['9990000018', '', naming.mark, 7, undefined]) t.notOk(isName(none))
})

t.test('a secret is another for every key, kind and id, and no part of a name', async t => {
  const naming = createNaming(key(7))
  const secret = naming.secretOf('poll', 'AB')
  t.equal(secret.byteLength, 32)
  t.strictSame(createNaming(key(7)).secretOf('poll', 'AB'), secret)
  const others = [
    createNaming(key(8)).secretOf('poll', 'AB'),
    naming.secretOf('reply', 'AB'),
    naming.secretOf('poll', 'AC'),
    naming.secretOf('pol', 'lAB'),
  ]
  for (const other of others) t.notSame(other, secret)
  const name = Buffer.from(naming.nameOf('poll', 'AB').slice(9), 'base64url')
  t.notSame(Buffer.from(secret.subarray(0, 16)), name)
})

t.test('another kind, another id and another key have other names', async t => {
  const part = fc.string({ maxLength: 12 })
  const made = fc.record({ byte: fc.nat(3), kind: part, id: part })
  const property = fc.property(made, made, (a, b) => {
    const [one, other] = [a, b].map(({ byte, kind, id }) =>
      createNaming(key(byte)).nameOf(kind, id),
    )
    const isSame = a.byte === b.byte && a.kind === b.kind && a.id === b.id
    return (one === other) === isSame
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test(
  'a key that could be guessed makes no names, and one that is changed later changes none',
  async t => {
    t.throws(() => createNaming(new Uint8Array(LEAST_KEY - 1)), { code: 'invalid' })
    const mine = key(7)
    const naming = createNaming(mine)
    const before = naming.nameOf('messageId', 'AB')
    mine.fill(0)
    t.equal(naming.nameOf('messageId', 'AB'), before)
  },
)
