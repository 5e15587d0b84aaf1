import type { Json } from './summary-golden-authors.ts'

// Written by hand from the NHS Message Implementation Manual and NHSDigital/summary-care-record-api.

/** The root of most code systems of Spine's. */
export const V3 = '2.16.840.1.113883.2.1.3.2.4'
const SNOMED_CT = 'http://snomed.info/sct'
/** The root of NHS England's systems in FHIR. */
export const NHS = 'https://fhir.nhs.uk'
/** Where HL7 publishes its code systems. */
export const TERMS = 'http://terminology.hl7.org/CodeSystem'

/** What points at a resource: how a server writes it, and how a document does that knows none. */
export type Refer = (at: string) => Json

/** Coded entries of a golden summary, in each language's own words. */
export interface GoldenCoded {
  readonly hl7: string
  /** Each resource by its id, in the order it is sent in. */
  readonly resources: (refer: Refer) => readonly (readonly [id: string, resource: Json])[]
}

/** An entry in its group. */
export const component = (element: string, content: string): string =>
  `<component typeCode="COMP" contextConductionInd="true"><templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.component"/><seperatableInd value="false"/>` +
  `<${element} moodCode="EVN">${content}</${element.split(' ')[0] ?? ''}></component>`

/** A group of entries. */
export const group = (code: string, name: string, ...components: readonly string[]): string =>
  `<pertinentInformation2 typeCode="PERT" inversionInd="false" contextConductionInd="true" negationInd="false"><templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation1"/><seperatableInd value="true"/>` +
  `<pertinentCREType classCode="CATEGORY" moodCode="EVN"><code code="${code}" codeSystem="${V3}.15" displayName="${name}"/>${components.join('')}</pertinentCREType></pertinentInformation2>`

/** What an entry is, of those whose code is told. */
const WHAT = {
  confirmed: ['1300721000000109', 'COVID-19 confirmed by laboratory test'],
  suspected: ['1240761000000102', 'Suspected COVID-19'],
  detected: ['1240581000000104', 'SARS-CoV-2 RNA detection result positive'],
  priority: ['1240601000000108', 'High priority for SARS-CoV-2 vaccination'],
  risk: ['1300561000000107', 'High risk category for developing complication from COVID-19'],
  vaccination: ['1240491000000103', 'SARS-CoV-2 vaccination'],
} as const

type What = keyof typeof WHAT

/** What every entry says. */
export const said = (id: string, what: What, status: string, times: string): string =>
  `<id root="${id}"/><code code="${WHAT[what][0]}" codeSystem="${V3}.15" displayName="${WHAT[what][1]}"/>` +
  `<statusCode code="${status}"/>${times === '' ? '' : `<effectiveTime>${times}</effectiveTime>`}`

const coded = (code: string, display: string): Json => ({
  coding: [{ system: SNOMED_CT, code, display }],
})

/** An entry as a resource, with its id. */
export const resource = (
  refer: Refer,
  [resourceType, id, what]: readonly [type: string, id: string, what: What],
  [category, name]: readonly [code: string, name: string],
  more: Json,
): readonly [id: string, resource: Json] => {
  const kind = coded(category, name)
  return [
    id,
    {
      resourceType,
      identifier: [{ value: id }],
      category: resourceType === 'Procedure' ? kind : [kind],
      code: coded(WHAT[what][0], WHAT[what][1]),
      subject: refer('Patient/p'),
      ...more,
    },
  ]
}

const IDS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => `8FC17E6C-BD61-4CA9-8B9C-6CBD9AC8B80${String(n)}`)
/** The nth id of an entry. */
export const id = (n: number): string => IDS[n - 1] ?? ''

const CLINICAL = `${TERMS}/condition-clinical`
const VERIFIED = `${TERMS}/condition-ver-status`
const status = (system: string, code: string): Json => ({ coding: [{ system, code }] })

const DIAGNOSIS = 'UKCT_MT144042UK01.Diagnosis classCode="CON"'
/** A finding, as HL7v3 calls it. */
export const FINDING = 'UKCT_MT144043UK02.Finding classCode="OBS"'
const RISK = 'UKCT_MT144054UK01.RiskToPatient classCode="OBS"'
const CIRCUMSTANCE = 'UKCT_MT144036UK01.SocialOrPersonalCircumstance classCode="OBS"'
const FAMILY = 'UKCT_MT144044UK01.FamilyHistory classCode="OBS"'
const TREATMENT = 'UKCT_MT144055UK01.Treatment classCode="PROC"'

const DIAGNOSES = ['163001000000103', 'Diagnoses'] as const
const OBSERVED = ['163131000000108', 'Clinical Observations and Findings'] as const
/** The group of investigation results. */
export const RESULTS = ['163141000000104', 'Investigation Results'] as const
const RISKS = ['163231000000100', 'Risks to Patient'] as const
const SOCIAL = ['163021000000107', 'Social and Personal Circumstances'] as const
const FAMILIES = ['163051000000102', 'FamilyHistory'] as const
const TREATMENTS = ['163071000000106', 'Treatments'] as const

const NOTE =
  '<pertinentInformation typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/><pertinentSupportingInfo classCode="OBS" moodCode="EVN">' +
  `<value>Problem; First</value><code code="SupportingText" codeSystem="${V3}.17.126" displayName="Supporting Text"/></pertinentSupportingInfo></pertinentInformation>`

const restsOn = (finding: string): string =>
  `<pertinentInformation1 typeCode="PERT" inversionInd="false" negationInd="false"><templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.sourceOf1"/><seperatableInd value="false"/>` +
  `<pertinentFinding classCode="OBS" moodCode="EVN"><id root="${finding}"/></pertinentFinding></pertinentInformation1>`

/** A diagnosis that rests on two findings. */
export const DIAGNOSED: GoldenCoded = {
  hl7:
    group(
      ...DIAGNOSES,
      component(
        DIAGNOSIS,
        said(id(1), 'confirmed', 'active', '<low value="20200506124819"/>') +
          NOTE +
          restsOn(id(4)) +
          restsOn(id(5)),
      ),
      component(
        DIAGNOSIS,
        said(id(2), 'suspected', 'completed', '<low value="202004"/><high value="20200506"/>'),
      ),
      component(DIAGNOSIS, said(id(3), 'suspected', 'nullified', '<low value="2020"/>')),
    ) +
    group(
      ...RESULTS,
      component(FINDING, said(id(4), 'detected', 'completed', '<low value="20200506124819"/>')),
      component(FINDING, said(id(5), 'detected', 'completed', '<center value="20200507"/>')),
      component(FINDING, said(id(6), 'detected', 'nullified', '')),
    ),
  resources: refer => [
    resource(refer, ['Condition', id(1), 'confirmed'], DIAGNOSES, {
      clinicalStatus: status(CLINICAL, 'active'),
      onsetDateTime: '2020-05-06T12:48:19+00:00',
      evidence: [{ detail: [refer(`Observation/${id(4)}`), refer(`Observation/${id(5)}`)] }],
      note: [{ text: 'Problem; First' }],
    }),
    resource(refer, ['Condition', id(2), 'suspected'], DIAGNOSES, {
      verificationStatus: status(VERIFIED, 'confirmed'),
      onsetDateTime: '2020-04',
      abatementDateTime: '2020-05-06',
    }),
    resource(refer, ['Condition', id(3), 'suspected'], DIAGNOSES, {
      verificationStatus: status(VERIFIED, 'entered-in-error'),
      onsetDateTime: '2020',
    }),
    resource(refer, ['Observation', id(4), 'detected'], RESULTS, {
      status: 'final',
      effectivePeriod: { start: '2020-05-06T12:48:19+00:00' },
    }),
    resource(refer, ['Observation', id(5), 'detected'], RESULTS, {
      status: 'final',
      effectiveDateTime: '2020-05-07',
    }),
    resource(refer, ['Observation', id(6), 'detected'], RESULTS, { status: 'entered-in-error' }),
  ],
}

/** Entries of every other kind. */
export const OF_EVERY_KIND: GoldenCoded = {
  hl7:
    group(
      ...OBSERVED,
      component(
        FINDING,
        said(id(1), 'priority', 'completed', '<low value="20200805"/><high value="20200806"/>'),
      ),
    ) +
    group(
      ...RISKS,
      component(RISK, said(id(2), 'risk', 'completed', '<low value="20200401152715"/>')),
      component(
        RISK,
        said(id(3), 'risk', 'completed', '<low value="20200401"/><high value="20200402"/>'),
      ),
    ) +
    group(...SOCIAL, component(CIRCUMSTANCE, said(id(4), 'priority', 'completed', ''))) +
    group(
      ...FAMILIES,
      component(FAMILY, said(id(5), 'suspected', 'completed', '<low value="1990"/>')),
    ) +
    group(
      ...TREATMENTS,
      component(TREATMENT, said(id(6), 'vaccination', 'completed', '<low value="20210101"/>')),
      component(
        TREATMENT,
        said(id(7), 'vaccination', 'active', '<low value="20210101"/><high value="20210201"/>'),
      ),
      component(TREATMENT, said(id(8), 'vaccination', 'nullified', '')),
    ),
  resources: refer => [
    resource(refer, ['Observation', id(1), 'priority'], OBSERVED, {
      status: 'final',
      effectivePeriod: { start: '2020-08-05', end: '2020-08-06' },
    }),
    resource(refer, ['Observation', id(2), 'risk'], RISKS, {
      status: 'final',
      effectiveDateTime: '2020-04-01T15:27:15+00:00',
    }),
    resource(refer, ['Observation', id(3), 'risk'], RISKS, {
      status: 'final',
      effectivePeriod: { start: '2020-04-01', end: '2020-04-02' },
    }),
    resource(refer, ['Observation', id(4), 'priority'], SOCIAL, { status: 'final' }),
    resource(refer, ['Observation', id(5), 'suspected'], FAMILIES, {
      status: 'final',
      effectivePeriod: { start: '1990' },
    }),
    resource(refer, ['Procedure', id(6), 'vaccination'], TREATMENTS, {
      status: 'completed',
      performedDateTime: '2021-01-01',
    }),
    resource(refer, ['Procedure', id(7), 'vaccination'], TREATMENTS, {
      status: 'in-progress',
      performedPeriod: { start: '2021-01-01', end: '2021-02-01' },
    }),
    resource(refer, ['Procedure', id(8), 'vaccination'], TREATMENTS, {
      status: 'entered-in-error',
    }),
  ],
}
