/** A view the cloud never serves is compared by what both sides mean; what a supplier sees is legacy's own. */
import t from 'tap'
import { createCompare } from '../../src/comparison/index.ts'
import { policyFor } from '../../src/products/index.ts'
import { EPS_SEARCH } from '../../src/products/eps/search.ts'
import { EPS_CLINICAL_VIEW } from '../../src/products/eps/view.ts'
import { judgeTranslated, type TranslatedPair } from '../../src/shadow/index.ts'
import {
  searchAnswer,
  searchBundle,
  viewBundle,
  viewMessage,
  viewRefusal,
} from '../support/view-golden.ts'

const ID = 'f1d2c3b4-0000-4000-8000-000000000002'
const compare = createCompare({ key: Buffer.alloc(32, 7), now: () => 0 })
const XML = ['Content-Type', 'text/xml; charset=UTF-8']

const enveloped = (message: string): Buffer =>
  Buffer.from(
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header/><soap:Body>` +
      `<wrapped xmlns="urn:hl7-org:v3">${message}</wrapped></soap:Body></soap:Envelope>`,
  )

interface Answers {
  readonly legacy?: Buffer
  readonly cloud?: string
  readonly status?: number
  readonly echoes?: string
}

function judged(mapping: TranslatedPair['mapping'], answers: Answers) {
  const isView = mapping === EPS_CLINICAL_VIEW
  const legacy = answers.legacy ?? (isView ? enveloped(viewMessage()) : searchAnswer())
  const cloud = answers.cloud ?? (isView ? viewBundle() : searchBundle()).toString()
  const [interaction = ''] = mapping.interactions
  const about = {
    ...{ interaction, messageId: ID, payloadId: ID, fromAsid: '1', toAsid: '2' },
    ...{ newId: () => ID, now: new Date(0) },
  }
  const policy = policyFor(interaction)
  const asked = { method: 'GET', path: '', headers: [], requestId: ID } as const
  return judgeTranslated(
    {
      ...{ mapping, about, isCoded: false },
      repliedTo: { service: '', messageId: ID, from: {}, to: {} },
      asked: { ...asked, subject: { kind: 'entity', keys: {} } },
      control: {
        status: 200,
        headers: legacy[0] === 0x3c ? XML : ['Content-Type', 'application/json'],
        body: legacy,
      },
      candidate: {
        status: answers.status ?? 200,
        headers: ['Content-Type', 'application/fhir+json', 'X-Request-ID', answers.echoes ?? ID],
        body: Buffer.from(cloud),
      },
    },
    { compare, seen: policy, meant: policy },
  )
}

for (const mapping of [EPS_CLINICAL_VIEW, EPS_SEARCH]) {
  t.test(`${mapping.name}: two services that agree are identical in what they mean`, async t => {
    t.match(judged(mapping, {}), {
      verdict: 'identical',
      seen: { verdict: 'identical' },
      meant: { verdict: 'identical' },
    })
  })

  t.test(`${mapping.name}: another status is a difference that matters`, async t => {
    const bundle = (mapping === EPS_CLINICAL_VIEW ? viewBundle() : searchBundle()).toString()
    const cloud = bundle.replace(
      /("EPS-task-business-status|business-status","code":")000[13]/,
      '$10009',
    )
    t.not(cloud, bundle)
    const came = judged(mapping, { cloud })
    t.match(came, { verdict: 'different', seen: { verdict: 'identical' }, differsIn: 'meant' })
    t.ok('differences' in came && came.differences.some(({ path }) => path.endsWith('status')))
  })

  t.test(`${mapping.name}: one side that finds nothing is a difference, both are none`, async t => {
    const none = enveloped(viewRefusal('Prescription not found'))
    const empty = '{"resourceType":"Bundle","type":"searchset","total":0,"entry":[]}'
    t.match(judged(mapping, { legacy: none }), { verdict: 'different' })
    t.match(judged(mapping, { cloud: empty }), { verdict: 'different' })
    t.match(judged(mapping, { legacy: none, cloud: empty }), { verdict: 'identical' })
    const failed = enveloped(viewRefusal('Unknown Error'))
    t.match(judged(mapping, { legacy: failed, cloud: empty }), { verdict: 'different' })
  })

  t.test(`${mapping.name}: another request’s answer is crossed`, async t => {
    const came = judged(mapping, { echoes: 'a1d2c3b4-0000-4000-8000-000000000009' })
    t.match(came, { verdict: 'different' })
    t.match(JSON.stringify(came), /crossed|request/)
  })
}
