import t from 'tap'
import {
  accepted,
  type CallMapping,
  declined,
  type Mapping,
  withCalls,
} from '../../src/mapping/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { headerOf } from '../../src/exchange/index.ts'
import { assigned, head, NHS_NUMBER, NOW, OTHER_NUMBER, REPLY_ID, TRANSLATED } from './given.ts'

const OWN_ID = '6d0c6f1e-2b7a-4f2f-9f53-0f5a0c8a5b01'

/** Asks in upper case, and answers what the cloud said under the status it came with. */
const SHOUTED: CallMapping = {
  request: ({ call, messageId }) =>
    call.target.includes('secret')
      ? declined({ code: 'asked', at: 'secret' })
      : accepted({
          method: 'PUT',
          path: call.target.toUpperCase(),
          headers: ['Accept', 'text/plain'],
          body: Buffer.from(call.body.toString('utf8').toUpperCase()),
          subject: { kind: 'entity', keys: {} },
          requestId: messageId.toLowerCase(),
        }),
  answer: ({ status, headers, body }, { request, call }) =>
    headerOf(headers, 'x-request-id') === request.requestId
      ? {
          ...{ kind: 'answer', status, headers: ['Content-Type', 'text/plain'], loss: undefined },
          ...{ body: Buffer.from(`${call.method} ${body.toString('utf8')}`), outcome: 'ok' },
        }
      : { kind: 'crossed', by: 'request' },
  readLegacy: () => declined({ code: 'shape' }),
}

const MAPPING: Mapping = withCalls(
  {
    ...{ name: 'test.calls', version: '0', access: 'application', interactions: [], kept: [] },
    readCloud: () => declined({ code: 'shape' }),
    subjectOf: () => [],
    leaves: () => [],
    writeCloud: () => declined({ code: 'shape' }),
    writeLegacy: () => declined({ code: 'shape' }),
    bothMean: () => ({ legacy: [], cloud: [] }),
    losses: () => [],
    rows: () => [],
  },
  SHOUTED,
)

const step = createTranslation({ mappings: [MAPPING], now: () => NOW, newId: () => OWN_ID })

const calling = (target: string, lines: readonly string[] = []) =>
  assigned('said', ['Content-Type', 'application/fhir+json', ...lines], {
    ...{ route: { ...TRANSLATED, translate: 'test.calls' }, method: 'POST', target },
    ...{ interaction: undefined, messageId: headerOf(lines, 'x-request-id'), keys: {} },
  })

t.test('a call is asked in the cloud’s own method, path, headers and body', t => {
  const { translated } = step.prepare(calling('/a?b', ['X-Request-ID', REPLY_ID]))
  t.match(translated?.request, { method: 'PUT', target: '/A?B', language: 'fhir', length: 4 })
  t.strictSame(translated?.request.headers, ['Accept', 'text/plain'])
  t.match(translated?.request.body, { kind: 'whole', bytes: Buffer.from('SAID') })
  t.end()
})

t.test('its sender gets status, headers and body as the mapping says them', t => {
  const { translated } = step.prepare(calling('/a', ['X-Request-ID', REPLY_ID]))
  const came = { ...head(), status: 201, headers: ['X-Request-ID', REPLY_ID.toLowerCase()] }
  const answer = translated?.answer(came, Buffer.from('done'))
  t.match(answer, { status: 201, reason: 'Created', body: Buffer.from('POST done') })
  t.strictSame(answer?.headers, [
    ...['Content-Type', 'text/plain', 'Date', new Date(NOW).toUTCString()],
    ...['Content-Length', '9'],
  ])
  const other = { ...came, headers: ['X-Request-ID', OWN_ID] }
  t.throws(() => translated?.answer(other, Buffer.from('done')), { code: 'crossed' })
  t.end()
})

t.test('a call whose id no service takes is known to the cloud by one of ours', t => {
  const { translated } = step.prepare(calling('/a', ['X-Request-ID', 'mine']))
  const came = { ...head(), headers: ['X-Request-ID', OWN_ID] }
  t.match(translated?.answer(came, Buffer.from('done')), { status: 200 })
  t.end()
})

t.test('what the mapping does not take goes to legacy as it came', t => {
  const prepared = step.prepare(calling('/secret'))
  t.match(prepared, { side: 'legacy', because: 'declined', target: '/secret' })
  t.strictSame(prepared.declined?.code, 'asked')
  t.end()
})

t.test('a call that another reader finds another patient in is not asked', t => {
  const about: CallMapping = {
    ...SHOUTED,
    request: from => {
      const asked = SHOUTED.request(from)
      if (asked.kind === 'declined') return asked
      return accepted({ ...asked.value, subject: { kind: 'nhsNumber', value: NHS_NUMBER } })
    },
  }
  const own = createTranslation({
    ...{ mappings: [withCalls(MAPPING, about)], now: () => NOW, newId: () => OWN_ID },
  })
  const of = (nhsNumber: string) => own.prepare({ ...calling('/a'), keys: { nhsNumber } })
  t.equal(of(OTHER_NUMBER).declined?.code, 'disagrees')
  t.equal(of(NHS_NUMBER).declined, undefined)
  t.end()
})
