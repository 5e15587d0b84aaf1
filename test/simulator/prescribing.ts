import type { Test } from 'tap'
import {
  createCloud,
  createLegacySpine,
  createRandom,
  createRequest,
  patientsOf,
  SUPPLIERS,
} from '../../src/simulator/index.ts'
import type {
  EpsChoices,
  EpsState,
  EpsVerb,
  Patient,
  PrescribingSimulator,
  RequestKind,
  Supplier,
  SupplierRequest,
} from '../../src/simulator/index.ts'
import { ask, get, read } from './ask.ts'
import type { Told } from './ask.ts'

/** Which side a simulator is of: what a request looks like and how its answer comes. */
export type Language = 'legacy' | 'cloud'
const SIDES: Record<Language, (keeps?: number) => Promise<PrescribingSimulator>> = {
  legacy: keeps => createLegacySpine({ pollsBefore: 0, ...(keeps === undefined ? {} : { keeps }) }),
  cloud: keeps => createCloud(keeps === undefined ? {} : { keeps }),
}
export const LANGUAGES: readonly Language[] = ['legacy', 'cloud']

/** A simulator of a side that closes itself when its test ends, and suppliers' systems that speak to it. */
export async function sideOf(t: Test, language: Language, keeps?: number) {
  const simulator = await SIDES[language](keeps)
  t.teardown(() => simulator.close())
  const stateOf = (n: number): EpsState => simulator.prescriptions().at(n)?.state ?? 'absent'
  return { simulator, stateOf, ...createSuppliers(simulator, language) }
}

/** What can be asked; `release-nominated` names no prescription. */
export type Step = EpsVerb | 'release-nominated'

const KINDS: Record<Language, Record<Step, RequestKind>> = {
  legacy: {
    prescribe: 'PORX_IN020101UK31',
    cancel: 'PORX_IN030101UK32',
    release: 'PORX_IN132004UK30',
    'release-nominated': 'PORX_IN060102UK30',
    dispense: 'PORX_IN080101UK31',
    amend: 'PORX_IN080101UK31',
    withdraw: 'PORX_IN510101UK31',
    claim: 'PORX_IN090101UK31',
    'amend-claim': 'PORX_IN090101UK31',
    return: 'PORX_IN100101UK31',
  },
  cloud: {
    prescribe: 'eps-fhir-prescribe',
    cancel: 'eps-fhir-cancel',
    release: 'eps-fhir-release',
    'release-nominated': 'eps-fhir-release-nominated',
    dispense: 'eps-fhir-dispense',
    amend: 'eps-fhir-dispense',
    withdraw: 'eps-fhir-withdraw',
    claim: 'eps-fhir-claim',
    'amend-claim': 'eps-fhir-claim',
    return: 'eps-fhir-return',
  },
}

export const [prescriber, , pharmacy, otherPharmacy] = SUPPLIERS as [
  Supplier,
  Supplier,
  Supplier,
  Supplier,
]
export const [patient] = patientsOf('plain') as [Patient]

/** Sends a message and fetches what is said to it: on the legacy side by polling. */
export async function told(
  simulator: PrescribingSimulator,
  language: Language,
  sent: SupplierRequest,
): Promise<Told> {
  const first = await ask(simulator, sent)
  const path = first.header('content-location')
  if (language === 'cloud' || path === undefined) return first
  return ask(simulator, { ...get(path), headers: [['nhsd-asid', '200000000115']] })
}

/** What a reply says beside a plain yes: OID tail and code, or the FHIR code; '' where it only says yes. */
export function saying(language: Language, { body }: Told): string {
  if (language === 'legacy') {
    const said =
      /(?:justifyingDetectedIssueEvent|acknowledgementDetail)[^>]*><hl7:code code="(\d+)" codeSystem="[\d.]*\.3\.2\.4\.([\d.]+)"/.exec(
        body,
      ) ??
      /code="(?:PRRR|CRR)"[^>]*><value code="(\d+)" codeSystem="[\d.]*\.3\.2\.4\.([\d.]+)"/.exec(
        body,
      )
    return said === null ? '' : `${said[2]} ${said[1]}`
  }
  const history = /medicationrequest-status-history","code":"([^"]+)"/
  const { resourceType } = JSON.parse(body) as { resourceType: string } // every resource says what it is
  const isOutcome = resourceType === 'OperationOutcome'
  return isOutcome
    ? read(body, /"details":\{"coding":\[\{[^}]*"code":"([^"]+)"/)
    : read(body, history)
}

/** What is asked of a prescription beyond its defaults. */
export interface Asked extends EpsChoices {
  /** Which of the patient's prescriptions; default 0. */
  readonly prescription?: number
  readonly supplier?: Supplier
  readonly patient?: Patient
}

const WHO: Partial<Record<Step, Supplier>> = { prescribe: prescriber, cancel: prescriber }

/** What a supplier's system remembers of what it sent about one prescription. */
interface Sent {
  notification?: string
  claim?: string
}

/** Which earlier message a step names, where the caller names none. */
function named(step: Step, sent: Sent): EpsChoices {
  if (step === 'amend') return { replaces: sent.notification ?? NOBODY }
  if (step === 'amend-claim') return { replaces: sent.claim ?? NOBODY }
  return step === 'withdraw' && sent.notification ? { follows: sent.notification } : {}
}
const NOBODY = 'FFFFFFFF-0000-4000-8000-000000000000'

/** Suppliers' systems that speak one language: each step is a new message with ids of its own. */
function createSuppliers(simulator: PrescribingSimulator, language: Language) {
  let count = 0
  const sent = new Map<number, Sent>()
  const write = (step: Step, asked: Asked = {}) => {
    const { prescription = 0, supplier, patient: whose = patient, ...eps } = asked
    const remembered = sent.get(prescription) ?? {}
    sent.set(prescription, remembered)
    const messageId = `00000001-0000-4000-8000-${String(++count).padStart(12, '0')}`
    const request = createRequest(KINDS[language][step], whose, {
      messageId,
      now: Date.UTC(2025, 3, 1, 9, 30) + count * 1000,
      random: createRandom(count),
      supplier: supplier ?? WHO[step] ?? pharmacy,
      prescription,
      eps: { ...named(step, remembered), ...eps },
    })
    return { request, messageId, remembered }
  }
  const step = async (name: Step, asked: Asked = {}) => {
    const { request, messageId, remembered } = write(name, asked)
    const reply = await told(simulator, language, request)
    const said = saying(language, reply)
    if (said === '' && (name === 'dispense' || name === 'amend'))
      remembered.notification = messageId
    if (said === '' && name.includes('claim')) remembered.claim = messageId
    return { said, reply, request, messageId }
  }
  return { step, write: (name: Step, asked?: Asked) => write(name, asked).request }
}
