import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { open, seal } from '../../src/replies/sealed.ts'
import { readPair, writePair } from '../../src/replies/pair.ts'

const KEY = randomBytes(32)
const WHOM = '200000000115'
const bytes = fc.uint8Array({ maxLength: 300 })

t.test('what is sealed is opened with its key by whom it is for, and by nobody else', t => {
  fc.assert(
    fc.property(bytes, plain => {
      const sealed = seal(plain, KEY, WHOM)
      t.ok(open(sealed, KEY, WHOM)?.equals(plain))
      t.equal(open(sealed, randomBytes(32), WHOM), undefined)
      t.equal(open(sealed, KEY, '200000000116'), undefined)
      t.equal(open(sealed, KEY, ''), undefined)
    }),
  )
  t.end()
})

t.test('wherever a bit of it was changed, or an end cut, it is opened by nobody', t => {
  const sealed = seal(Buffer.from('what a patient’s record says'), KEY, WHOM)
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    t.equal(open(changed, KEY, WHOM), undefined, `byte ${at}`)
    t.equal(open(sealed.subarray(0, at), KEY, WHOM), undefined, `${at} bytes of it`)
  }
  t.end()
})

t.test('the same sealed twice is twice something else', t => {
  const plain = Buffer.from('the same')
  const [one, other] = [seal(plain, KEY, WHOM), seal(plain, KEY, WHOM)]
  t.notSame(one, other)
  t.notSame(one.subarray(1, 13), other.subarray(1, 13), 'a nonce is used once')
  t.equal(Buffer.from(one).includes(plain), false)
  t.end()
})

const line = fc.string({ unit: 'grapheme', maxLength: 12 })
const answer = fc
  .record({ status: fc.constantFrom(200, 202), headers: fc.array(line), body: bytes })
  .map(({ body, ...rest }) => ({ ...rest, body: Buffer.from(body) }))

t.test('what is told at once and what is told later come back as they were', t => {
  fc.assert(
    fc.property(answer, answer, (accepted, reply) => {
      const given = { accepted: { ...accepted, reason: '' }, reply: { ...reply, reason: '' } }
      const back = readPair(Buffer.from(writePair(given)))
      for (const which of ['accepted', 'reply'] as const) {
        t.equal(back[which].status, given[which].status)
        t.strictSame(back[which].headers, given[which].headers)
        t.ok(back[which].body.equals(given[which].body))
      }
    }),
  )
  t.end()
})
