import t from 'tap'
import { firingIn } from '../support/film-alerts.ts'
import { createReel, FRAME_SECONDS } from '../support/film-reel.ts'
import { BEGINS, type Film, film, type Minute, MINUTES } from '../support/film-script.ts'
import { noPrometheus, startPrometheus } from '../support/prometheus.ts'

/** Minutes from one to another, both included. */
type Span = readonly [from: number, to: number]

/**
 * When each alert is to fire, by the script: what counts within ten minutes is seen in the minute it happens and in the
 * nine after the last; what is to last is seen so much later.
 */
const EXPECTED: Readonly<Record<string, Span>> = {
  // The cloud loses patients from 90 on and is halted at 100, when the last pair is one of 99.
  'FicusCriticalDifference page': [90, 99],
  'FicusCriticalDifference ticket': [100, 108],
  'FicusGateClosedWhileCloudServes page': [92, 99],
  // Halted at 100, for an hour; resumed at 170.
  'FicusHaltActive ticket': [160, 169],
  'FicusAnswerCrossed page': [210, 219],
  // Legacy is away from 260 to 274: nobody is answered, twelve of the 720 an hour in each minute.
  'FicusBreakerOpen page': [263, 276],
  'FicusAnsweredBurn page 1h': [262, 278],
  'FicusAnsweredBurn page 6h': [266, 303],
  'FicusAnsweredBurn ticket 3d': [275, 360],
  'FicusConfigReloadFailed ticket': [325, 339],
}

const CLOUD_PAGE = 'FicusCloudNotFoundAboveLegacy page'
const CLOUD_TICKET = 'FicusCloudNotFoundAboveLegacy ticket'

/** Sums what a side saw within the hour up to a minute. */
function withinHour(minutes: readonly Minute[], side: 'legacy' | 'cloud', minute: number) {
  const hour = minutes.slice(Math.max(1, minute - 59), minute + 1).map(one => one[side])
  const sum = (of: 'asked' | 'notFound'): number => hour.reduce((all, one) => all + one[of], 0)
  return { asked: sum('asked'), notFound: sum('notFound') }
}

/** Whether the cloud found nobody more often than legacy, by more than chance explains: five sigmas. */
function isAbove(minutes: readonly Minute[], minute: number): boolean {
  const [legacy, cloud] = (['legacy', 'cloud'] as const).map(side => {
    const { asked, notFound } = withinHour(minutes, side, minute)
    const likely = (notFound + 1) / (asked + 2)
    return { asked, share: notFound / asked, variance: (likely * (1 - likely)) / asked }
  })
  if (legacy === undefined || cloud === undefined) return false
  if (legacy.asked < 100 || cloud.asked < 100) return false
  const above = cloud.share - legacy.share
  return above > 0.005 && above / Math.sqrt(legacy.variance + cloud.variance) > 5
}

/** What the script and what the sides saw say of one minute. */
function expectedIn(minutes: readonly Minute[], minute: number): readonly string[] {
  const by = Object.entries(EXPECTED).filter(([, [from, to]]) => minute >= from && minute <= to)
  const isHalted = minute >= 100
  // It must have been so for five minutes, and in all of them have served somebody, or nobody.
  const since = isHalted ? Math.max(minute - 5, 100) : minute - 5
  const isLong = minute - since >= 5
  const isAllAlong = Array.from({ length: 6 }, (_, i) => since + i).every(at =>
    isAbove(minutes, at),
  )
  const notFound = isLong && isAllAlong ? [isHalted ? CLOUD_TICKET : CLOUD_PAGE] : []
  return [...by.map(([name]) => name), ...notFound].sort()
}

t.test('a film of six hours of a migration', { skip: noPrometheus, timeout: 200_000 }, async t => {
  const played: Film = await film(t)
  const { reel, minutes } = played
  t.equal(reel.frames, MINUTES + 1)

  await t.test('holds no series the proxy could not have told', async t => {
    t.strictSame(reel.foreign(), [])
    const forged = createReel('ficus', 'ficus-1:9400')
    forged.add('# TYPE ficus_miracles_total counter\nficus_miracles_total 1\n')
    forged.add('# TYPE ficus_errors_total counter\nficus_errors_total{route="a",eror="b"} 1\n')
    forged.add('# TYPE ficus_errors_total gauge\nficus_errors_total{route="a",error="b"} 1\n')
    t.strictSame(forged.foreign(), [
      'ficus_miracles_total',
      'ficus_errors_total',
      'ficus_errors_total',
    ])
    t.throws(() => forged.add('ficus_requests_total 1\n'), /of a family of the page/)
  })

  await t.test('is taken in by Prometheus, which tells what was seen from outside', async t => {
    const prometheus = await startPrometheus(t, { backfilled: reel.openMetrics(BEGINS) })
    for (let hour = 1; hour <= 6; hour += 1) {
      const at = BEGINS + hour * 60 * FRAME_SECONDS
      const until = minutes.slice(0, hour * 60 + 1)
      const sum = (of: (minute: Minute) => number): number =>
        until.reduce((all, minute) => all + of(minute), 0)
      const told = async (promql: string): Promise<number> =>
        (await prometheus.query(`sum(${promql})`, at))[0]?.value ?? 0
      t.equal(
        await told('ficus_requests_total'),
        sum(one => one.requests),
        `asked, ${hour} h`,
      )
      t.equal(
        await told('ficus_errors_total'),
        sum(one => one.failed),
        `failed, ${hour} h`,
      )
    }
  })

  await t.test('has the alerts fire that should, when they should, and no other', async t => {
    for (const [minute, firing] of (await firingIn(reel)).entries()) {
      t.strictSame([...firing].sort(), expectedIn(minutes, minute), `minute ${minute}`)
    }
  })
})
