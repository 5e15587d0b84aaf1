/** Answers as Spine and the cloud give them, one for each thing that can become of a request. Written by hand. */

/** An answer as it goes out. */
export interface SpokenAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'
const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** Spine's code lists by what they are about. */
export const LISTS = {
  pds: `${V3}.17.42`,
  transmission: `${V3}.17.32`,
  dispense: `${V3}.16.34`,
  prescribe: `${V3}.17.22`,
  cancelled: `${V3}.17.19`,
} as const

const xml = (body: string, status = 200): SpokenAnswer => ({ status, type: 'text/xml', body })

const envelope = (body: string, header = ''): string =>
  `<s:Envelope xmlns:s="${SOAP}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

/** A reason: a code of a list, and whether it is an error or a warning. */
export type SpokenReason = readonly [list: string, code: string, qualifier?: 'ER' | 'WG']

const message = (type: string, details: string, act: string): string =>
  `<MCCI_IN010000UK13 xmlns="urn:hl7-org:v3"><acknowledgement typeCode="${type}">${details}</acknowledgement>` +
  `<ControlActEvent>${act}</ControlActEvent></MCCI_IN010000UK13>`

/** An application acknowledgement of its reasons. */
export const acknowledged = (type: 'AA' | 'AE' | 'AR', ...reasons: SpokenReason[]): SpokenAnswer =>
  xml(
    envelope(
      message(
        type,
        '',
        reasons
          .map(
            ([list, code, qualifier = 'ER']) =>
              `<reason><justifyingDetectedIssueEvent><code code="${code}" codeSystem="${list}"><qualifier code="${qualifier}"/></code></justifyingDetectedIssueEvent></reason>`,
          )
          .join(''),
      ),
    ),
  )

/** A message that was not taken, with the detail of why. */
export const notTaken = (list: string, code: string): SpokenAnswer =>
  xml(
    envelope(
      message(
        'AR',
        `<acknowledgementDetail typeCode="ER"><code code="${code}" codeSystem="${list}"/></acknowledgementDetail>`,
        '',
      ),
    ),
  )

/** An answer about prescriptions that says in its subject why nothing was done. */
export const saidInSubject = (element: string, list: string, code: string): SpokenAnswer =>
  xml(
    message(
      'AE',
      '',
      `<subject><Reject><pertinentInformation><${element}><value code="${code}" codeSystem="${list}"/></${element}></pertinentInformation></Reject></subject>`,
    ),
  )

/** A SOAP fault as Spine writes one. */
export const fault = (faultcode: string, errorCode: string): SpokenAnswer =>
  xml(
    envelope(
      `<s:Fault><faultcode>s:${faultcode}</faultcode><faultstring>said</faultstring><detail><n:errorList xmlns:n="http://national.carerecords.nhs.uk/schema/">` +
        `<n:error><n:codeContext>urn:nhs:names:errors:tms</n:codeContext><n:errorCode>${errorCode}</n:errorCode><n:severity>Error</n:severity></n:error></n:errorList></detail></s:Fault>`,
    ),
    500,
  )

/** An ebXML MessageError, which comes with success. */
export const messageError = (): SpokenAnswer =>
  xml(
    envelope(
      '',
      `<eb:ErrorList xmlns:eb="${EB}" eb:highestSeverity="Error"><eb:Error eb:errorCode="ValueNotRecognized" eb:severity="Error" eb:codeContext="urn:oasis:names:tc:ebxml-msg:service:errors"/></eb:ErrorList>`,
    ),
  )

/** An OperationOutcome of one issue. */
export const outcome = (
  status: number,
  severity: 'error' | 'warning' | 'information',
  code: string,
  details?: { readonly system: string; readonly code: string },
): SpokenAnswer => ({
  status,
  type: 'application/fhir+json',
  body: JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity, code, ...(details && { details: { coding: [details] } }) }],
  }),
})

/** An answer that says nothing but its status. */
export const bare = (status: number): SpokenAnswer => ({ status, type: 'text/plain', body: '' })
