/**
 * HTTP on the admin port: health, version, metrics; what the API answers to a request.
 *
 * In: what the composition root can say of this instance; the store and what changes are weighed with.
 * Out: pages a probe, a scrape or a person reads; changes, through the one function they all pass.
 * Never: serves a supplier; waits for the store or an upstream to say that it is alive.
 *
 * @packageDocumentation
 */
export { openAdmin } from './admin.ts'
export type { TurnedBy } from './read-request.ts'
export type { Admin, AdminAnswers, AdminOptions } from './admin.ts'
export type { Readiness } from './probes.ts'
export type { VersionFacts } from './probe-shapes.ts'
export { answerApi } from './api.ts'
export type { ApiAnswer, ApiContext, ApiRequest } from './page.ts'
export type { DecisionsView, DecisionView, RouteWhatIf, WhatIfView } from './decision-shapes.ts'
export type {
  FreezeRequest,
  FreezesView,
  FreezeView,
  MaintenanceView,
  UnfreezeRequest,
} from './freeze-shapes.ts'
export { toldOf } from './instance-told.ts'
export type { DivergencesView, DivergenceView, GroupView } from './divergence-shapes.ts'
export type { PeerView } from './peer-shapes.ts'
export type {
  AuditView,
  EvidenceView,
  GateView,
  OverridesView,
  PinsView,
  ProblemView,
  RoutesView,
  RouteView,
} from './api-shapes.ts'
export type { ChangeRequest, ChangeView, OverrideRequest, PinRequest } from './change-shapes.ts'
export type { NotifiersView, NotifyTestRequest, NotifyTestView } from './notify-shapes.ts'
export type {
  InstanceFacts,
  LastFlip,
  OtherView,
  ShownRouteView,
  StatusView,
} from './instance-shapes.ts'
export type { ApprovalRequest, PendingRequest, PendingView } from './pending-shapes.ts'
export type { ConfigView, ReloadAsked, ReloadRequest, ReloadView } from './reload-shapes.ts'
