/**
 * Every real message passes both ways as it stands: its bytes, its header lines, its status and reason; whatever
 * the proxy read of it and however it was cut on its way.
 */
import { Agent } from 'node:http'
import t, { type Test } from 'tap'
import type { Config } from '../../src/config/index.ts'
import { corpusFolder } from '../support/corpus.ts'
import { type CorpusBody, corpusBodies, rootOf } from '../support/corpus-bodies.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import {
  exchange,
  type LaidOut,
  passing,
  sha256,
  startLaidOut,
} from '../support/corpus-exchange.ts'
import { asAnswer, asRequest, enveloped, type Laid } from '../support/corpus-laid.ts'
import { routedByBody } from '../support/corpus-routes.ts'
import { everythingTo, startProxy, type StartedProxy } from '../support/proxy.ts'

t.setTimeout(230_000)
const AT_ONCE = 16

/** How messages go in one mode. */
interface Mode {
  readonly name: string
  config(upstream: URL): Config
  readonly isRead: boolean
  readonly isCut: boolean
}

const MODES: readonly Mode[] = [
  { name: 'nothing read', config: everythingTo, isRead: false, isCut: false },
  { name: 'routed by body', config: routedByBody, isRead: true, isCut: false },
  { name: 'routed by body, in pieces', config: routedByBody, isRead: true, isCut: true },
]

const DIRECTIONS = { request: asRequest, answer: asAnswer } as const
type Direction = keyof typeof DIRECTIONS

/** Why a message may not go on where it has to be read: what a careful reader finds, by eye. */
function whyRefused({ name, bytes, contentType }: CorpusBody): string | undefined {
  if (contentType.startsWith('multipart/')) {
    return name.endsWith('/ebxml_request_payload_defect.msg') ? 'a defective part' : undefined
  }
  // The record locator is asked with a body that names a patient, so that it is read.
  if (name.includes('/nrls-reference-implementation/data/defaultdata/')) {
    return 'several JSON texts, one behind the other'
  }
  if (!contentType.startsWith('text/xml')) return undefined
  const text = bytes.toString('latin1')
  if (rootOf(text) !== 'Envelope') return 'a document that is no envelope'
  return /<(?:[\w.-]+:)?Fault[\s>]/.test(text) ? 'a fault, which has no header' : undefined
}

/** What came of one exchange: refused before it was sent on, or what of it arrived other than it was sent. */
async function faultsOf(
  { url, upstream, agent }: { url: URL; upstream: LaidOut; agent: Agent },
  id: string,
  { request, answer }: Laid,
): Promise<string[] | 'refused'> {
  upstream.answers.set(id, answer)
  const reply = await exchange(url, id, request, agent)
  const arrivals = upstream.seen.get(id) ?? []
  if (arrivals.length === 0) return 'refused'
  const faults: string[] = []
  const same = (what: string, seen: unknown, sent: unknown): void => {
    const [a, b] = [JSON.stringify(seen), JSON.stringify(sent)]
    if (a !== b) faults.push(`${what}: ${a} where ${b} was sent`)
  }
  const lines = ['X-Exchange', id, ...passing(request.headers, 'content-length')]
  for (const arrival of arrivals) {
    same('method and target', arrival.first, `${request.method} ${request.target}`)
    same('lines', passing(arrival.headers, 'content-length'), lines)
    same('body', arrival.sha256, sha256(request.pieces))
  }
  same('status and reason', reply.first, `${answer.status} ${answer.reason}`)
  same('lines of the answer', passing(reply.headers), passing(answer.headers))
  same('body of the answer', reply.sha256, sha256(answer.pieces))
  return faults
}

const counted = (values: readonly string[]): string =>
  [...Map.groupBy(values, value => value)].map(([v, all]) => `${all.length} ${v}`).join(', ')

async function send(
  t: Test,
  mode: Mode,
  direction: Direction,
  bodies: readonly CorpusBody[],
): Promise<StartedProxy['lines']> {
  const upstream = await startLaidOut(t)
  const { url, lines } = await startProxy(t, mode.config(upstream.url))
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  t.teardown(() => agent.destroy())
  const refused: string[] = []
  const mayBeRefused: string[] = []
  let equal = 0
  const through = async (body: CorpusBody, i: number): Promise<void> => {
    const writing = { draw: createDraw(i), isCut: mode.isCut }
    const laid = DIRECTIONS[direction](body, writing)
    const faults = await faultsOf({ url, upstream, agent }, String(i), laid)
    const why = mode.isRead && direction === 'request' ? whyRefused(body) : undefined
    if (why !== undefined) mayBeRefused.push(why)
    if (faults === 'refused') refused.push(why ?? `${body.name}, for no reason`)
    else if (faults.length === 0) equal += 1
    else t.fail(`${body.name}: ${faults.join('; ')}`)
  }
  await inTurns(bodies, through)
  t.comment(
    `${mode.name}, as ${direction}: ${bodies.length} sent, ${equal} arrived equal, ${refused.length} refused` +
      (refused.length > 0 ? ` (${counted(refused)})` : ''),
  )
  t.strictSame(refused.sort(), mayBeRefused.sort(), 'what is refused is not well formed')
  t.equal(equal + refused.length, bodies.length)
  const errors = lines.flatMap(({ error }) => error ?? [])
  t.strictSame(errors, Array(refused.length).fill('malformed'), 'each refusal says why')
  return lines
}

async function inTurns<Item>(
  items: readonly Item[],
  each: (item: Item, i: number) => Promise<void>,
): Promise<void> {
  const left = items.entries()
  const turn = async (): Promise<void> => {
    for (const [i, item] of left) await each(item, i)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, turn))
}

const namesOne = ({ names }: CorpusBody): boolean =>
  Object.values(names).some(name => name !== undefined)

function testMode(mode: Mode, bodies: readonly CorpusBody[]): void {
  t.test(`${mode.name}: every body passes as a request`, async t => {
    const sent = mode.isRead ? bodies.map(enveloped) : bodies
    if (mode.isRead) {
      t.comment(`${sent.filter((body, i) => body !== bodies[i]).length} in an envelope of ours`)
    }
    const lines = await send(t, mode, 'request', sent)
    t.comment(
      `routes: ${counted(lines.map(({ route, side }) => `${route ?? 'none'} at ${side ?? 'no side'}`))}`,
    )
  })
  t.test(`${mode.name}: every body passes as the answer to its own request`, async t => {
    const lines = await send(t, mode, 'answer', bodies)
    const bound = lines.filter(line => line.bound === 'bound').length
    t.comment(`${bound} proven to be the answer to their request`)
    t.equal(bound, bodies.filter(namesOne).length, 'each that names its request is proven by it')
  })
}

const folder = corpusFolder(t)
if (folder !== undefined) {
  const { bodies, others } = corpusBodies(folder)
  const reasons = [...others].map(([why, count]) => `${count} ${why}`).join(', ')
  t.comment(`${bodies.length} bodies; not bodies: ${reasons}`)
  t.ok(bodies.length > 600)
  for (const mode of MODES) testMode(mode, bodies)
}
