import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '../../src/config/index.ts'
import { createReel, FRAME_SECONDS, type Reel } from './film-reel.ts'
import { type Counted, type FilmedSide, startSide } from './film-sides.ts'
import { soapPost, soapRetrieval } from './messages.ts'
import { configOf, startProxy, type StartedProxy } from './proxy.ts'
import { ask } from './raw-client.ts'
import type { Closing } from './upstream.ts'

/** When the film begins, epoch seconds: a Monday, at eight in the morning, UTC. */
export const BEGINS = Date.UTC(2026, 10, 2, 8) / 1_000
export const MINUTES = 360
/** Requests a minute, one of each sender. */
export const A_MINUTE = 12

const SENDERS = Array.from({ length: A_MINUTE }, (_, i) => String(200_000_000_100 + i))

/** What stands on the stage. */
interface Scene {
  readonly started: StartedProxy
  readonly config: Config
  readonly legacy: FilmedSide
  readonly cloud: FilmedSide
  flip(path: string, body: object): Promise<void>
  /** Of this minute. */
  asked: Asked
}

const MOVING = '/api/routes/records/flip'
const ALL = '/api/flip'

/** What happens, by minute: a migration that goes well, then an incident, and what else a day may bring. */
const SCRIPT: Readonly<Record<number, (scene: Scene) => unknown>> = {
  5: ({ flip }) => flip(MOVING, { verb: 'promote', to: 'shadow' }),
  60: ({ flip }) => flip(MOVING, { verb: 'promote', to: 'canary', percent: 25 }),
  90: ({ cloud }) => {
    cloud.mood = 'losing'
  },
  100: ({ flip }) => flip(ALL, { verb: 'halt' }),
  120: ({ cloud }) => {
    cloud.mood = 'well'
  },
  165: ({ flip }) => flip(MOVING, { verb: 'rollback', to: 'legacy' }),
  170: ({ flip }) => flip(ALL, { verb: 'resume' }),
  210: ({ legacy }) => {
    legacy.mood = 'crossed'
  },
  211: ({ legacy }) => {
    legacy.mood = 'well'
  },
  260: ({ legacy }) => legacy.leave(),
  275: async scene => {
    await scene.legacy.comeBack()
    await untilServed(scene)
  },
  320: ({ started }) => started.proxy.refusedConfig(),
  340: ({ started, config }) => started.proxy.use(config),
}

/** Suppliers who asked, and those of them who were told an error. */
interface Asked {
  requests: number
  failed: number
}

/** What was seen from outside in one minute. */
export interface Minute extends Readonly<Asked> {
  readonly legacy: Counted
  readonly cloud: Counted
}

/** A film, and the truth of it, minute by minute. */
export interface Film {
  readonly reel: Reel
  readonly minutes: readonly Minute[]
}

/** A minute of the film is over before an instance would look at what it does now and then. */
const AT_ONCE = { outcomes: { gatherMs: 1, perSecond: 10_000 }, askGatesEveryMs: 100 }

/** Plays the script: one real instance between two sides, a scrape for each minute. */
export async function film(t: Closing): Promise<Film> {
  let minute = 0
  const now = (): number => (BEGINS + minute * FRAME_SECONDS) * 1_000
  const [legacy, cloud] = [await startSide(t), await startSide(t)]
  const config = routesOf(legacy, cloud)
  const started = await startProxy(t, config, { now, ...AT_ONCE })
  const flip = flipping(started.admin)
  const scene: Scene = { started, config, legacy, cloud, flip, asked: { requests: 0, failed: 0 } }
  const reel = createReel('ficus', 'ficus-1:9400')
  const minutes: Minute[] = []
  for (; minute <= MINUTES; minute += 1) {
    scene.asked = { requests: 0, failed: 0 }
    await SCRIPT[minute]?.(scene)
    await Promise.all(SENDERS.map(sender => askAs(sender, scene)))
    if (minute % 3 === 0) await wait(REST_MS)
    reel.add(await settled(started.admin, minute))
    minutes.push({ legacy: legacy.counted(), cloud: cloud.counted(), ...scene.asked })
  }
  return { reel, minutes }
}

const routesOf = (legacy: FilmedSide, cloud: FilmedSide): Config =>
  configOf({
    environment: { name: 'film' },
    upstreams: { spine: { url: legacy.url.origin }, rehosted: { url: cloud.url.origin } },
    cohorts: { senders: { key: 'fromAsid', records: 'shared' } },
    routes: [
      {
        name: 'records',
        match: { interaction: ['QUPA_IN000008UK02'] },
        legacy: 'spine',
        cloud: 'rehosted',
        cohort: 'senders',
        shadow: { as: '200000000999', sample: 1 },
        // A thousand comparisons are an hour of this film.
        gate: { divergenceBelow: 0.02 },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })

const flipping =
  (admin: URL) =>
  async (path: string, body: object): Promise<void> => {
    const answer = await fetch(new URL(path, admin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, reason: 'as the script says' }),
    })
    if (!answer.ok) throw new Error(`refused: ${JSON.stringify(body)}: ${await answer.text()}`)
  }

/** Asks as one sender; gives whether it was answered. */
async function askAs(sender: string, { started, asked }: Scene): Promise<boolean> {
  const request = soapPost(soapRetrieval({ headerFrom: sender, bodyFrom: sender }))
  const isAnswered = (await ask(started.url, request))?.status === 200
  asked.requests += 1
  asked.failed += Number(!isAnswered)
  return isAnswered
}

/** Who does a minute's work in less than a second has no time left: now and then a film shows that it has. */
const REST_MS = 100
const LOOK_MS = 5
const LONGEST_MS = 20_000

const scraped = async (admin: URL): Promise<string> =>
  (await fetch(new URL('/metrics', admin))).text()

/** Gives a scrape once everything that was asked before it is counted. */
async function settled(admin: URL, minute: number): Promise<string> {
  const until = Date.now() + LONGEST_MS
  let page = ''
  while (Date.now() < until) {
    page = await scraped(admin)
    if (isAllCounted(page) && isGateAsked(page, minute)) return page
    await wait(LOOK_MS)
  }
  throw new Error(`minute ${minute} does not settle: ${page}`)
}

/** What is read beside the path is counted a moment later: outcomes, and copies. */
const isAllCounted = (page: string): boolean =>
  /^ficus_shadow_pending_copies 0$/m.test(page) &&
  sumOf(page, /^ficus_outcomes_total\{.*role="control".*\} (\d+)$/gm) +
    sumOf(page, /^ficus_outcomes_unread_total\{.*\} (\d+)$/gm) ===
    sumOf(page, /^ficus_requests_total\{.*\} (\d+)$/gm)

const sumOf = (page: string, line: RegExp): number =>
  [...page.matchAll(line)].reduce((sum, [, count]) => sum + Number(count), 0)

/** The clock of the film runs on; what a gate says is asked of the store now and then by the clock of the machine. */
const isGateAsked = (page: string, minute: number): boolean =>
  (minute !== 59 || /^ficus_gate_state\{route="records",state="open"\} 1$/m.test(page)) &&
  (minute !== 90 || /^ficus_gate_state\{route="records",state="closed"\} 1$/m.test(page))

/** Asks once when the breaker lets one request try: those that come with it would be held back. */
async function untilServed(scene: Scene): Promise<void> {
  const until = Date.now() + LONGEST_MS
  const isOpen = async (): Promise<boolean> =>
    /^ficus_breaker_state\{upstream="spine"\} 2$/m.test(await scraped(scene.started.admin))
  while (await isOpen()) {
    if (Date.now() > until) throw new Error('the breaker does not let one try')
    await wait(LOOK_MS)
  }
  if (!(await askAs(SENDERS[0] as string, scene))) throw new Error('legacy is not asked again')
}
