import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { soapAnswer } from './messages.ts'
import { type Closing, startRawUpstream } from './upstream.ts'

const NUMBERS = 200

/** Made-up NHS numbers of the 9-series, their check digits right. */
export const PATIENTS: readonly string[] = Array.from({ length: NUMBERS * 2 }, (_, i) => {
  const nine = String(999_100_000 + i)
  const sum = Array.from(nine, Number).reduce((total, digit, at) => total + digit * (10 - at), 0)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? undefined : `${nine}${check}`
})
  .filter(number => number !== undefined)
  .slice(0, NUMBERS)

const following = (number: string): string =>
  PATIENTS[(PATIENTS.indexOf(number) + 1) % PATIENTS.length] ?? ''

/** Calls back with every whole message on a socket: its head, and its body of the length the head says. */
function onMessages(socket: Socket, message: (head: string, body: string) => void): void {
  let held = ''
  socket.on('data', (chunk: Buffer) => {
    held += chunk.toString('latin1')
    for (;;) {
      const end = held.indexOf('\r\n\r\n')
      if (end === -1) return
      const head = held.slice(0, end)
      const next = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (held.length < next) return
      const body = held.slice(end + 4, next)
      held = held.slice(next)
      message(head, body)
    }
  })
}

const written = (lines: readonly string[], body: string): string =>
  `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`

const headerIn = (head: string, name: RegExp): string => name.exec(head)?.[1] ?? ''

/** A record, everything in it marked with whose it is, under the ids it is to say it is about. */
const recordOf = (whose: string, id = whose, identifier = whose): string =>
  JSON.stringify({
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: identifier }],
    meta: {
      versionId: '3',
      security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'U' }],
    },
    name: [{ id: 'cppz', use: 'usual', given: [`Given${whose}`], family: `Family${whose}` }],
    gender: 'female',
    birthDate: '1970-01-31',
  })

/** Whose record is given instead, and whom it says it is about. */
const MIXED: readonly ((asked: string) => string)[] = [
  asked => recordOf(following(asked)),
  asked => recordOf(following(asked), asked),
  asked => recordOf(following(asked), following(asked), asked),
]

/** What the cloud has answered. */
export interface Mixing {
  readonly url: URL
  answered: number
  /** About another patient than was asked for. */
  mixed: number
}

/** A cloud that answers about another patient once in so many times, and echoes every id it was given. */
export async function startMixing(t: Closing, every: number): Promise<Mixing> {
  const own = new Map(PATIENTS.map(number => [number, recordOf(number)]))
  const counts = { answered: 0, mixed: 0 }
  const url = await startRawUpstream(t, socket => {
    onMessages(socket, head => {
      counts.answered += 1
      const asked = headerIn(head, /\/Patient\/(\d+)/)
      const isMixed = counts.answered % every === 0
      const mix = MIXED[counts.mixed % MIXED.length]
      if (isMixed) counts.mixed += 1
      const body = (isMixed ? mix?.(asked) : own.get(asked)) ?? ''
      const lines = [
        'Content-Type: application/fhir+json',
        'ETag: W/"3"',
        `X-Request-ID: ${headerIn(head, /x-request-id: (\S+)/i)}`,
        `X-Correlation-ID: ${headerIn(head, /x-correlation-id: (\S+)/i)}`,
      ]
      socket.write(written(lines, body), 'latin1')
    })
  })
  return Object.assign(counts, { url })
}

/** A legacy Spine that is always right. */
export const startRight = (t: Closing): Promise<URL> =>
  startRawUpstream(t, socket => {
    onMessages(socket, (_, body) => {
      const asked = headerIn(body, /2\.16\.840\.1\.113883\.2\.1\.4\.1" extension="(\d+)"/)
      const answer = soapAnswer(headerIn(body, /MessageID>uuid:([^<]+)/), {
        messageRef: headerIn(body, /<id root="([^"]+)"\/><creationTime/),
        filler: `<patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="${asked}"/>Family${asked} by-legacy</patientRole>`,
      })
      socket.write(written(['Content-Type: text/xml; charset=UTF-8'], answer), 'latin1')
    })
  })

const SERVICE = 'urn:nhs:names:services:pdsquery'
const INTERACTIONS = ['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'] as const

const end = (name: string, asid: string): string =>
  `<communicationFunction${name} xmlns="urn:hl7-org:v3"><device><id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device></communicationFunction${name}>`

/** One question of a supplier's, and what its answer must say. */
interface Question {
  readonly bytes: string
  readonly messageId: string
  readonly payloadId: string
  readonly asked: string
}

/** Writes a supplier's retrieval; which patient and interaction follows from its number. */
function questionOf(number: number): Question {
  const asked = PATIENTS[number % PATIENTS.length] ?? ''
  const interaction = INTERACTIONS[number % INTERACTIONS.length] ?? ''
  const [messageId, payloadId] = [randomUUID().toUpperCase(), randomUUID().toUpperCase()]
  const ends = end('Rcv', '990000000001') + end('Snd', '200000000115')
  const body =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing">` +
    `<s:Header><a:MessageID>uuid:${messageId}</a:MessageID><a:Action>${SERVICE}/${interaction}</a:Action><a:To>${SERVICE}</a:To>${ends}</s:Header>` +
    `<s:Body><${interaction} xmlns="urn:hl7-org:v3"><id root="${payloadId}"/><creationTime value="20261122093000"/>` +
    `<interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${interaction}"/>${ends}` +
    `<ControlActEvent classCode="CACT" moodCode="EVN"><query><historicDataIndicator><value code="0" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.36"/></historicDataIndicator>` +
    `<person.id><value root="2.16.840.1.113883.2.1.4.1" extension="${asked}"/></person.id>` +
    `<retrievalItem><semanticsText>person.allData</semanticsText></retrievalItem></query></ControlActEvent></${interaction}></s:Body></s:Envelope>`
  const head =
    `POST /syncservice-pds/pds HTTP/1.1\r\nHost: spine\r\nContent-Type: text/xml; charset=UTF-8\r\n` +
    `SOAPAction: "${SERVICE}/${interaction}"\r\nContent-Length: ${body.length}\r\n\r\n`
  return { bytes: head + body, messageId, payloadId, asked }
}

/** What a supplier makes of an answer. */
export type Seen =
  'by the cloud' | 'by legacy' | 'refused' | 'not to its question' | 'of another patient'

/** A patient's number, which no run of digits within an id is. */
const NUMBER = /(?<![0-9A-F-])9991\d{6}(?![0-9A-F-])/g

function seenIn(head: string, body: string, { messageId, payloadId, asked }: Question): Seen {
  if (!head.startsWith('HTTP/1.1 200 ')) return 'refused'
  // Every number in it, and every mark: nothing of anybody else may stand anywhere.
  const others = body.match(NUMBER)?.filter(number => number !== asked)
  if (others === undefined || others.length > 0) return 'of another patient'
  const isOwn =
    body.includes(`RelatesTo>uuid:${messageId}<`) &&
    body.includes(`<messageRef><id root="${payloadId}"/>`) &&
    body.includes(`Family${asked}`)
  if (!isOwn) return 'not to its question'
  return body.includes('by-legacy') ? 'by legacy' : 'by the cloud'
}

/** Asks so many questions, on so many kept connections at a time; tells how often what was seen. */
export async function askMany(
  url: URL,
  { questions, connections }: { readonly questions: number; readonly connections: number },
): Promise<Readonly<Record<Seen, number>>> {
  const seen = {
    'by the cloud': 0,
    'by legacy': 0,
    refused: 0,
    'not to its question': 0,
    'of another patient': 0,
  }
  let number = 0
  const supplier = async (): Promise<void> => {
    const socket = connect(Number(url.port), url.hostname)
    socket.setNoDelay(true)
    let question: Question
    const next = (): void => {
      if (number === questions) {
        socket.end()
        return
      }
      question = questionOf(number)
      number += 1
      socket.write(question.bytes, 'latin1')
    }
    onMessages(socket, (head, body) => {
      seen[seenIn(head, body, question)] += 1
      next()
    })
    next()
    await once(socket, 'close')
  }
  await Promise.all(Array.from({ length: connections }, supplier))
  return seen
}
