/**
 * Every metric and log event, by name.
 *
 * In: counts, times and closed words from the rooms.
 * Out: the Prometheus text and JSON log lines.
 * Never: takes a label or a field from a message's content; holds up the request path.
 *
 * @packageDocumentation
 */
export { CATALOGUE } from './catalogue.ts'
export { PREFIX, SECONDS } from './family.ts'
export type { Family, FamilyType } from './family.ts'
export { FLIP_VERBS, LABELS, OUTCOMES } from './labels.ts'
export type { FlipVerb, LabelName, LabelValues, OutcomeWord } from './labels.ts'
export { comparedLineOf } from './compared-line.ts'
export { LEVEL_OF_ERROR } from './line-level.ts'
export { loggable } from './lines.ts'
export type { ComparedLine, EventName, ExchangeLine, LineLevel } from './lines.ts'
export { createLog, DROP_REASONS, LINES_PER_SECOND, LOG_LEVELS, SILENT_LOG } from './log.ts'
export type { DropReason, Log, LogLevel, LogOptions } from './log.ts'
export { createCopyMeter } from './copy-meter.ts'
export type { CopyMeter, CountedCopy } from './copy-meter.ts'
export { createFlipMeter } from './flip-meter.ts'
export type { FlipMeter } from './flip-meter.ts'
export { createGateMeter } from './gate-meter.ts'
export type { GateMeter, ShownGate } from './gate-meter.ts'
export { createLossMeter, createTrialMeter } from './loss-meter.ts'
export type { TranslatedLeaves } from './loss-meter.ts'
export { createOutcomeMeter, isOutcomeWord } from './outcome-meter.ts'
export type { CountedOutcome, OutcomeMeter } from './outcome-meter.ts'
export type { ExchangeTrace, Leg, LegEnd, LegOf } from './exchange-trace.ts'
export { createOverrideMeter } from './override-meter.ts'
export { createRouteMeter } from './route-meter.ts'
export { createRecorder } from './recorder.ts'
export { unrecorded } from './spans.ts'
export { TRACE_LINES } from './trace-context.ts'
export { createTraces } from './traces.ts'
export type { Traces } from './traces.ts'
export { createMetrics } from './metrics.ts'
export type { Metrics } from './metrics.ts'
export type { Histograms, Series } from './series.ts'
export { createSides } from './show-sides.ts'
export { createStoreLink } from './store-link.ts'
export type { StoreLink } from './store-link.ts'
export { countReload, countsOfReplies, showBuild, showMoment } from './show.ts'
export type { Moment } from './show.ts'
