import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import { drink, type Flow, pour, sip } from './streams-flow.ts'
import { type Closing, startUpstream } from './upstream.ts'

export type Framing = 'content-length' | 'chunked'

const SIP_EVERY_MS = 5

/** How much an end took in before it stopped, or had taken from it. */
export interface Pouring {
  taken: number
  closed: Promise<unknown>
}

/** An upstream of streams, and what its slow doors saw. */
export interface StreamUpstream {
  readonly url: URL
  /** Resolves with the state of the next answer nobody will read to its end. */
  nextPouring(): Promise<Pouring>
}

const linesOf = (bytes: number, framing: Framing): string[] => [
  'Content-Type',
  'application/octet-stream',
  ...(framing === 'chunked' ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(bytes)]),
]

/**
 * Starts an upstream with three doors: `POST /up` reads a body and says what it saw, `POST /up-slowly` reads
 * `bytes` of it at a trickle and answers then, any `GET` pours an answer of `bytes` in a `framing`.
 */
export async function startStreamUpstream(t: Closing): Promise<StreamUpstream> {
  const waiting: ((pouring: Pouring) => void)[] = []
  const url = await startUpstream(t, (request, response) => {
    const target = new URL(request.url ?? '/', 'http://upstream')
    const bytes = Number(target.searchParams.get('bytes'))
    if (target.pathname === '/up') void readUp(request, response)
    else if (target.pathname === '/up-slowly') void readSlowly(request, response, bytes)
    else void pourDown(response, bytes, target, pouring => waiting.shift()?.(pouring))
  })
  return { url, nextPouring: () => new Promise(resolve => waiting.push(resolve)) }
}

async function readUp(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.end(JSON.stringify(await drink(request)))
}

async function readSlowly(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: number,
): Promise<void> {
  const flow = await sip(request, bytes, () => after(SIP_EVERY_MS))
  response.end(JSON.stringify(flow))
}

async function pourDown(
  response: ServerResponse,
  bytes: number,
  target: URL,
  tell: (pouring: Pouring) => void,
): Promise<void> {
  const framing = target.searchParams.get('framing') as Framing // the tests' own words
  response.writeHead(200, linesOf(bytes, framing))
  const pouring: Pouring = { taken: 0, closed: once(response, 'close') }
  tell(pouring)
  await pour(response, bytes, taken => (pouring.taken = taken))
  response.end()
}

/** Sends a body of so many bytes and gives what the upstream saw of it. */
export async function upload(url: URL, bytes: number, framing: Framing): Promise<Flow> {
  const request = httpRequest(new URL('/up', url), {
    method: 'POST',
    agent: false,
    headers: ['Host', url.host, ...linesOf(bytes, framing)],
  })
  const answered = once(request, 'response') as Promise<[IncomingMessage]>
  await pour(request, bytes)
  request.end()
  const [answer] = await answered
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as Flow // what the upstream above wrote
}

/** Asks for an answer of so many bytes and reads it to its end. */
export async function download(url: URL, bytes: number, framing: Framing): Promise<Flow> {
  return drink(await openDownload(url, bytes, framing))
}

/** Reads `some` of an answer at a trickle, then goes away. */
export async function downloadSlowly(url: URL, bytes: number, some: number): Promise<Flow> {
  const answer = await openDownload(url, bytes, 'content-length')
  answer.on('error', () => undefined)
  const flow = await sip(answer, some, () => after(SIP_EVERY_MS))
  answer.destroy()
  return flow
}

// A read by its interaction: of a write that nobody waits for the answer is drained to its end.
const READ = '/personal-demographics/FHIR/R4/Patient/9990000018'

async function openDownload(url: URL, bytes: number, framing: Framing): Promise<IncomingMessage> {
  const request = httpRequest(new URL(`${READ}?bytes=${bytes}&framing=${framing}`, url), {
    agent: false,
    headers: ['Host', url.host, 'Accept', 'application/fhir+json'],
  })
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return answer
}

/** Sends a body as fast as it is taken to an upstream that reads `some` of it at a trickle. */
export async function uploadToSlow(
  url: URL,
  bytes: number,
  some: number,
): Promise<{ readonly taken: number; readonly flow: Flow }> {
  const request = httpRequest(new URL(`/up-slowly?bytes=${some}`, url), {
    method: 'POST',
    agent: false,
    headers: ['Host', url.host, ...linesOf(bytes, 'content-length')],
  })
  request.on('error', () => undefined)
  const answered = once(request, 'response') as Promise<[IncomingMessage]>
  let taken = 0
  void pour(request, bytes, all => (taken = all))
  const [answer] = await answered
  const atAnswer = taken
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  request.destroy()
  return { taken: atAnswer, flow: JSON.parse(Buffer.concat(chunks).toString()) as Flow } // as above
}
