import { digestOf, signedContent } from '../../src/mapping/index.ts'
import { signedIn } from '../../src/products/eps/prescription.ts'
import { bundleOf, goldenEntries } from './prescription-golden-fhir.ts'
import { goldenSubject } from './prescription-golden-hl7.ts'
import { BASE, type Pair, type Parts, SAID } from './prescription-golden-parts.ts'

// Written by hand from NHS MIM 4.2.00 (PORX_MT122003UK32), what Spine writes and the FHIR API of
// NHSDigital/electronic-prescription-service-api.

/** What became of a golden prescription, in each language's own words. */
export interface Released {
  readonly parts: Parts
  /** Of each item. */
  readonly items: readonly [Item, Item]
  readonly status: string
  /** Which issue, counted from one, and what FHIR says of it. */
  readonly issue?: { readonly number: number; readonly of: number; readonly inBasedOn: boolean }
  readonly lastDispensed?: Pair
  /** When it takes effect, where only the Bundle's own time says it. */
  readonly lastUpdated?: string
}

/** FHIR may tell a state by the request's status alone. */
export interface Item {
  readonly code: string
  readonly request: string
  readonly isSaid?: boolean
}

const WAITING: Item = { code: '0007', request: 'active' }

export const RELEASED: Released = { parts: BASE, items: [WAITING, WAITING], status: '0001' }

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ADDED = 'contextConductionInd="true" type="ActRelationship" typeCode="PERT"'
const OBSERVED = 'classCode="OBS" moodCode="EVN"'

const itemStatus = ({ code }: Item): string =>
  `<pertinentInformation4 ${ADDED}><seperatableInd value="false"/><pertinentItemStatus ${OBSERVED} type="Observation">` +
  `<code code="IS" codeSystem="${V3}.17.30"/><value code="${code}" codeSystem="${V3}.17.23"/></pertinentItemStatus></pertinentInformation4>`

const prescriptionStatus = ({ status }: Released): string =>
  `<pertinentInformation10 ${ADDED}><seperatableInd updateMode="added" value="false"/><pertinentPrescriptionStatus ${OBSERVED} type="Observation">` +
  `<code code="PS" codeSystem="${V3}.17.30"/><value code="${status}" codeSystem="${V3}.16.35"/></pertinentPrescriptionStatus></pertinentInformation10>`

const exemption = (slot: string, which: string, code: string, day: string): string =>
  `<${slot} ${ADDED}><seperatableInd value="true"/><pertinent${which}PermanentExemptionInfo ${OBSERVED}>${code}` +
  `<value value="${day}"/></pertinent${which}PermanentExemptionInfo></${slot}>`

const UNDER_SIXTEEN = exemption(
  'pertinentInformation9',
  'Low',
  `<code code="0002" codeSystem="${V3}.16.33" displayName="is under 16 years of age"/>`,
  '19860202',
)
const FROM_SIXTY = exemption(
  'pertinentInformation11',
  'High',
  `<code code="0004" codeSystem="${V3}.16.33" displayName="is 60 years of age or over"/>`,
  '20300203',
)

const predecessor = ({ lastDispensed }: Released): string =>
  lastDispensed === undefined
    ? ''
    : `<predecessor type="ActRelationship" typeCode="PREV"><seperatableInd value="false"/><priorPreviousIssueDate ${OBSERVED} type="Observation">` +
      `<code code="PRDT" codeSystem="${V3}.17.30"/><value value="${lastDispensed[0] ?? ''}"/></priorPreviousIssueDate></predecessor>`

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const SITE_SLOT =
  '<pertinentInformation1 contextConductionInd="true" typeCode="PERT"><seperatableInd value="true"/>'

/** A golden prescription as it is released; its signature is not made yet. */
function unsigned(released: Released): string {
  let n = 0
  const { number = 1 } = released.issue ?? {}
  return goldenSubject(released.parts)
    .replace('PORX_MT132004UK31', 'PORX_MT122003UK32')
    .replaceAll('<low value="1"/>', `<low value="${number}"/>`)
    .replace(SITE_SLOT, `${prescriptionStatus(released)}${UNDER_SIXTEEN}${SITE_SLOT}`)
    .replaceAll('</lineItemQuantity></component>', end => {
      const item = released.items[n] ?? WAITING
      n += 1
      return `${end}${itemStatus(item)}`
    })
    .replace('<pertinentInformation8 ', `${FROM_SIXTY}<pertinentInformation8 `)
    .replace('</pertinentPrescription>', `${predecessor(released)}</pertinentPrescription>`)
    .replace('<ParentPrescription ', '<ParentPrescription xmlns="urn:hl7-org:v3" ')
}

/** A signature of what a prescription says; nobody's key has made it. */
function signatureOf(subject: string, certificate = ''): string {
  const content = signedContent(Buffer.from(subject), signedIn(''))
  const value = digestOf(content?.written ?? [], 'sha256')
  return (
    `<Signature xmlns="${DSIG}"><SignedInfo><Reference><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>` +
    `<DigestValue>${value}</DigestValue></Reference></SignedInfo><KeyInfo>${certificate}</KeyInfo></Signature>`
  )
}

type Resource = Readonly<Record<string, unknown>>

const EXTENSION = 'https://fhir.nhs.uk/StructureDefinition/Extension'

function dispensing(released: Released, { code, isSaid = true }: Item): readonly Resource[] {
  const { lastDispensed } = released
  const system = 'https://fhir.nhs.uk/CodeSystem/medicationdispense-type'
  const status = { url: 'dispenseStatus', valueCoding: { system, code, display: 'as said' } }
  const last = { url: 'dateLastDispensed', valueDate: lastDispensed?.[1] }
  const extension = [...(isSaid ? [status] : []), ...(lastDispensed === undefined ? [] : [last])]
  return extension.length === 0
    ? []
    : [{ url: `${EXTENSION}-EPS-DispensingInformation`, extension }]
}

const REPEATS =
  'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation'

/** Which issue it is, as each item tells it. */
function issued({ issue }: Released, extensions: readonly Resource[]): readonly Resource[] {
  if (issue === undefined) return extensions
  const own = { url: 'numberOfPrescriptionsIssued', valueInteger: issue.number }
  const [repeat] = extensions.filter(({ url }) => url === REPEATS)
  const rest = extensions.filter(({ url }) => url !== REPEATS)
  const before = (repeat?.['extension'] ?? []) as readonly Resource[] // written so
  return [...rest, { url: REPEATS, extension: [...before, own] }]
}

const basedOn = ({ issue }: Released): Resource =>
  issue?.inBasedOn !== true
    ? {}
    : {
        basedOn: [
          {
            reference: '1a2b3c4d-0001-4000-8000-00000000000a',
            extension: [
              {
                url: `${EXTENSION}-EPS-RepeatInformation`,
                extension: [
                  { url: 'numberOfRepeatsAllowed', valueInteger: issue.of - 1 },
                  { url: 'numberOfRepeatsIssued', valueInteger: issue.number - 1 },
                ],
              },
            ],
          },
        ],
      }

function toldOf(released: Released, resource: Resource, n: number): Resource {
  const item = released.items[n] ?? WAITING
  const extensions = (resource['extension'] ?? []) as readonly Resource[] // written so
  const extension = [...issued(released, extensions), ...dispensing(released, item)]
  return { ...resource, ...basedOn(released), status: item.request, extension }
}

const entriesOf = (released: Released): ReturnType<typeof goldenEntries> => {
  let n = -1
  return goldenEntries(released.parts).map(([id, resource]) => {
    if (resource['resourceType'] !== 'MedicationRequest') return [id, resource]
    n += 1
    return [id, toldOf(released, resource, n)]
  })
}

/** A released prescription in both languages. */
export interface GoldenRelease {
  readonly subject: string
  readonly bundle: string
}

/** Writes a released prescription with a signature of what it says, a certificate of any size and other ids. */
export function goldenRelease(
  released: Released,
  certificate = '',
  renamed: (text: string) => string = text => text,
): GoldenRelease {
  const subject = renamed(unsigned(released))
  const signature = signatureOf(subject, certificate)
  const { lastUpdated } = released
  const more = lastUpdated === undefined ? {} : { meta: { lastUpdated } }
  return {
    subject: subject.replace(SAID.signature, signature),
    bundle: renamed(bundleOf(entriesOf(released), more).toString()).replace(
      Buffer.from(SAID.signature).toString('base64'),
      Buffer.from(signature).toString('base64'),
    ),
  }
}

const searchset = (bundles: readonly string[]): string =>
  `{"resourceType":"Bundle","id":"x","meta":{"lastUpdated":"2026-01-03T00:00:00+00:00"},"identifier":{"system":"https://tools.ietf.org/html/rfc4122","value":"x"},` +
  `"type":"searchset","total":${bundles.length},"entry":[${bundles.map(each => `{"fullUrl":"urn:uuid:x","search":{"mode":"match"},"resource":${each}}`).join(',')}]}`

/** The cloud's answer that releases some prescriptions, and says of others that their signature failed. */
export const goldenAnswer = (bundles: readonly string[], failed: readonly string[] = []): Buffer =>
  Buffer.from(
    `{"resourceType":"Parameters","id":"x","parameter":[{"name":"passedPrescriptions","resource":${searchset(bundles)}},` +
      `{"name":"failedPrescriptions","resource":${searchset(failed)}}]}`,
  )

/** The subject of the reply that releases the same. */
export const goldenResponse = (
  subjects: readonly string[],
  {
    id,
    time,
    payloadId,
  }: { readonly id: string; readonly time: string; readonly payloadId: string },
): string =>
  `<PrescriptionReleaseResponse classCode="INFO" moodCode="EVN" type="ControlAct"><id root="${id}"/><effectiveTime value="${time}"/>` +
  subjects
    .map(
      subject =>
        `<component contextConductionInd="false" type="ActRelationship" typeCode="COMP"><seperatableInd value="false"/>` +
        `<templateId extension="PORX_MT122003UK32" root="${V3}.17.120"/>${subject.replace(' xmlns="urn:hl7-org:v3"', '')}</component>`,
    )
    .join('') +
  `<inFulfillmentOf inversionInd="false" negationInd="false" type="ActRelationship" typeCode="FLFS"><seperatableInd value="true"/>` +
  `<priorDownloadRequestRef classCode="INFO" moodCode="RQO" type="ControlAct"><id root="${payloadId}"/></priorDownloadRequestRef></inFulfillmentOf></PrescriptionReleaseResponse>`
