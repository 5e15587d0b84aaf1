import type { RequestKind } from './create-request.ts'
import { EPS_MESSAGES } from './request-eps.ts'
import { PDS_UPDATES } from './request-pds-update.ts'
import { PDS_QUERIES, PDS_TRACES } from './request-pds.ts'
import { SCR_ALERTS } from './request-scr-permission.ts'
import { SCR_MESSAGES } from './request-scr.ts'
import { SERVICES } from './services.ts'

/** One interaction the simulators answer and a request can be created for. */
export interface Supported {
  readonly kind: RequestKind
  readonly side: 'legacy' | 'cloud'
  readonly transport: 'soap' | 'ebxml' | 'rest'
  /** Whether it changes anything; a release does, though it is called a request. */
  readonly writes: boolean
  /** Where its requests are written to; `{id}` stands for an NHS number. The legacy side takes any path. */
  readonly path: string
  /** Without quotes; only where the transport has one. */
  readonly soapAction?: string
}

type Group = Omit<Supported, 'kind' | 'soapAction'> & { readonly service?: string }

// The keys of a table of writers are request kinds: `keyof` says so, Object.keys does not.
const kindsOf = (writers: object): readonly RequestKind[] => Object.keys(writers) as RequestKind[]

const each = (kinds: readonly RequestKind[], { service, ...row }: Group): readonly Supported[] =>
  kinds.map(kind => ({
    kind,
    ...row,
    ...(service === undefined ? {} : { soapAction: `${service}/${kind}` }),
  }))

const scr = kindsOf(SCR_MESSAGES)
const soap = { side: 'legacy', transport: 'soap', writes: false } as const
const permissions = { ...soap, path: '/syncservice-lrs/acf' } as const
const ebxml = { side: 'legacy', transport: 'ebxml', writes: true } as const
const reliable = { ...ebxml, path: '/reliablemessaging/reliablerequest' } as const
const rest = { side: 'cloud', transport: 'rest', writes: false } as const
const BASE = '/personal-demographics/FHIR/R4'
const EPS_BASE = '/electronic-prescriptions/FHIR/R4'
const SCR_BASE = '/summary-care-record/FHIR/R4'
const message = { ...rest, writes: true, path: `${EPS_BASE}/$process-message` } as const

/** Lists every interaction the simulators answer. */
export const SUPPORTED: readonly Supported[] = Object.freeze([
  ...each(kindsOf(PDS_QUERIES), {
    ...soap,
    service: SERVICES.pdsquery,
    path: '/syncservice-pds/pds',
  }),
  ...each(
    scr.filter(kind => kind.startsWith('QUPC')),
    { ...soap, service: SERVICES.psisquery, path: '/sync-service' },
  ),
  ...each(
    scr.filter(kind => kind.startsWith('REPC')),
    { ...ebxml, service: SERVICES.psis, path: '/clinical' },
  ),
  ...each(['SET_RESOURCE_PERMISSIONS_INUK01'], {
    ...permissions,
    writes: true,
    service: SERVICES.lrs,
  }),
  ...each(['GET_RESOURCE_PERMISSIONS_INUK01', 'HAS_RESOURCE_PERMISSIONS_INUK01'], {
    ...permissions,
    service: SERVICES.lrsquery,
  }),
  ...each(kindsOf(SCR_ALERTS), { ...reliable, service: SERVICES.alerts }),
  ...each(['scr-clinical-alert'], {
    ...rest,
    side: 'legacy',
    writes: true,
    path: '/clinical/alert',
  }),
  ...each(kindsOf(PDS_TRACES), {
    ...ebxml,
    writes: false,
    service: SERVICES.pdsquery,
    path: '/reliablemessaging/queryrequest',
  }),
  ...each(kindsOf(PDS_UPDATES), { ...reliable, service: SERVICES.pds }),
  ...each(kindsOf(EPS_MESSAGES), { ...reliable, service: SERVICES.mm }),
  ...each(['pds-fhir-read'], { ...rest, path: `${BASE}/Patient/{id}` }),
  ...each(['pds-fhir-search'], { ...rest, path: `${BASE}/Patient` }),
  ...each(['eps-fhir-prescribe', 'eps-fhir-cancel', 'eps-fhir-dispense'], message),
  ...each(['eps-fhir-release', 'eps-fhir-release-nominated'], {
    ...message,
    path: `${EPS_BASE}/Task/$release`,
  }),
  ...each(['eps-fhir-return', 'eps-fhir-withdraw'], { ...message, path: `${EPS_BASE}/Task` }),
  ...each(['eps-fhir-claim'], { ...message, path: `${EPS_BASE}/Claim` }),
  ...each(['scr-fhir-list'], { ...rest, path: `${SCR_BASE}/DocumentReference` }),
  ...each(['scr-fhir-summary'], { ...rest, path: `${SCR_BASE}/Bundle` }),
  ...each(['scr-fhir-upload'], { ...message, path: `${SCR_BASE}/Bundle` }),
  ...each(['scr-fhir-permission'], { ...message, path: `${SCR_BASE}/$setPermission` }),
  ...each(['scr-fhir-alert'], { ...message, path: `${SCR_BASE}/AuditEvent` }),
])
