/**
 * Stands in for what lies behind the proxy: a legacy Spine, cloud services, and the suppliers who ask.
 *
 * In: patients it made up itself, a clock, a source of chance and ids, the faults it is to have.
 * Out: servers on 127.0.0.1 that answer as the real ones do, the requests they saw, what became of each
 * prescription, and well-formed requests for every interaction they answer.
 * Never: imports anything of the proxy, so that it is a second witness of the wire formats; or knows a real
 * person.
 *
 * @packageDocumentation
 */
export { createLegacySpine } from './legacy.ts'
export type { LegacyOptions } from './legacy.ts'
export { createCloud } from './cloud.ts'
export type { CloudOptions } from './cloud.ts'
export type { SimulatorOptions } from './options.ts'
export type { SeenRequest, Simulator } from './serve.ts'
export type {
  PrescribingSimulator,
  PrescriptionEvent,
  PrescriptionRecord,
  Stray,
} from './eps-store.ts'
export { ACCEPTANCE } from './accept-names.ts'
export { EPS_CODES } from './eps-codes.ts'
export type { EpsCode, EpsSaying } from './eps-codes.ts'
export { EPS_BATCH, EPS_RULES, STATUS_CODES } from './eps-rules.ts'
export type { Cell, EpsState, EpsVerb } from './eps-rules.ts'
export { NO_FAULTS } from './faults.ts'
export type { Faults } from './faults.ts'
export { PLANTED_DIFFERENCES } from './planted.ts'
export type { PlantedDifference } from './planted.ts'
export {
  askedNumber,
  createPatients,
  INVALIDATED_NUMBER,
  patientsOf,
  UNKNOWN_NUMBER,
} from './patients.ts'
export { PATIENT_KINDS } from './patient.ts'
export type { Patient, PatientKind } from './patient.ts'
export { SUPPORTED } from './supported.ts'
export type { Supported } from './supported.ts'
export { createRequest } from './create-request.ts'
export type { RequestKind } from './create-request.ts'
export type { EpsChoices, RequestIds, SupplierRequest } from './request-message.ts'
export { SPINE, SUPPLIERS } from './parties.ts'
export type { Supplier } from './parties.ts'
export { createSummaryRecords } from './scr-store.ts'
export type { Permission, ScrAlert, ScrRecord, SummaryRecords } from './scr-store.ts'
export { SCR_ERRORS, SCR_TROUBLED } from './scr-errors.ts'
export type { ScrError, ScrSaying } from './scr-errors.ts'
export type { Section, Summary } from './scr-summary.ts'
export { createPointerFeeds } from './nrl-feed.ts'
export type {
  FeedOptions,
  PointerChange,
  PointerEnd,
  PointerFeed,
  PointerFeeds,
} from './nrl-feed.ts'
export type { PointingSimulator } from './nrl-locators.ts'
export { inventPointers } from './nrl-pointers.ts'
export type { Identifier, Pointer, PointerDraft } from './nrl-pointer.ts'
export { createPointerCall } from './request-nrl.ts'
export type { PointerCall, PointerCaller, PointerNamed } from './request-nrl.ts'
export { PLANTED_POINTER_DIFFERENCES } from './planted-pointers.ts'
export type { PlantedPointerDifference } from './planted-pointers.ts'
export { createRandom } from './random.ts'
export type { Random } from './random.ts'
