const clocks = new Map<string, Intl.DateTimeFormat>()

/** Made once for each zone: to make one takes longer than all it is asked. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(zone, clock)
  return clock
}

/** Says whether there is a zone of this name, such as `Europe/London`. An offset is none: it knows no summer. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

const SECOND_MS = 1_000
const DAY_MS = 86_400_000

/** By how much the clocks of a zone are ahead of UTC at a moment, milliseconds. */
function offsetAt(zone: string, at: number): number {
  const parts = clockOf(zone).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find(part => part.type === type)?.value)
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  )
  return shown - Math.floor(at / SECOND_MS) * SECOND_MS
}

/**
 * Finds when the clocks of a zone show a time, which is written as if it were UTC: the first and the last moment they
 * do. Twice where they were put back over it; where they were put forward over it they never do, and the two moments are
 * those it would have been by the clocks of before and of after.
 */
export function whenShown(zone: string, wall: number): readonly [first: number, last: number] {
  const offsets = [offsetAt(zone, wall - DAY_MS), offsetAt(zone, wall + DAY_MS)]
  const moments = offsets.map(offset => wall - offset)
  const shown = moments.filter(moment => moment + offsetAt(zone, moment) === wall)
  const found = shown.length === 0 ? moments : shown
  return [Math.min(...found), Math.max(...found)]
}
