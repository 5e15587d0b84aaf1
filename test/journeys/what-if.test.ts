/** What a flip would come to, said before it, and what it came to. */
import t from 'tap'
import type { WhatIfView } from '../../src/admin/index.ts'
import type { Override } from '../../src/exchange/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { type Decided, decidedProxy, patientsOf } from '../support/decided.ts'
import { ficus } from '../support/ficus.ts'

const PATIENTS = patientsOf(24)
const SENDERS = PATIENTS.map((_, i) => String(200_000_000_100 + i))

const supposed = async (admin: string, ...args: string[]): Promise<WhatIfView> => {
  const { code, out, err } = await ficus(['whatif', ...args, '--json', '--admin', admin])
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as WhatIfView // our own command wrote it
}

/** Sends one request about every patient, each from a sender of its own; gives about whom the cloud served one. */
async function everybody({ send }: Decided): Promise<ReadonlySet<string>> {
  const onCloud = new Set<string>()
  for (const [i, patient] of PATIENTS.entries()) {
    const from = SENDERS[i] ?? ''
    if ((await send(patient, { from })).side === 'cloud') onCloud.add(patient)
  }
  return onCloud
}

const countOf = ({ routes }: WhatIfView, to: 'legacy' | 'cloud'): number =>
  routes
    .flatMap(({ moves }) => moves)
    .filter(move => move.to === to)
    .reduce((all, { requests }) => all + requests, 0)

const lengthOf = (set: ReadonlySet<string>, less: ReadonlySet<string>): number =>
  [...set].filter(each => !less.has(each)).length

const word = (key: string, side: 'legacy' | 'cloud'): Override => ({
  ...{ key, side, owner: 'somebody' },
  expires: Date.now() + 3_600_000,
})

type Row = readonly [from: Partial<Position>, to: { stage: 'canary' | 'cloud'; percent: number }]
const FLIPS: readonly Row[] = [
  [{ stage: 'legacy' }, { stage: 'canary', percent: 30 }],
  [{ stage: 'shadow' }, { stage: 'canary', percent: 50 }],
  [
    { stage: 'canary', percent: 20 },
    { stage: 'canary', percent: 70 },
  ],
  [
    { stage: 'canary', percent: 70 },
    { stage: 'canary', percent: 20 },
  ],
  [
    { stage: 'canary', percent: 50 },
    { stage: 'cloud', percent: 0 },
  ],
]

t.test('whom a flip would move is whom it moves, counted at the sides', async t => {
  for (const [from, to] of FLIPS) {
    const given = await decidedProxy(t, { readEvery: 1 }, 'senders')
    const overrides = [word(SENDERS[3] ?? '', 'cloud'), word(SENDERS[5] ?? '', 'legacy')]
    await given.place(from, overrides)
    const before = await everybody(given)
    const share = to.stage === 'canary' ? ['--percent', String(to.percent)] : ['--to', to.stage]
    const said = await supposed(given.at, 'moving', ...share)
    await given.place(to, overrides)
    const after = await everybody(given)
    const line = `from ${JSON.stringify(from)} to ${JSON.stringify(to)}`
    t.equal(countOf(said, 'cloud'), lengthOf(after, before), `${line}: to the cloud`)
    t.equal(countOf(said, 'legacy'), lengthOf(before, after), `${line}: to legacy`)
    t.equal(
      said.names.length,
      lengthOf(after, before) + lengthOf(before, after),
      'and how many keys',
    )
    t.equal(said.routes[0]?.asked, PATIENTS.length)
  }
})

t.test('a growing percentage only ever adds', async t => {
  const given = await decidedProxy(t, { readEvery: 1 })
  await given.place({ stage: 'shadow' })
  await everybody(given)
  let before = new Set<string>()
  for (const percent of [0, 1, 12.5, 30, 55.555, 80, 100]) {
    const { names } = await supposed(given.at, 'patients', '--percent', String(percent))
    const now = new Set<string>(names)
    t.equal(lengthOf(before, now), 0, `nobody is missing at ${percent} %`)
    before = now
  }
  t.equal(before.size, PATIENTS.length)
})

t.test('who would not move is counted by what decides it, as people sent them by now', async t => {
  const given = await decidedProxy(t, { readEvery: 1 }, 'senders')
  await given.place({ stage: 'canary', percent: 100 })
  await everybody(given)
  const overrides = SENDERS.slice(0, 4).map(sender => word(sender, 'legacy'))
  await given.place({ stage: 'canary', percent: 100 }, overrides)
  const { routes } = await supposed(given.at, 'moving', '--percent', '50')
  const [route] = routes
  t.equal(route?.stays['override'], 4, 'also those who were sent there after they were served')
  t.equal(
    (route?.stays['percentage'] ?? 0) + countOf({ routes } as WhatIfView, 'legacy'),
    PATIENTS.length - 4,
  )
})

t.test('it says from whom, what a promotion would be told, and nothing of nobody', async t => {
  const given = await decidedProxy(t, { readEvery: 1 })
  await given.place({ stage: 'shadow' })
  const nobody = await ficus(['whatif', 'moving', '--percent', '25', '--admin', given.at])
  t.match(nobody.out, /nobody can say, no request of it is kept that was read/)
  for (const patient of PATIENTS) await given.send(patient)
  await given.send(PATIENTS[0] ?? '', { from: '200000000999' })
  const { code, out } = await ficus(['whatif', 'moving', '--percent', '100', '--admin', given.at])
  t.equal(code, 0)
  t.match(
    out,
    /^moving at canary 100 %: 25 of 25 requests would be served by another side, about 24/,
  )
  t.match(out, /legacy → cloud +200000000115 +QUPA_IN000008UK02 +audited-read +24\n/)
  t.match(out, /legacy → cloud +200000000999 +QUPA_IN000008UK02 +audited-read +1\n/)
  t.match(out, /gate +undecided: /)
  t.match(out, /promote would be refused now: the gate of moving is undecided[^]*→ wait for/)
  t.equal(given.proxy.state.routes.get('moving')?.stage, 'shadow', 'and nothing was changed')
})

t.test('nothing is said of what nobody read, nor of what another file decided', async t => {
  const given = await decidedProxy(t)
  await given.place({ stage: 'shadow' })
  await everybody(given)
  const { routes, kept } = await supposed(given.at, 'moving', '--percent', '100')
  t.match(routes[0], { asked: 0, moves: [] })
  t.match(kept, { decisions: 0, unread: { moving: PATIENTS.length } })
})

t.test('what several instances saw is added up, and a patient is counted once', async t => {
  const [one, other] = [await decidedProxy(t), await decidedProxy(t)]
  for (const given of [one, other]) {
    await given.place({ stage: 'canary', percent: 10 })
    await everybody(given)
  }
  const env = { FICUS_PEERS: `${one.at},${other.at}` }
  const { out } = await ficus(['whatif', 'moving', '--percent', '100', '--json'], env)
  const [both, alone] = [
    JSON.parse(out) as WhatIfView, // our own command wrote it
    await supposed(one.at, 'moving', '--percent', '100'),
  ]
  t.equal(countOf(both, 'cloud'), 2 * countOf(alone, 'cloud'))
  t.equal(both.names.length, alone.names.length)
  t.strictSame(new Set(both.names), new Set(alone.names))
})
