import type { Mapping } from '../../src/mapping/index.ts'
import { readOf, toldOf } from './release-answer-facts.ts'
import type { Fact } from './release-facts.ts'
import { PAYLOAD_ID } from './release-golden-asked.ts'

const EPS = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'
const SPINE = 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode'
const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** The façade's codes of the dispensers' list, and Spine's. */
export const REJECTIONS: readonly (readonly [code: string, own: string])[] = [
  ['PRESCRIPTION_CANCELLED', '0001'],
  ['PRESCRIPTION_EXPIRED', '0002'],
  ['RESOURCE_NOT_FOUND', '0003'],
  ['PRESCRIPTION_WITH_ANOTHER_DISPENSER', '0004'],
  ['PRESCRIPTION_DISPENSED', '0005'],
  ['NO_MORE_PRESCRIPTIONS', '0006'],
  ['SERVICE_DISABLED', '0007'],
  ['RESOURCE_VERSION_MISMATCH', '0099'],
  ['FAILURE_TO_PROCESS_MESSAGE', '5000'],
  ['INVALID_MESSAGE', '5888'],
]

const outcome = (code: string, system = EPS): string =>
  `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"business-rule","details":{"coding":[{"system":"${system}","code":"${code}","display":"x"}]}}]}`

const reject = (code: string): string =>
  `<PrescriptionReleaseReject classCode="INFO" moodCode="EVN"><id root="${PAYLOAD_ID}"/><effectiveTime value="20260103040506"/>` +
  `<pertinentInformation contextConductionInd="true" type="ActRelationship" typeCode="PERT"><seperatableInd value="false"/><pertinentRejectionReason classCode="OBS" moodCode="EVN" type="Observation">` +
  `<code code="PRRR" codeSystem="${V3}.17.30"/><value code="${code}" codeSystem="${V3}.16.34" displayName="x"/></pertinentRejectionReason></pertinentInformation>` +
  `<reversalOf type="ActRelationship" typeCode="REV"><seperatableInd value="true"/><priorPrescriptionReleaseRequestRef classCode="INFO" moodCode="RQO" type="ControlAct"><id root="${PAYLOAD_ID}"/></priorPrescriptionReleaseRequestRef></reversalOf></PrescriptionReleaseReject>`

type Change = readonly [from: string | RegExp, to: string]

const OTHERS: readonly Change[] = [
  ['"issue"', '"id":"x","meta":{"versionId":"1"},"issue"'],
  ['"issue"', '"contained":[{"resourceType":"Organization","id":"o"}],"issue"'],
  ['"issue"', '"extension":[{"url":"x"}],"issue"'],
  ['"details"', '"diagnostics":"x","details"'],
  ['"details"', '"expression":["Provenance.signature.data"],"details"'],
]

const OTHER_SUBJECTS: readonly Change[] = [
  [/(Reject [^>]*>)<id [^>]*>/, '$1'],
  [/(Reject [^>]*><id root=")[^"]*/, '$1x'],
  [/<effectiveTime [^>]*>/, ''],
  [/(<effectiveTime value=")/, '$1x'],
  [/<reversalOf .*<\/reversalOf>/, ''],
  [/(Ref [^>]*><id root=")[^"]*/, '$1x'],
  ['.16.34', '.17.22'],
  ['</pertinentRejectionReason>', '<performer typeCode="PRF"/></pertinentRejectionReason>'],
]

/** What is said of rejections, and of others. */
export const rejectFacts = (): readonly Fact<Mapping>[] => {
  const own = outcome('PRESCRIPTION_EXPIRED')
  const subject = reject('0002')
  return [
    ...REJECTIONS.flatMap(([code, spine]) => [
      toldOf(outcome(code), 400),
      toldOf(outcome(code, SPINE), 400),
      readOf(reject(spine), 'PORX_IN110101UK30'),
    ]),
    ...OTHERS.map(([from, to]) => toldOf(own.replace(from, to), 400)),
    ...OTHER_SUBJECTS.map(([from, to]) => readOf(subject.replace(from, to), 'PORX_IN110101UK30')),
  ]
}
