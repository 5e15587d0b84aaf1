import fc from 'fast-check'
import t from 'tap'
import type { Maintenance, Span } from '../../src/exchange/index.ts'
import { isMuted, isZone, lastingOutside, nextSpans, spanAt } from '../../src/windows/index.ts'

const HOUR = 3_600_000
const at = (text: string): number => Date.parse(text)
const spoken = (span: Span | undefined): readonly string[] | undefined =>
  span && [span.from, span.to].map(each => new Date(each).toISOString().slice(0, 16))

const once = (from: string, to: string): Maintenance => ({
  when: { from: at(from), to: at(to) },
  why: 'works',
})

const sunday = (hour: number, lastsMs = 2 * HOUR, zone = 'Europe/London'): Maintenance => ({
  when: { weekday: 0, minute: hour * 60, lastsMs, zone },
  why: 'works',
})

t.test('a window is on from its beginning, and no longer at its end', async t => {
  const all = new Map([['spine', [once('2026-11-01T00:00Z', '2026-11-01T04:00Z')]]])
  const muted = (moment: number) => isMuted(all, 'spine', moment)
  const [from, to] = [at('2026-11-01T00:00Z'), at('2026-11-01T04:00Z')]
  t.strictSame([from - 1, from, to - 1, to].map(muted), [false, true, true, false])
  t.equal(isMuted(all, 'pds-fhir', from), false, 'another upstream')
})

t.test('a weekly window follows the clock on the wall through the summer', async t => {
  const windows = [sunday(2)]
  t.strictSame(spoken(spanAt(windows, at('2026-07-01T00:00Z'))), [
    '2026-07-05T01:00',
    '2026-07-05T03:00',
  ])
  t.strictSame(spoken(spanAt(windows, at('2026-12-01T00:00Z'))), [
    '2026-12-06T02:00',
    '2026-12-06T04:00',
  ])
  t.strictSame(spoken(spanAt(windows, at('2026-12-06T03:59Z'))), [
    '2026-12-06T02:00',
    '2026-12-06T04:00',
  ])
  t.strictSame(spoken(spanAt(windows, at('2026-12-06T04:00Z'))), [
    '2026-12-13T02:00',
    '2026-12-13T04:00',
  ])
})

// Clocks in the United Kingdom go forward at 01:00 UTC on 28 March 2027, and back at 01:00 UTC on 31 October 2027.
for (const [says, hour, day, expected] of [
  ['before the clocks go forward', 0, '2027-03-28', ['2027-03-28T00:00', '2027-03-28T02:00']],
  ['when the clocks have gone forward', 2, '2027-03-28', ['2027-03-28T01:00', '2027-03-28T03:00']],
  ['in the hour that is not there', 1.5, '2027-03-28', ['2027-03-28T00:30', '2027-03-28T03:30']],
  ['a week later', 1.5, '2027-04-04', ['2027-04-04T00:30', '2027-04-04T02:30']],
  ['before the clocks go back', 0.5, '2027-10-31', ['2027-10-30T23:30', '2027-10-31T01:30']],
  ['in the hour that is there twice', 1.5, '2027-10-31', ['2027-10-31T00:30', '2027-10-31T03:30']],
  ['when the clocks have gone back', 2, '2027-10-31', ['2027-10-31T02:00', '2027-10-31T04:00']],
] as const) {
  t.test(`a weekly window that begins ${says}`, async t => {
    t.strictSame(spoken(spanAt([sunday(hour)], at(`${day}T00:00Z`) - 6 * HOUR)), expected)
  })
}

t.test('every zone keeps its own clock, also across the line of the date', async t => {
  const next = (zone: string) => spoken(spanAt([sunday(2, HOUR, zone)], at('2026-12-01T00:00Z')))
  t.strictSame(next('Pacific/Auckland'), ['2026-12-05T13:00', '2026-12-05T14:00'])
  t.strictSame(next('America/Los_Angeles'), ['2026-12-06T10:00', '2026-12-06T11:00'])
  t.strictSame(next('Asia/Kathmandu'), ['2026-12-05T20:15', '2026-12-05T21:15'])
})

t.test('windows that meet are one, so that nothing begins between them', async t => {
  const windows = [
    once('2026-11-01T04:00Z', '2026-11-01T06:00Z'),
    sunday(2),
    once('2026-11-01T05:00Z', '2026-11-01T05:30Z'),
  ]
  t.strictSame(spoken(spanAt(windows, at('2026-11-01T00:00Z'))), [
    '2026-11-01T02:00',
    '2026-11-01T06:00',
  ])
})

t.test('a window in a month comes next where nothing comes before it', async t => {
  const windows = [
    once('2026-12-24T00:00Z', '2026-12-27T00:00Z'),
    once('2026-01-01T00:00Z', '2026-01-02T00:00Z'),
  ]
  t.strictSame(spoken(spanAt(windows, at('2026-11-01T00:00Z'))), [
    '2026-12-24T00:00',
    '2026-12-27T00:00',
  ])
  t.equal(spanAt(windows, at('2026-12-27T00:00Z')), undefined)
  t.strictSame([...nextSpans(new Map([['spine', windows]]), at('2027-01-01T00:00Z'))], [])
})

t.test('a zone is known by its name, never by an offset', async t => {
  t.strictSame(['Europe/London', 'UTC', 'Mars/Olympus', '+01:00', ''].map(isZone), [
    true,
    true,
    false,
    false,
    false,
  ])
})

const MONTH = 30 * 24 * HOUR
const BEGIN = at('2027-03-01T00:00Z')
const moment = fc.integer({ min: BEGIN, max: BEGIN + MONTH })
const anyOnce = fc
  .tuple(moment, fc.integer({ min: 1, max: 72 * HOUR }))
  .map(([from, lasts]): Maintenance => ({ when: { from, to: from + lasts }, why: 'works' }))
const anyWeekly = fc
  .record({
    weekday: fc.integer({ min: 0, max: 6 }),
    minute: fc.integer({ min: 0, max: 1_439 }),
    lastsMs: fc.integer({ min: 1, max: 24 }).map(hours => hours * HOUR),
    zone: fc.constantFrom('Europe/London', 'UTC', 'America/New_York', 'Australia/Lord_Howe'),
  })
  .map((when): Maintenance => ({ when, why: 'works' }))
const anyWindows = fc.array(fc.oneof(anyOnce, anyWeekly), { maxLength: 4 })

t.test(
  'what lies outside of windows is what is left when every moment within one is taken away',
  async t => {
    // Moment by moment on a grid: whatever begins or ends between two of its points is off by less than one of them.
    const STEP = HOUR / 4
    const isSo = fc.property(
      anyWindows,
      moment,
      fc.integer({ min: 0, max: 400 }),
      (windows, from, steps) => {
        const all = new Map([['spine', windows]])
        const counted = Array.from({ length: steps }, (_, i) => from + i * STEP).filter(
          each => !isMuted(all, 'spine', each),
        ).length
        const outside = lastingOutside(windows, { from, to: from + steps * STEP })
        return Math.abs(outside - counted * STEP) <= 2 * STEP * (1 + 8 * windows.length)
      },
    )
    t.doesNotThrow(() => fc.assert(isSo, { numRuns: 150 }))
  },
)

t.test('time outside of windows only grows, never faster than the clock, and adds up', async t => {
  const isSo = fc.property(anyWindows, moment, moment, moment, (windows, a, b, c) => {
    const [from = 0, mid = 0, to = 0] = [a, b, c].toSorted((x, y) => x - y)
    const [first, second, whole] = [
      lastingOutside(windows, { from, to: mid }),
      lastingOutside(windows, { from: mid, to }),
      lastingOutside(windows, { from, to }),
    ]
    return first >= 0 && first <= mid - from && first + second === whole
  })
  t.doesNotThrow(() => fc.assert(isSo, { numRuns: 300 }))
})

t.test('the span that is on or comes next is the only one there is until it ends', async t => {
  const isSo = fc.property(
    anyWindows,
    moment,
    fc.nat({ max: 7 * 24 * HOUR }),
    (windows, now, later) => {
      const span = spanAt(windows, now)
      const all = new Map([['spine', windows]])
      const then = now + later
      if (span !== undefined && then >= span.to) return true
      const isSaid = span !== undefined && span.from <= then
      return isMuted(all, 'spine', then) === isSaid
    },
  )
  t.doesNotThrow(() => fc.assert(isSo, { numRuns: 500 }))
})

t.test('a weekly window is on exactly while the clock on the wall says so', async t => {
  // Away from the changes of March there is no doubt what the clock shows.
  const from = at('2027-04-05T00:00Z')
  const isSo = fc.property(
    anyWeekly,
    fc.integer({ min: 0, max: 28 * 24 * 60 }),
    (window, minutes) => {
      const { when } = window
      if (!('zone' in when) || when.zone === 'Australia/Lord_Howe') return true
      const now = from + minutes * 60_000
      const shownAt = (moment: number): string =>
        new Date(moment).toLocaleString('en-GB', {
          timeZone: when.zone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        })
      const begins = `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][when.weekday] ?? ''} ${String(Math.floor(when.minute / 60)).padStart(2, '0')}:${String(when.minute % 60).padStart(2, '0')}`
      let isBegun = false
      for (let back = 0; back < when.lastsMs / 60_000; back += 1) {
        if (shownAt(now - back * 60_000).replace(',', '') === begins) isBegun = true
      }
      return isMuted(new Map([['spine', [window]]]), 'spine', now) === isBegun
    },
  )
  t.doesNotThrow(() => fc.assert(isSo, { numRuns: 15 }))
})
