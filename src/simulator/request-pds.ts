import type { Patient } from './patient.ts'
import { askedNumber } from './patients.ts'
import { element } from './pds-parts.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import { parameter } from './request-parameter.ts'
import { soapRequest } from './request-soap.ts'
import { SERVICES } from './services.ts'

type Content = (draft: Draft, patient: Patient) => string

const nhsNumber = (number: string): string =>
  `<value root="2.16.840.1.113883.2.1.4.1" extension="${number}"/>`

const birthTime = (draft: Draft, { birth }: Patient): string =>
  parameter(draft, 'person.birthTime', `<value value="${birth}"/>`)

const retrieval: Content = (draft, patient) =>
  parameter(
    draft,
    'historicDataIndicator',
    `<value code="0" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.36"/>`,
  ) +
  parameter(draft, 'person.id', nhsNumber(askedNumber(patient))) +
  `<retrievalItem><semanticsText>person.allData</semanticsText></retrievalItem>`

const trace: Content = (draft, patient) => {
  const name = patient.names.find(each => each.use === 'L' && !each.past)
  const postcode = patient.addresses.find(each => each.use === 'H' && !each.past)?.postcode
  const given = element('given', name?.given[0] ?? '')
  const family = element('family', name?.family ?? '')
  return (
    parameter(
      draft,
      'person.administrativeGenderCode',
      `<value code="${patient.gender}" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.25"/>`,
    ) +
    birthTime(draft, patient) +
    parameter(draft, 'person.name', `<value use="L">${given}${family}</value>`) +
    (postcode === undefined
      ? ''
      : parameter(draft, 'person.address', `<value>${element('postalCode', postcode)}</value>`))
  )
}

const crossCheck: Content = (draft, patient) =>
  birthTime(draft, patient) + parameter(draft, 'person.id', nhsNumber(askedNumber(patient)))

const advanced: Content = (draft, patient) => {
  const name = patient.names.find(each => each.use === 'L' && !each.past)
  const given = element('given', name?.given[0] ?? '')
  const family = element('family', name?.family ?? '')
  return (
    parameter(
      draft,
      'historicDataIndicator',
      `<value code="0" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.36"/>`,
    ) +
    parameter(
      draft,
      'person.administrativeGenderCode',
      `<value code="${patient.gender}" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.25"/>`,
    ) +
    parameter(draft, 'person.birthTime', `<value><center value="${patient.birth}"/></value>`) +
    parameter(draft, 'person.name', `<value use="L">${given}${family}</value>`) +
    parameter(
      draft,
      'searchParameter',
      `<value code="1" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.39"/>`,
    )
  )
}

const query =
  (interaction: string, version: string, content: Content) =>
  (draft: Draft, patient: Patient): SupplierRequest => {
    const message = requestMessage(
      draft,
      interaction,
      version,
      `<query>${content(draft, patient)}</query>`,
    )
    return soapRequest(
      draft,
      `${SERVICES.pdsquery}/${interaction}`,
      message,
      '/syncservice-pds/pds',
    )
  }

const MIM3 = 'V3NPfIT3.0'
const MIM7 = '3NPfIT7.2.02'

/** How each PDS query is written. */
export const PDS_QUERIES = {
  QUPA_IN000005UK01: query('QUPA_IN000005UK01', MIM3, trace),
  QUPA_IN000005UK03: query('QUPA_IN000005UK03', MIM3, trace),
  QUPA_IN000008UK02: query('QUPA_IN000008UK02', MIM3, retrieval),
  QUPA_IN000008UK05: query('QUPA_IN000008UK05', MIM7, retrieval),
  QUPA_IN000008SM13: query('QUPA_IN000008SM13', MIM7, retrieval),
  QUPA_IN000014UK01: query('QUPA_IN000014UK01', MIM3, crossCheck),
  QUPA_IN000014UK03: query('QUPA_IN000014UK03', MIM3, crossCheck),
  QUPA_IN000014SM03: query('QUPA_IN000014SM03', MIM3, crossCheck),
} as const

const express =
  (interaction: string, version: string) =>
  (draft: Draft, patient: Patient): SupplierRequest => {
    const content = `<query>${advanced(draft, patient)}</query>`
    return ebxmlRequest(draft, requestMessage(draft, interaction, version, content), {
      service: SERVICES.pdsquery,
      interaction,
      path: '/reliablemessaging/queryrequest',
      pattern: 'express',
    })
  }

/** How each PDS query is written whose answer is sent on a way of its own. */
export const PDS_TRACES = {
  QUPA_IN000006UK02: express('QUPA_IN000006UK02', MIM3),
  QUPA_IN000006UK05: express('QUPA_IN000006UK05', MIM7),
} as const
