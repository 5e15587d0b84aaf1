import fc from 'fast-check'
import t from 'tap'
import { renewIds } from '../../src/message/index.ts'

const OWN = '6B29FC40-CA47-4067-B31D-00DD010662DA'
const FRESH = '0F8FAD5B-D9CB-469F-A165-70867728950E'
const OTHER = '9361DA95-0000-4000-8000-000000000001'

const renewed = (text: string, headers: readonly string[] = [], ids: readonly string[] = [OWN]) => {
  const copy = renewIds({ headers, body: Buffer.from(text), ids, newId: () => FRESH })
  return { ...copy, body: copy.body.toString() }
}

t.test('an id is fresh wherever it stands, in the case it is written in', async t => {
  const text = `<a>uuid:${OWN}</a><b root="${OWN.toLowerCase()}"/><c>cid:${OWN}@spine</c>`
  const { body, ids } = renewed(text)
  t.equal(body, `<a>uuid:${FRESH}</a><b root="${FRESH.toLowerCase()}"/><c>cid:${FRESH}@spine</c>`)
  t.strictSame(ids, [{ own: OWN, fresh: FRESH }])
})

t.test('an id that is not the message’s own stays', async t => {
  t.equal(renewed(`<a>${OTHER}</a>`).body, `<a>${OTHER}</a>`)
})

t.test(
  'an id that is no UUID is not sought in a body: its text may stand for anything',
  async t => {
    t.strictSame(renewed('<a>1</a>', [], ['1']), { headers: [], body: '<a>1</a>', ids: [] })
  },
)

t.test(
  'a header line that holds an id holds a fresh one, whatever the old one looked like',
  async t => {
    const { headers, ids } = renewed('', ['X-Request-ID', 'abc', 'X-Odd', OWN, 'Accept', 'abc'])
    t.strictSame(headers, ['X-Request-ID', FRESH.toLowerCase(), 'X-Odd', FRESH, 'Accept', 'abc'])
    t.strictSame(
      ids.map(({ own }) => own),
      [OWN, 'ABC'],
    )
  },
)

t.test('a body of any bytes is as long as before and goes back to what it was', async t => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes)),
    fc.constantFrom(OWN, OWN.toLowerCase()).map(id => Buffer.from(id)),
  )
  const same = fc.property(fc.array(part), parts => {
    const body = Buffer.concat(parts)
    const there = renewIds({ headers: [], body, ids: [OWN], newId: () => FRESH })
    const back = renewIds({ headers: [], body: there.body, ids: [FRESH], newId: () => OWN })
    return (
      there.body.length === body.length &&
      back.body.equals(body) &&
      !there.body.toString('latin1').toUpperCase().includes(OWN)
    )
  })
  t.doesNotThrow(() => fc.assert(same))
})
