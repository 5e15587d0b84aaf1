import type { AnswerAbout, CloudAnswer, RequestAbout } from '../../src/mapping/index.ts'
import { bodyOf, type Json } from './pds-golden-cloud.ts'

export const MESSAGE_ID = '6F087725-4E52-4795-870C-DAD2BFBBB0A7'
export const PAYLOAD_ID = 'B4AABF1A-D1EF-46B2-B754-1726B2BE90E3'
export const REPLY_ID = '56E35E3C-526A-11EA-A601-F40343488B16'
export const FROM = '200000000115'
export const TO = '990000000777'
export const REQUEST_ID = '6f087725-4e52-4795-870c-dad2bfbbb0a7'

export const requestAbout = (interaction: string): RequestAbout => ({
  interaction,
  messageId: MESSAGE_ID,
  payloadId: PAYLOAD_ID,
  fromAsid: FROM,
  toAsid: TO,
  newId: () => REPLY_ID.toLowerCase(),
  now: new Date('2026-11-22T09:30:15.678Z'),
})

/** What an answer is given of the request that was sent for this number. */
export const answerAbout = (interaction: string, nhsNumber: string): AnswerAbout => ({
  ...requestAbout(interaction),
  request: {
    method: 'GET',
    path: `/Patient/${nhsNumber}`,
    headers: [],
    subject: { kind: 'nhsNumber', value: nhsNumber },
    requestId: REQUEST_ID,
  },
})

/** An answer of the cloud that echoes the request. */
export const cloudAnswer = (resource: Json, more: Partial<CloudAnswer> = {}): CloudAnswer => ({
  status: 200,
  headers: ['Content-Type', 'application/fhir+json', 'X-Request-ID', REQUEST_ID],
  body: bodyOf(resource),
  ...more,
})
