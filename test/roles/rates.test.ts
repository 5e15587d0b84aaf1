import t from 'tap'
import { createRates } from '../../src/roles/index.ts'

t.test('each may ask a burst at once, and so many a second from then on', async t => {
  for (const [asking, perSecond, burst] of [
    ['read', 50, 200],
    ['change', 5, 20],
    ['sign-in', 1, 10],
  ] as const) {
    const clock = { now: 0 }
    const rates = createRates(() => clock.now)
    const taken = (times: number): number =>
      Array.from({ length: times }, () => rates.take(asking, 'anna')).filter(wait => wait === 0)
        .length
    t.equal(taken(burst * 2), burst, asking)
    t.equal(rates.take(asking, 'anna'), 1, 'and is told when to come again')
    t.equal(rates.take(asking, 'ben'), 0, 'which costs nobody else anything')
    clock.now += 1_000
    t.equal(taken(burst * 2), perSecond, asking)
    clock.now += 3_600_000
    t.equal(taken(burst * 2), burst, 'what nobody asked is not saved up')
  }
})

t.test('what is asked does not count as something else', async t => {
  const rates = createRates(() => 0)
  while (rates.take('read', 'anna') === 0);
  t.equal(rates.take('change', 'anna'), 0)
})

t.test('so many are remembered, and of more the one longest not seen is forgotten', async t => {
  const rates = createRates(() => 0)
  const spend = (who: string): void => {
    while (rates.take('sign-in', who) === 0);
  }
  for (const who of ['first', 'second']) spend(who)
  for (let i = 0; i < 9_998; i += 1) rates.take('sign-in', `other ${i}`)
  t.equal(rates.take('sign-in', 'first'), 1, 'seen again just now')
  rates.take('sign-in', 'one more')
  t.equal(rates.take('sign-in', 'second'), 0, 'forgotten')
  t.equal(rates.take('sign-in', 'first'), 1)
})
