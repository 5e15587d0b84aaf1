/**
 * HTTP on the admin port: health, version, metrics.
 *
 * In: what the composition root can say of this instance.
 * Out: pages a probe, a scrape or a person reads.
 * Never: serves a supplier; waits for the store or an upstream to say that it is alive.
 *
 * @packageDocumentation
 */
export { openAdmin } from './admin.ts'
export type { Admin, AdminAnswers, Readiness, VersionFacts } from './admin.ts'
