import {
  attributeOf,
  childOf,
  childrenOf,
  elementsOf,
  textOf,
  type XmlElement,
} from '../xml/index.ts'
import type { Issue, Outcome, OutcomeClass } from './outcome.ts'

const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/'
const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope'
const HL7 = 'urn:hl7-org:v3'
const EBXML = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'
const FHIR = 'http://hl7.org/fhir'

const SEVERITIES: Readonly<Record<string, Issue['severity']>> = {
  WG: 'warning',
  IF: 'information',
  warning: 'warning',
  information: 'information',
}

const severityOf = (word: string | undefined): Issue['severity'] =>
  SEVERITIES[word ?? ''] ?? SEVERITIES[(word ?? '').toLowerCase()] ?? 'error'

const named = (within: XmlElement | undefined, name: string): XmlElement[] =>
  within === undefined ? [] : elementsOf(within).filter(child => child.name === name)

/** SOAP 1.2 calls Client and Server by other names (SOAP 1.2 part 1 §5.4.6). */
const FAULT_CODES: Readonly<Record<string, string>> = { sender: 'client', receiver: 'server' }

const localName = (name: string): string => name.trim().replace(/^[^:]*:/, '')

function ofFault(body: XmlElement | undefined): Outcome | undefined {
  const fault = body && (childOf(body, SOAP_11, 'Fault') ?? childOf(body, SOAP_12, 'Fault'))
  if (fault === undefined) return undefined
  const written = named(fault, 'faultcode')[0] ?? named(named(fault, 'Code')[0], 'Value')[0]
  // Any prefix: which code it is counts, and some write one that is not declared.
  const own = localName(written === undefined ? '' : textOf(written)).toLowerCase()
  const code = FAULT_CODES[own] ?? own
  const detail = named(fault, 'detail')[0] ?? named(fault, 'Detail')[0]
  const errors = named(named(detail, 'errorList')[0], 'error')
  return {
    class: code === 'client' ? 'rejected' : 'fault',
    issues: [
      { severity: 'error', system: 'faultcode', code },
      ...errors.map(error => ({
        severity: severityOf(fieldOf(error, 'severity')),
        system: fieldOf(error, 'codeContext'),
        code: fieldOf(error, 'errorCode'),
      })),
    ],
    isSpoken: true,
  }
}

const fieldOf = (element: XmlElement, name: string): string => {
  const field = named(element, name)[0]
  return field === undefined ? '' : textOf(field).trim()
}

const ebxml = (element: XmlElement, name: string): string =>
  attributeOf(element, name, EBXML) ?? attributeOf(element, name) ?? ''

function ofErrorList(envelope: XmlElement): Outcome | undefined {
  const list = elementsOf(envelope)
    .flatMap(part => childrenOf(part, EBXML, 'ErrorList'))
    .at(0)
  if (list === undefined) return undefined
  const issues = childrenOf(list, EBXML, 'Error').map(error => ({
    severity: severityOf(ebxml(error, 'severity')),
    system: ebxml(error, 'codeContext'),
    code: ebxml(error, 'errorCode'),
  }))
  const isError = severityOf(ebxml(list, 'highestSeverity')) === 'error'
  return { class: isError ? 'fault' : 'warned', issues, isSpoken: true }
}

/** HL7 v3 acknowledgement types: AA done, AE understood and failed, AR not taken. */
const ACKNOWLEDGEMENTS: Readonly<Record<string, OutcomeClass>> = {
  AA: 'done',
  CA: 'done',
  AE: 'failed',
  CE: 'failed',
  AR: 'rejected',
  CR: 'rejected',
}

const codeIn = (code: XmlElement, severity: string | undefined): Issue => ({
  severity: severityOf(severity),
  system: attributeOf(code, 'codeSystem') ?? '',
  code: attributeOf(code, 'code') ?? '',
})

function ofAcknowledgement(message: XmlElement): Outcome | undefined {
  const acknowledgement = childOf(message, HL7, 'acknowledgement')
  if (acknowledgement === undefined) return undefined
  const details = childrenOf(acknowledgement, HL7, 'acknowledgementDetail').flatMap(detail =>
    childrenOf(detail, HL7, 'code').map(code => codeIn(code, attributeOf(detail, 'typeCode'))),
  )
  const reasons = childrenOf(message, HL7, 'ControlActEvent')
    .flatMap(act => childrenOf(act, HL7, 'reason'))
    .flatMap(reason => childrenOf(reason, HL7, 'justifyingDetectedIssueEvent'))
    .flatMap(event => childrenOf(event, HL7, 'code'))
    .map(code => {
      const qualifier = childOf(code, HL7, 'qualifier')
      return codeIn(code, qualifier && attributeOf(qualifier, 'code'))
    })
  const issues = [...details, ...reasons]
  const type = ACKNOWLEDGEMENTS[attributeOf(acknowledgement, 'typeCode') ?? ''] ?? 'fault'
  return { class: type === 'done' && issues.length > 0 ? 'warned' : type, issues, isSpoken: true }
}

/** Finds the HL7v3 message: the document itself, what a SOAP body holds, or what a wrapper in it does. */
function ofMessage(root: XmlElement, body: XmlElement | undefined): Outcome | undefined {
  const first = body === undefined ? [root] : elementsOf(body)
  for (const message of [...first, ...first.flatMap(elementsOf)]) {
    const outcome = message.ns === HL7 ? ofAcknowledgement(message) : undefined
    if (outcome !== undefined) return outcome
  }
  return undefined
}

const fhirValue = (within: XmlElement | undefined, name: string): string | undefined => {
  const element = within && childOf(within, FHIR, name)
  return element && attributeOf(element, 'value')
}

/** Reads the issues of an OperationOutcome in FHIR's XML. */
function ofOperationOutcome(root: XmlElement): readonly Issue[] | undefined {
  if (root.ns !== FHIR || root.name !== 'OperationOutcome') return undefined
  return childrenOf(root, FHIR, 'issue').map(issue => {
    const details = childOf(issue, FHIR, 'details')
    const coding = details && childOf(details, FHIR, 'coding')
    const system = fhirValue(coding, 'system')
    return {
      severity: severityOf(fhirValue(issue, 'severity')),
      system: system ?? 'issue-type',
      code: (system && fhirValue(coding, 'code')) ?? fhirValue(issue, 'code') ?? '',
    }
  })
}

/** Reads what an XML answer says became of its request; undefined where it does not say. */
export function outcomeOfXml(root: XmlElement): Outcome | readonly Issue[] | undefined {
  const isEnvelope = root.name === 'Envelope' && (root.ns === SOAP_11 || root.ns === SOAP_12)
  const body = isEnvelope ? childOf(root, root.ns, 'Body') : undefined
  return (
    ofFault(body) ??
    (isEnvelope ? ofErrorList(root) : undefined) ??
    ofMessage(root, body) ??
    ofOperationOutcome(root)
  )
}
