import { cloudAnswer, REQUEST_ID } from './pds-golden-about.ts'
import { type Json, outcome, patient } from './pds-golden-cloud.ts'
import { DECLINED } from './pds-golden-declined.ts'
import { ASKED_FOR, headed, OTHER, type Refused, status } from './pds-golden-refusals.ts'

const CROSSED: readonly Refused[] = [
  headed('no request id', 'crossed request', []),
  headed('the request id of another request', 'crossed request', [
    'X-Request-ID',
    '7f087725-4e52-4795-870c-dad2bfbbb0a7',
  ]),
  headed('the request id in capitals, under a name in another case', 'answer ok', [
    'x-request-id',
    REQUEST_ID.toUpperCase(),
  ]),
  headed('two request ids, one of another request', 'crossed request', [
    'X-Request-ID',
    REQUEST_ID,
    'X-Request-ID',
    '7f087725-4e52-4795-870c-dad2bfbbb0a7',
  ]),
  headed('its request id twice', 'answer ok', [
    'X-Request-ID',
    REQUEST_ID,
    'X-Request-ID',
    REQUEST_ID,
  ]),
  {
    title: 'a superseded record: the patient comes under another number',
    comesTo: 'crossed subject',
    cloud: cloudAnswer(patient(OTHER, '7')),
  },
  {
    title: 'a number of another in the identifier alone',
    comesTo: 'crossed subject',
    cloud: cloudAnswer({
      ...patient(ASKED_FOR, '7'),
      identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: OTHER }],
    }),
  },
  {
    title: 'a number of another beside one’s own',
    comesTo: 'crossed subject',
    cloud: cloudAnswer({
      ...patient(ASKED_FOR, '7'),
      identifier: [
        { system: 'https://fhir.nhs.uk/Id/nhs-number', value: ASKED_FOR },
        { system: 'https://fhir.nhs.uk/Id/nhs-number', value: OTHER },
      ],
    }),
  },
  {
    title: 'nobody’s record',
    comesTo: 'crossed subject',
    cloud: cloudAnswer({ resourceType: 'Patient', meta: { versionId: '7' } }),
  },
  {
    title: 'a 404 that echoes another request',
    comesTo: 'crossed request',
    cloud: cloudAnswer(outcome('RESOURCE_NOT_FOUND'), { status: 404, headers: [] }),
  },
]

const FAILED: readonly Refused[] = [
  status(404, 'answer not_found', outcome('RESOURCE_NOT_FOUND')),
  status(404, 'answer not_found', outcome('INVALIDATED_RESOURCE')),
  status(404, 'failure bad-answer', outcome('UNSUPPORTED_SERVICE')),
  status(404, 'failure bad-answer', {}),
  status(400, 'failure bad-answer', outcome('RESOURCE_NOT_FOUND')),
  status(400, 'failure bad-answer', outcome('INVALID_RESOURCE_ID')),
  status(204, 'failure bad-answer', patient(ASKED_FOR, '7')),
  status(302, 'failure bad-answer'),
  status(401, 'failure bad-answer', outcome('RESOURCE_NOT_FOUND')),
  status(403, 'failure bad-answer', outcome('ACCESS_DENIED')),
  status(408, 'failure no-answer'),
  status(429, 'failure not-sent'),
  status(500, 'failure no-answer'),
  status(502, 'failure no-answer'),
  status(503, 'failure not-sent'),
  status(504, 'failure no-answer'),
  status(599, 'failure no-answer'),
  ...[401, 403, 408, 429, 500, 503, 599].map((code): Refused => {
    const row = status(code, '')
    const comesTo: Readonly<Record<number, string>> = {
      401: 'bad-answer',
      403: 'bad-answer',
      429: 'not-sent',
      503: 'not-sent',
    }
    return {
      title: `${row.title} without a request id`,
      comesTo: `failure ${comesTo[code] ?? 'no-answer'}`,
      cloud: { ...row.cloud, headers: [] },
    }
  }),
  ...[400, 402, 404, 407, 409, 428, 430, 499, 600].map((code): Refused => ({
    title: `status ${code} without a request id`,
    comesTo: 'crossed request',
    cloud: { ...status(code, '').cloud, headers: [] },
  })),
  {
    title: 'an outcome under 200',
    comesTo: 'failure bad-answer',
    cloud: cloudAnswer(outcome('RESOURCE_NOT_FOUND')),
  },
  ...(
    [
      ['nothing', ''],
      ['no JSON', 'not found'],
      ['half a resource', '{"resourceType":"Patient","id":"9990001464"'],
      ['a property twice', '{"resourceType":"Patient","id":"9990001464","id":"9990001464"}'],
      ['a prototype', '{"resourceType":"Patient","id":"9990001464","__proto__":{"gender":"male"}}'],
      ['a list', '[{"resourceType":"Patient","id":"9990001464"}]'],
    ] as const
  ).map(([what, body]): Refused => ({
    title: `a body that is ${what}`,
    comesTo: 'failure bad-answer',
    cloud: cloudAnswer({}, { body: Buffer.from(body) }),
  })),
]

/** Answers that are not simply translated. */
export const REFUSED: readonly Refused[] = [...CROSSED, ...DECLINED, ...FAILED]

/** Resources that say nothing anybody may compare, whoever asked for them. */
export const UNREADABLE: readonly (readonly [title: string, resource: Json, code: string])[] = [
  [
    'nobody’s record',
    { resourceType: 'Patient', meta: patient(ASKED_FOR, '7')['meta'] },
    'missing',
  ],
  ['a number with a wrong check digit', patient('9990001465', '7'), 'value'],
  [
    'a number of no system',
    patient(ASKED_FOR, '7', { telecom: [{ id: 'c1', value: '1', use: 'home' }] }),
    'missing',
  ],
  ['an outcome nobody knows', outcome('WHATEVER'), 'shape'],
]
