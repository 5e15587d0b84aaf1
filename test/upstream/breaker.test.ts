import t from 'tap'
import { Breaker } from '../../src/upstream/index.ts'

const half = (): number => 0.5

t.test('a breaker opens after five failures to reach its upstream, and not after four', async t => {
  const breaker = new Breaker(half)
  for (let i = 0; i < 4; i += 1) breaker.unreachable(0)
  t.equal(breaker.state(0), 'closed')
  breaker.unreachable(0)
  t.equal(breaker.state(0), 'open')
  t.notOk(breaker.admits(499))
})

t.test('one request that gets through forgets the failures before it', async t => {
  const breaker = new Breaker(half)
  for (let i = 0; i < 4; i += 1) breaker.unreachable(0)
  breaker.reached()
  breaker.unreachable(0)
  t.equal(breaker.state(0), 'closed')
})

t.test('after its pause exactly one request may try', async t => {
  const breaker = new Breaker(half)
  for (let i = 0; i < 5; i += 1) breaker.unreachable(0)
  t.equal(breaker.state(500), 'half-open')
  t.ok(breaker.admits(500))
  t.notOk(breaker.admits(500), 'the second waits for the first')
  breaker.reached()
  t.equal(breaker.state(501), 'closed')
})

t.test('each failed try doubles the pause, up to fifteen seconds', async t => {
  const breaker = new Breaker(half)
  for (let i = 0; i < 5; i += 1) breaker.unreachable(0)
  let now = 0
  const pauses: number[] = []
  for (let i = 0; i < 7; i += 1) {
    let pause = 0
    while (breaker.state(now + pause) === 'open') pause += 100
    now += pause
    pauses.push(pause)
    t.ok(breaker.admits(now))
    breaker.unreachable(now)
  }
  t.strictSame(pauses, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
})

t.test('a probe that tells nothing lets the next one try', async t => {
  const breaker = new Breaker(half)
  for (let i = 0; i < 5; i += 1) breaker.unreachable(0)
  t.ok(breaker.admits(600))
  breaker.undecided()
  t.ok(breaker.admits(600))
})
