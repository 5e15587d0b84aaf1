import t from 'tap'
import { createPace } from '../../src/evidence/index.ts'

const MINUTE = 60_000
const START = 1_000 * MINUTE

const near = (came: number | undefined, wanted: number): boolean =>
  came !== undefined && Math.abs(came - wanted) <= wanted * 0.02

t.test('so many a second came over the last ten minutes', async t => {
  const pace = createPace()
  for (let at = START; at < START + 30 * MINUTE; at += 500) pace.add('pds', at)
  t.ok(near(pace.perSecond('pds', START + 30 * MINUTE), 2))
  t.equal(pace.perSecond('eps', START), undefined)
})

t.test('a route that has just begun is not slow, and one that stopped has no pace', async t => {
  const pace = createPace()
  pace.add('pds', START)
  t.equal(pace.perSecond('pds', START), undefined, 'one comparison is no pace')
  for (let i = 1; i < 60; i += 1) pace.add('pds', START + i * 1_000)
  t.ok(near(pace.perSecond('pds', START + MINUTE), 1))
  t.ok(near(pace.perSecond('pds', START + 5 * MINUTE), 0.2))
  t.equal(pace.perSecond('pds', START + 12 * MINUTE), undefined)
})

t.test('after a pause a route begins anew', async t => {
  const pace = createPace()
  pace.add('pds', START)
  for (let i = 0; i < 60; i += 1) pace.add('pds', START + 60 * MINUTE + i * 1_000)
  t.ok(near(pace.perSecond('pds', START + 61 * MINUTE), 1))
})

t.test(
  'two at once are no more than two in ten seconds, and a clock set back does no harm',
  async t => {
    const pace = createPace()
    pace.add('pds', START)
    pace.add('pds', START)
    t.equal(pace.perSecond('pds', START), 0.2)
    t.equal(pace.perSecond('pds', START - 5 * MINUTE), undefined, 'none came before now')
    pace.add('pds', START - 60 * MINUTE)
    pace.add('pds', START - 60 * MINUTE)
    t.equal(pace.perSecond('pds', START - 60 * MINUTE), 0.2)
  },
)
