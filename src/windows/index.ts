/**
 * Says when somebody works on an upstream, by the clock on the wall of their zone too.
 *
 * In: what the file says of such times, and a moment.
 * Out: whether one is on, the span that is on or comes next, how much of a time lies outside of all.
 * Never: reads a clock, knows why anybody asks, or holds up a request: what is asked on the path is two numbers.
 *
 * @packageDocumentation
 */
export { readClockTime, spokenClockTime } from './clock-time.ts'
export type { ClockTime } from './clock-time.ts'
export { isMuted, lastingOutside, nextSpans, spanAt } from './maintenance.ts'
export type { MaintenanceOf } from './maintenance.ts'
export { spokenSpan, spokenWindow } from './spoken-window.ts'
export { isOutrun, isWorkedOn, windowsOver, withMaintenance } from './worked-on.ts'
export { isZone } from './wall-clock.ts'
