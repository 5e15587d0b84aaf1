import { isFicusError } from '../../src/exchange/index.ts'
import type {
  AnswerAbout,
  DocumentMapping,
  Mapping,
  RequestAbout,
  Transmission,
} from '../../src/mapping/index.ts'
import { EPS_CANCELLATION } from '../../src/products/eps/cancellation.ts'
import { EPS_CLAIM } from '../../src/products/eps/claim.ts'
import { EPS_NOTIFICATION } from '../../src/products/eps/notification.ts'
import { EPS_PRESCRIPTION } from '../../src/products/eps/prescription.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from '../../src/products/eps/release.ts'
import { RELEASE_DOCUMENT } from '../../src/products/eps/release-request.ts'
import { EPS_RETURN } from '../../src/products/eps/return.ts'
import { EPS_WITHDRAWAL } from '../../src/products/eps/withdrawal.ts'
import { PDS_RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { PDS_TRACE } from '../../src/products/pds/trace.ts'
import { PDS_UPDATE } from '../../src/products/pds/update.ts'
import { readXml } from '../../src/xml/index.ts'
import { CANCELLED, cancellationBundle, cancellationMessage } from './cancellation-golden.ts'
import { goldenClaim } from './claim-golden-fhir.ts'
import { claimMessage } from './claim-golden-hl7.ts'
import { CLAIM } from './claim-golden-parts.ts'
import { aboutMessage } from './eps-pairs.ts'
import { notificationBundle } from './notification-golden-fhir.ts'
import { notificationMessage } from './notification-golden-hl7.ts'
import { BASE as NOTIFICATION } from './notification-golden-parts.ts'
import { answerAbout, cloudAnswer, requestAbout } from './pds-golden-about.ts'
import { ASKED } from './pds-golden-asked.ts'
import { type Json, patient } from './pds-golden-cloud.ts'
import { PAIRS } from './pds-golden.ts'
import { ASKED_TRACES } from './pds-trace-golden-asked.ts'
import { TRACE_PAIRS } from './pds-trace-golden-pairs.ts'
import { searchset, traceAbout } from './pds-trace-golden.ts'
import { CHANGED } from './pds-update-golden-asked.ts'
import { updateMessage } from './pds-update-golden-message.ts'
import { updateAbout } from './pds-update-golden.ts'
import { goldenBundle } from './prescription-golden-fhir.ts'
import { goldenMessage } from './prescription-golden-hl7.ts'
import { BASE } from './prescription-golden-parts.ts'
import {
  aboutAnswer,
  ASKED as ASKED_RELEASE,
  askedMessage,
  askedParameters,
  NOMINATED,
} from './release-golden-asked.ts'
import { goldenAnswer, goldenRelease, RELEASED } from './release-golden.ts'
import { BASE_RETURN, goldenReturn, goldenReturnTask } from './return-golden.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal, goldenWithdrawalTask } from './withdrawal-golden.ts'

/** One mapping, what a supplier asks of it and what the cloud says, and what becomes of either. */
export interface InjectionSample {
  readonly name: string
  /** As HL7v3. */
  readonly message: string
  /** As JSON. */
  readonly resource: string
  /** What the cloud is asked; undefined where it is not. */
  readonly asked: (message: string) => string | undefined
  /** What is written as HL7v3 of what the cloud says, and what both say; undefined where it is not. */
  readonly written: (resource: string | Buffer) => Written | undefined
}

export interface Written {
  readonly xml: string
  /** What the cloud says, leaf by leaf. */
  readonly says: string
  /** What is read of the HL7v3 again. */
  readonly again: string
}

/** A message no reader takes is asked nothing. */
function taken<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

const asking =
  (mapping: Mapping, about: RequestAbout) =>
  (message: string): string | undefined =>
    taken(() => {
      const bytes = Buffer.from(message)
      const asked = mapping.request(readXml(bytes), about, bytes)
      if (asked.kind === 'declined') return undefined
      const { method, path, body } = asked.value
      return `${method} ${path}\n${body?.toString() ?? ''}`
    })

const json = (value: unknown): string => JSON.stringify(value)

const writingDocument =
  (document: DocumentMapping, about: RequestAbout) =>
  (resource: string | Buffer): Written | undefined => {
    const told = document.readCloud(Buffer.from(resource as string)) // either is taken alike
    if (told.kind === 'declined') return undefined
    const transmission: Transmission = {
      interaction: about.interaction,
      id: about.payloadId.toUpperCase(),
      creationTime: '20260102030406',
      versionCode: 'V3NPfIT4.2.00',
      fromAsid: '200000000001',
      toAsid: '200000000002',
      user: { roleProfile: '100000000001', id: '900000000001', jobRole: 'R8000' },
    }
    const written = document.writeLegacy(told.information, transmission)
    if (written.kind === 'declined') return undefined
    const again = document.readLegacy(Buffer.from(written.value))
    // Who is at the keyboard is said around a message, by whoever writes that.
    const leaves = ({ information }: typeof told): string =>
      json(document.leaves(information).filter(({ path }) => path !== 'user'))
    return {
      xml: written.value,
      says: leaves(told),
      again: again.kind === 'declined' ? again.says : leaves(again),
    }
  }

const answering =
  (mapping: Mapping, about: AnswerAbout) =>
  (resource: string | Buffer): Written | undefined => {
    const headers = [
      'Content-Type',
      'application/fhir+json',
      'X-Request-ID',
      about.request.requestId,
    ]
    const body = Buffer.from(resource as string) // either is taken alike
    const cloud = { ...cloudAnswer({}), headers, body }
    const answer = mapping.answer(cloud, about)
    if (answer.kind !== 'answer') return undefined
    const said = mapping.readCloud(cloud)
    const bytes = Buffer.from(answer.payload)
    const again = mapping.readLegacy(readXml(bytes), bytes)
    const leaves = (of: typeof said): string =>
      of.kind === 'declined'
        ? of.says
        : json(mapping.leaves(of.information ?? {}, about.interaction))
    return { xml: answer.payload, says: leaves(said), again: leaves(again) }
  }

function documentSample(
  mapping: Mapping,
  [message, resource]: readonly [message: Buffer, resource: Buffer],
): InjectionSample {
  const { document, name } = mapping
  const [, interaction = ''] = /<(\w+) xmlns="urn:hl7-org:v3"/.exec(message.toString()) ?? []
  if (document === undefined) throw new Error(`${name}: no document`)
  const [, id = ''] = /<id root="([^"]*)"/.exec(message.toString()) ?? []
  const around = { creationTime: '', versionCode: '', fromAsid: '', toAsid: '' }
  const about = aboutMessage({ interaction, id, ...around })
  return {
    name,
    message: message.toString(),
    resource: resource.toString(),
    asked: asking(mapping, about),
    written: writingDocument(document, about),
  }
}

/** The one that says most. */
const fullest = <T>(of: readonly T[]): T => {
  const [most] = of.toSorted((a, b) => json(b).length - json(a).length)
  if (most === undefined) throw new Error('there is none')
  return most
}

const querySample = (
  mapping: Mapping,
  message: string,
  resource: Json,
  about: AnswerAbout,
): InjectionSample => ({
  name: mapping.name,
  message,
  resource: json(resource),
  asked: asking(mapping, requestAbout(about.interaction)),
  written: answering(mapping, about),
})

const bytesOf = (resource: object): Buffer => Buffer.from(json(resource))

const retrieved = fullest(PAIRS)
const traced = fullest(TRACE_PAIRS)
const update = fullest(
  CHANGED.filter(
    ({ comesTo, update: { root } }) => typeof comesTo !== 'string' && root === undefined,
  ),
)

const released = goldenAnswer([goldenRelease(RELEASED).bundle]).toString()

/** One sample of each mapping that has a table, and one of a reply that has one of its own. */
export const INJECTION_SAMPLES: readonly InjectionSample[] = [
  querySample(
    PDS_RETRIEVAL,
    ASKED[0]?.message ?? '',
    retrieved.cloud,
    answerAbout('QUPA_IN000008UK02', retrieved.says.number),
  ),
  querySample(
    PDS_TRACE,
    ASKED_TRACES[0]?.message ?? '',
    searchset([traced.cloud]),
    traceAbout('QUPA_IN000005UK01'),
  ),
  querySample(
    PDS_UPDATE,
    updateMessage(update.update),
    patient('9990001006', '138'),
    updateAbout('PRPA_IN000203UK03'),
  ),
  documentSample(EPS_PRESCRIPTION, [goldenMessage(BASE), goldenBundle(BASE)]),
  documentSample(EPS_RETURN, [goldenReturn(BASE_RETURN), bytesOf(goldenReturnTask(BASE_RETURN))]),
  documentSample(EPS_WITHDRAWAL, [
    goldenWithdrawal(BASE_WITHDRAWAL),
    bytesOf(goldenWithdrawalTask(BASE_WITHDRAWAL)),
  ]),
  documentSample(EPS_CANCELLATION, [cancellationMessage(CANCELLED), cancellationBundle(CANCELLED)]),
  documentSample(EPS_CLAIM, [claimMessage(CLAIM), goldenClaim(CLAIM)]),
  documentSample(EPS_NOTIFICATION, [
    notificationMessage(NOTIFICATION),
    notificationBundle(NOTIFICATION),
  ]),
  documentSample(EPS_RELEASE, [
    askedMessage(ASKED_RELEASE),
    bytesOf(askedParameters(ASKED_RELEASE)),
  ]),
  {
    ...documentSample(EPS_RELEASE, [
      askedMessage(ASKED_RELEASE),
      bytesOf(askedParameters(ASKED_RELEASE)),
    ]),
    name: 'eps.release, answered',
    resource: released,
    written: answering(EPS_RELEASE, aboutAnswer(RELEASE_DOCUMENT, ASKED_RELEASE)),
  },
  documentSample(EPS_NOMINATED_RELEASE, [
    askedMessage(NOMINATED),
    bytesOf(askedParameters(NOMINATED)),
  ]),
]
