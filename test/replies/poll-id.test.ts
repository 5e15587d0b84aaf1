import fc from 'fast-check'
import t from 'tap'
import { createNaming } from '../../src/fleet/index.ts'
import { locationOf, pollIdIn, pollIdOf } from '../../src/replies/poll-id.ts'

const NAMING = createNaming(Buffer.alloc(32, 'test'))
const OTHER = createNaming(Buffer.alloc(32, 'more'))
const MESSAGE = { from: { asid: '200000000115' }, messageId: 'M-1', payloadId: 'P-1' }

t.test('a message has one id, whoever makes it and however its ids are written', t => {
  const id = pollIdOf(MESSAGE, NAMING)
  t.match(id, /^fx-[\w-]{32}$/)
  const again = createNaming(Buffer.alloc(32, 'test'))
  t.equal(pollIdOf({ ...MESSAGE, messageId: 'm-1', payloadId: 'p-1' }, again), id)
  t.end()
})

t.test('another sender, message, payload or key has another, and no two are alike', t => {
  const part = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', '"', ',', '[') })
  const made = fc.record({ asid: part, messageId: part, payloadId: part })
  const idOf = ({ asid, ...ids }: { asid: string; messageId: string; payloadId: string }) =>
    pollIdOf({ from: { asid }, ...ids }, NAMING)
  fc.assert(
    fc.property(made, made, (a, b) => {
      const isSame = Object.values(a).join('\n') === Object.values(b).join('\n')
      t.equal(idOf(a) === idOf(b), isSame)
    }),
  )
  const one = idOf({ asid: '1', messageId: '2,3', payloadId: '4' })
  const other = idOf({ asid: '1,2', messageId: '3', payloadId: '4' })
  t.not(one, other, 'where one ends and the next begins is part of it')
  t.not(pollIdOf(MESSAGE, OTHER), pollIdOf(MESSAGE, NAMING))
  t.end()
})

t.test('who does not say all of who sent what has none', t => {
  t.equal(pollIdOf({ ...MESSAGE, from: {} }, NAMING), undefined)
  t.equal(pollIdOf({ ...MESSAGE, messageId: undefined }, NAMING), undefined)
  t.equal(pollIdOf({ ...MESSAGE, payloadId: undefined }, NAMING), undefined)
  t.end()
})

t.test('an id of ours is found where it stands, and one that is not ours is none', t => {
  const id = `fx-${'aB3_-'.repeat(6)}zz`
  for (const [target, found] of [
    [locationOf(id), id],
    [`${locationOf(id)}?x=1`, id],
    [`/base${locationOf(id)}`, id],
    ['/_poll/fx-', 'none'],
    ['/_poll/fx-short', 'none'],
    [`/_poll/${id}x`, 'none'],
    [`/_poll/fx-${'é'.repeat(32)}`, 'none'],
    [`/_poll/FX-${'a'.repeat(32)}`, undefined],
    ['/_poll/9807d292_074a_49e8_b48d_52e5bbf785ed', undefined],
    [`/_poll/x/${id}`, undefined],
    [`/my_poll/${id}`, undefined],
    [`/?at=/_polls/${id}`, undefined],
    ['/', undefined],
    ['*', undefined],
  ] as const) {
    t.equal(pollIdIn(target), found, target)
  }
  t.end()
})
