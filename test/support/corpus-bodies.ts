import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type SpineSample, spineSamples } from './corpus.ts'

/** A real message as the body of a request or an answer. */
export interface CorpusBody {
  readonly name: string
  readonly kind: string
  readonly bytes: Buffer
  /** Its Content-Type, with the boundary it was written with. */
  readonly contentType: string
  /** What a supplier would send it by. */
  readonly method: string
  readonly target: string
  /** Header lines that go with it besides, name and value in turn. */
  readonly headers: readonly string[]
  /** The ids it names a request by, if it does. */
  readonly names: NamedIds
}

/** The ids an answer names its request by. */
export interface NamedIds {
  readonly relatesTo?: string | undefined
  readonly refToMessageId?: string | undefined
  readonly messageRef?: string | undefined
}

/** What is in the corpus and never was a body, with the reason. */
const NO_BODIES: readonly (readonly [isOne: (sample: SpineSample) => boolean, why: string])[] = [
  [({ kind }) => kind === 'openapi', 'a contract'],
  [({ kind }) => kind === 'note', 'a note to its readers'],
  [({ kind }) => kind === 'registry', 'a configuration of an adaptor'],
  [
    ({ kind, path }) => kind === 'template' || path.endsWith('.mustache'),
    'a template to be filled in',
  ],
  [({ kind }) => kind === 'json-input', 'the input of a template'],
  [({ kind }) => kind === 'hl7v3-fragment', 'the text of one element'],
  [({ kind }) => kind === 'ldap-json', 'rows of a directory'],
  [({ path }) => /my_real_server_\w+\.json$/.test(path), 'a recorded directory'],
  [({ path }) => path.includes('/stubs/mappings/'), 'the setting of a stub'],
  [
    ({ kind, path }) => kind === 'mesh-store' && path.endsWith('.json'),
    'what a mailbox notes of a message',
  ],
]

/** Divides the corpus into bodies and what is none, with how many there are of each reason. */
export function corpusBodies(folder: string): {
  readonly bodies: readonly CorpusBody[]
  readonly others: ReadonlyMap<string, number>
} {
  const bodies: CorpusBody[] = []
  const others = new Map<string, number>()
  for (const sample of spineSamples(folder)) {
    const why = NO_BODIES.find(([isOne]) => isOne(sample))?.[1]
    if (why === undefined) bodies.push(bodyOf(sample))
    else others.set(why, (others.get(why) ?? 0) + 1)
  }
  return { bodies, others }
}

const HOLE = '{{ebxml}}'

/** Some messages lie there in two files: the parts, and the envelope that belongs in their first. */
function bytesOf({ file }: SpineSample): Buffer {
  const bytes = readFileSync(file)
  const at = bytes.indexOf(HOLE)
  if (at < 0) return bytes
  const envelope = readFileSync(
    join(dirname(file), file.split('/').at(-1)?.replace('.msg', '.ebxml') ?? ''),
  )
  return Buffer.concat([bytes.subarray(0, at), envelope, bytes.subarray(at + HOLE.length)])
}

function bodyOf(sample: SpineSample): CorpusBody {
  const bytes = bytesOf(sample)
  const text = bytes.toString('latin1')
  const row = FORMS.find(({ isOne }) => isOne(text, sample)) ?? OPAQUE
  return {
    name: `${sample.repo}/${sample.path}`,
    kind: sample.kind,
    bytes,
    names: namesIn(text),
    ...row.sent(text, sample),
  }
}

type Sent = Pick<CorpusBody, 'contentType' | 'method' | 'target' | 'headers'>

/** How a form of body is known, and what it is sent with. */
interface Form {
  isOne(text: string, sample: SpineSample): boolean
  sent(text: string, sample: SpineSample): Sent
}

const OPAQUE: Form = {
  isOne: () => true,
  sent: () => ({
    contentType: 'application/octet-stream',
    method: 'POST',
    target: '/messageexchange/X26ABC1/outbox',
    headers: ['Mex-From', 'X26ABC1', 'Mex-To', 'X26ABC2', 'Mex-WorkflowID', 'SPINE_TEST'],
  }),
}

const PARTS: Form = {
  isOne: text => /^\s*--\S/.test(text),
  sent: text => {
    const boundary = /^\s*--([^\r\n]*\S)/.exec(text)?.[1] ?? ''
    const start = /^content-id:\s*(<[^>]*>)/im.exec(text)?.[1] ?? ''
    return {
      contentType: `multipart/related; boundary="${boundary}"; type="text/xml"; start="${start}"`,
      method: 'POST',
      target: '/reliablemessaging/reliablerequest',
      headers: ['SOAPAction', `${elementIn(text, 'Service')}/${elementIn(text, 'Action')}`],
    }
  },
}

const FHIR_TARGETS: Readonly<Record<string, readonly [method: string, target: string]>> = {
  EPS: ['POST', '/electronic-prescriptions/FHIR/R4/$process-message'],
  PDS: ['PATCH', '/personal-demographics/FHIR/R4/Patient/9990000018'],
  SCR: ['POST', '/summary-care-record/FHIR/R4/Bundle'],
  NRL: ['POST', '/record-locator/producer/FHIR/R4/DocumentReference'],
}

const JSON_FORM: Form = {
  isOne: text => /^\s*[{[]/.test(text),
  sent: (text, { product }) => {
    const [method, target] = FHIR_TARGETS[product] ?? ['POST', '/FHIR/R4/Bundle']
    const type = text.includes('"resourceType"') ? 'application/fhir+json' : 'application/json'
    const requestId = ['X-Request-ID', '60E0B220-8136-4CA5-AE46-1D97EF59D068']
    return { contentType: `${type}; charset=utf-8`, method, target, headers: requestId }
  },
}

const XML_FORM: Form = {
  isOne: text => /^(?:\xef\xbb\xbf)?\s*</.test(text),
  sent: text => {
    const action = elementIn(text, 'Action') || `urn:nhs:names:services:mm/${rootOf(text)}`
    return {
      contentType: 'text/xml; charset=UTF-8',
      method: 'POST',
      target: '/sync-service',
      headers: ['SOAPAction', `"${action}"`],
    }
  },
}

const FORMS: readonly Form[] = [PARTS, JSON_FORM, XML_FORM]

const elementIn = (text: string, name: string): string =>
  new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>\\s*([^<]*?)\\s*<`).exec(text)?.[1] ?? ''

/** The local name of a document's first element. */
export const rootOf = (text: string): string =>
  /<(?:[\w.-]+:)?([\w.-]+)[\s/>]/.exec(text.replace(/<[?!][^>]*>/g, ''))?.[1] ?? ''

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/**
 * Read by eye, as it were, and not by what the proxy reads with. A placeholder names nobody, and no more does a
 * reference to the message's own id, which some recorded answers have.
 */
function namesIn(text: string): NamedIds {
  const idIn = (found: string | undefined): string | undefined => UUID.exec(found ?? '')?.[0]
  const own = /<(?:[\w.-]+:)?id\s[^>]*?root="([0-9a-f-]{36})"/i.exec(text)?.[1]
  const reference = /<(?:[\w.-]+:)?messageRef[\s>][^]*?<(?:[\w.-]+:)?id\s[^>]*?root="([^"]*)"/
  const messageRef = idIn(reference.exec(text)?.[1])
  return {
    relatesTo: idIn(elementIn(text, 'RelatesTo')),
    refToMessageId: idIn(elementIn(text, 'RefToMessageId')),
    messageRef: messageRef === own ? undefined : messageRef,
  }
}
