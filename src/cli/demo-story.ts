import { setTimeout as wait } from 'node:timers/promises'
import type { DivergencesView, GateView, RouteView } from '../admin/index.ts'
import type { Change } from './demo-asking.ts'
import { MOVING, routesText } from './demo-routes.ts'
import { correct } from './demo-sides.ts'
import { type Hands, type Step, STEPS } from './demo-steps.ts'
import type { Cast, EpochTold, StepTold, Told } from './demo-told.ts'
import { isChange, type Typed } from './demo-typing.ts'

const LOOK_EVERY_MS = 150
/** How long a gate is waited for while nothing more is compared, and at most. */
const PATIENCE_MS = 10_000
const MOST_MS = 40_000
const SOON_MS = 8_000
/** How many retrievals may wait to be compared, and how much less is asked where more do. */
const MOST_LAG = 100
const SLOWER = 0.1
/** How long the rest of what is wrong is waited for, once something is. */
const GRACE_MS = 1_000

/** Ends the story; where nothing is said, the suppliers' own counts say why. */
class Over extends Error {
  readonly reason: string | undefined

  constructor(reason?: string) {
    super(reason)
    this.name = 'Over'
    this.reason = reason
  }
}

/** Tells the story, step by step, until its end or until something is not as it should be. */
export async function tellStory(cast: Cast): Promise<Told> {
  const teller = new Teller(cast)
  const watching = setInterval(() => void teller.watch(), LOOK_EVERY_MS)
  try {
    for (const step of STEPS) await teller.tell(step)
    return teller.told(undefined)
  } catch (error) {
    if (error instanceof Over) return teller.told(error.reason)
    throw error
  } finally {
    clearInterval(watching)
  }
}

class Teller implements Hands {
  readonly #cast: Cast
  readonly #steps: StepTold[] = []
  readonly #epochs: EpochTold[] = []
  #found: DivergencesView | undefined
  #epochFrom = 0
  #wrongSince = 0
  #isWatching = false

  constructor(cast: Cast) {
    this.#cast = cast
  }

  told(broken: string | undefined): Told {
    return { steps: this.#steps, epochs: this.#epochs, found: this.#found, broken }
  }

  async tell(step: Step): Promise<void> {
    const told: StepTold = { step, from: Date.now(), to: Infinity, typed: [] }
    this.#steps.push(told)
    this.#cast.audience.begins(step)
    await step.act(this)
    told.to = Date.now()
    told.place = await this.#route()
    if (step.name === 'cloud') await this.#closeEpoch(told.typed[0]?.from ?? told.from)
  }

  /** Looks where the route stands, also while a command is under way. */
  async watch(): Promise<void> {
    if (this.#isWatching) return
    this.#isWatching = true
    try {
      await this.#route()
    } catch {
      // Whoever tells the next step meets it too, and says so.
    } finally {
      this.#isWatching = false
    }
  }

  async type(verb: string, ...options: readonly string[]): Promise<Typed> {
    const typed = await this.#cast.type(verb, MOVING, ...options)
    const now = this.#now
    now.typed.push(typed)
    if (isChange(typed)) now.from = typed.to
    this.#cast.audience.typed(typed)
    return typed
  }

  async promote(reason: string): Promise<void> {
    // The way to shadow asks for no evidence: there it begins.
    const isAsked = this.#epochFrom > 0
    if (isAsked) this.#now.gate = await this.gate('open', closedNow)
    // Nobody goes on with what has gone wrong; how wrong is found out first.
    while (this.#isWrong) await this.#pause(LOOK_EVERY_MS)
    const { exitCode, said } = await this.type('promote', '--reason', reason)
    if (exitCode !== 0) this.fail(`a promotion was not made: ${said[0] ?? `exit code ${exitCode}`}`)
    if (!isAsked) this.#epochFrom = this.#now.from
  }

  async dwell(): Promise<void> {
    await this.#pause(this.#cast.dwellMs)
    const { from, step } = this.#now
    // Of the first few patients in a hundred nobody may have asked yet.
    if (step.serves !== 'legacy') {
      await this.#until(() => this.#cast.witness.moving(from, Infinity).cloud > 0)
    }
  }

  async gate(
    verdict: GateView['verdict'],
    fails: (gate: GateView) => string | undefined = () => undefined,
  ): Promise<GateView> {
    const begun = Date.now()
    let since = { at: begun, compared: 0 }
    for (;;) {
      const { gate } = await this.#route()
      if (gate === null) this.fail('the gate cannot be asked')
      if (gate.verdict === verdict) return gate
      const reason = fails(gate)
      if (reason !== undefined) this.fail(reason)
      if (gate.compared > since.compared) since = { at: Date.now(), compared: gate.compared }
      const [still, whole] = [Date.now() - since.at, Date.now() - begun]
      if (still > PATIENCE_MS || whole > MOST_MS) this.fail(unopened(verdict, gate, whole))
      await this.#pause(LOOK_EVERY_MS)
    }
  }

  async showDivergences(): Promise<void> {
    await this.type('divergences')
    this.#cast.audience.found(await this.#cast.asking.divergences())
  }

  async correct(): Promise<void> {
    const { sides, folder, asking } = this.#cast
    const before = (await this.#route()).gate?.epoch
    await this.#closeEpoch(Date.now())
    this.#found = await asking.divergences()
    correct(sides)
    await folder.saveRoutes(routesText(sides, '2'))
    const until = Date.now() + PATIENCE_MS
    while ((await asking.route()).gate?.epoch === before) {
      if (Date.now() > until) this.fail('the saved file began no new epoch')
      await this.#pause(LOOK_EVERY_MS)
    }
    this.#epochFrom = Date.now()
  }

  fail(reason: string): never {
    throw new Over(reason)
  }

  get #now(): StepTold {
    const now = this.#steps.at(-1)
    if (now === undefined) throw new Error('no step has begun')
    return now
  }

  get #isWrong(): boolean {
    const { failed, differing } = this.#cast.tally.total()
    return failed + differing > 0
  }

  async #closeEpoch(to: number): Promise<void> {
    const { asking, witness } = this.#cast
    const { legacy, cloud } = witness.moving(this.#epochFrom, to)
    // What was on its way is waited for; who waits in vain finds it missing in the evidence.
    await this.#until(async () => {
      const { compared, uncompared } = (await asking.evidence()).gate
      return compared + uncompared >= legacy + cloud
    })
    this.#epochs.push({ from: this.#epochFrom, to, evidence: await asking.evidence() })
  }

  async #route(): Promise<RouteView> {
    const route = await this.#cast.asking.route()
    this.#cast.audience.stands(route)
    this.#keepPace(route)
    return route
  }

  // On a machine that is busy otherwise the thread that compares, which is nice to all others, comes late, and
  // what waited too long counts as not compared: then suppliers ask less often for a while.
  #keepPace({ stage, gate }: RouteView): void {
    const { witness, traffic, perSecond } = this.#cast
    const { legacy, cloud } = witness.moving(this.#epochFrom, Infinity)
    const isCompared = this.#epochFrom > 0 && gate !== null && stage !== 'cloud'
    const lag = isCompared ? legacy + cloud - gate.compared - gate.uncompared : 0
    traffic.pace(lag > MOST_LAG ? perSecond * SLOWER : perSecond)
  }

  /** Waits until something is so, as long as anybody would. */
  async #until(is: () => boolean | Promise<boolean>): Promise<void> {
    const until = Date.now() + SOON_MS
    while (!(await is()) && Date.now() < until) await this.#pause(LOOK_EVERY_MS)
  }

  /** Waits, and ends the story where something has gone wrong meanwhile. */
  async #pause(ms: number): Promise<void> {
    const until = Date.now() + ms
    do {
      const left = Math.max(0, until - Date.now())
      await waitFor(Math.min(LOOK_EVERY_MS, left), this.#cast.signal)
      if (this.#isWrong) this.#wrongSince ||= Date.now()
      if (this.#wrongSince > 0 && Date.now() - this.#wrongSince > GRACE_MS) throw new Over()
      const broken = await this.#glass()
      if (broken !== undefined) this.fail(broken)
    } while (Date.now() < until)
  }

  /** Says whether somebody let the route pass a gate that was not open; the demo itself never does. */
  async #glass(): Promise<string | undefined> {
    const { changes } = await this.#cast.asking.changes()
    return changes.flatMap(glassBroken)[0]
  }
}

/** Says of a change that a gate was passed which was not open. */
const glassBroken = ({ gates, approver }: Change): readonly string[] =>
  gates
    .filter(({ verdict }) => verdict !== 'open')
    .map(
      ({ route, verdict, bad, compared }) =>
        `the gate of ${route} was forced while it was ${verdict}, ${bad} of ${compared} differing` +
        (approver === null ? '' : `, on the word of ${approver}`),
    )

const closedNow = ({ verdict, why }: GateView): string | undefined =>
  verdict === 'closed' ? `the gate of ${MOVING} closed on the way: ${why[0] ?? ''}` : undefined

const unopened = (verdict: string, gate: GateView, ms: number): string =>
  `the gate of ${MOVING} is ${gate.verdict} and not ${verdict} after ${Math.round(ms / 1_000)} s: ${gate.why.join('; ')}`

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}
