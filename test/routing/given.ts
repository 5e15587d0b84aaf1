import type {
  Cohort,
  Identified,
  Match,
  Override,
  Received,
  Remembered,
  Route,
  Routed,
  RouteState,
  State,
  Upstream,
} from '../../src/exchange/index.ts'
import { NO_BODY } from '../../src/exchange/index.ts'
import type { Interaction } from '../../src/message/index.ts'

export const upstream = (name: string, more: Partial<Upstream> = {}): Upstream => ({
  name,
  origin: `http://${name}.test:80`,
  basePath: '',
  timeoutMs: 1000,
  connections: 1,
  queue: 1,
  ca: undefined,
  cert: undefined,
  key: undefined,
  preserveHost: false,
  simulated: false,
  rehearsal: false,
  ...more,
})

export const LEGACY = upstream('spine')
export const CLOUD = upstream('pds-fhir')
export const REHEARSAL = upstream('sandbox', { rehearsal: true })

export const route = (
  name: string,
  match: Match | 'default',
  more: Partial<Route> = {},
): Route => ({
  name,
  index: 0,
  match,
  legacy: LEGACY,
  cloud: CLOUD,
  class: undefined,
  translate: undefined,
  cohort: undefined,
  startsAt: 'legacy',
  maxBodyBytes: 1024,
  rehearsal: undefined,
  shadowAs: undefined,
  shadowSample: 1,
  ...more,
})

export const PATIENTS: Cohort = {
  name: 'patients',
  key: 'nhsNumber',
  seed: 'patients',
  records: 'shared',
  pin: false,
}

export const head = (more: Partial<Received> = {}): Received => ({
  number: 1,
  at: 0,
  method: 'POST',
  target: '/sync-service',
  headers: [],
  language: 'soap',
  length: 100,
  ...more,
})

export const identified = (more: Partial<Identified> = {}): Identified => ({
  ...head(),
  need: 'whole',
  body: NO_BODY,
  interaction: undefined,
  product: undefined,
  class: 'unknown',
  agrees: true,
  messageId: undefined,
  conversationId: undefined,
  from: {},
  to: {},
  cpaId: undefined,
  keys: {},
  ...more,
})

export const routed = (owner: Route, more: Partial<Identified & Remembered> = {}): Routed => ({
  ...identified(more),
  route: owner,
  deadline: 0,
})

export interface Standing {
  readonly routes?: Readonly<Record<string, Partial<RouteState>>>
  readonly overrides?: Readonly<Record<string, readonly Override[]>>
}

const AT_LEGACY: RouteState = { stage: 'legacy', percent: 0, halt: 'none' }

export const state = ({ routes = {}, overrides = {} }: Standing = {}): State => ({
  revision: 1,
  routes: new Map(Object.entries(routes).map(([name, at]) => [name, { ...AT_LEGACY, ...at }])),
  overrides: new Map(Object.entries(overrides)),
})

const soap = (id: string, product: string, klass: Interaction['class']): Interaction => ({
  id,
  product,
  title: id,
  class: klass,
  transport: 'soap',
  service: `urn:nhs:names:services:${product}`,
  replies: [],
  failures: [],
  keys: {},
})

/** One interaction of each class, with ids no product has. */
export const INTERACTIONS = [
  soap('READ_IN01', 'one', 'read'),
  soap('AUDITED_IN01', 'one', 'audited-read'),
  soap('PUSHED_IN01', 'two', 'pushed-read'),
  soap('WRITE_IN01', 'two', 'write'),
] as const
