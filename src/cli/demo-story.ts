import { setTimeout as wait } from 'node:timers/promises'
import type { DemoFolder } from './demo-folder.ts'
import type { DemoInstance } from './demo-instance.ts'
import { readMetrics } from './demo-metrics.ts'
import { type DemoStage, routesText } from './demo-routes.ts'
import type { Screen } from './demo-screen.ts'
import type { Spines } from './demo-spines.ts'
import type { Moments } from './demo-summary.ts'
import { type Line, setDemoTable } from './demo-table.ts'
import type { Tally } from './demo-tally.ts'
import type { Traffic } from './demo-traffic.ts'
import type { Shares, Witness } from './demo-witness.ts'
import { LEGEND, stepLines, STEPS } from './demo-words.ts'
import { CommandError, EXIT } from './terminal.ts'

/** Everything the story is told with. */
export interface Cast {
  readonly spines: Spines
  readonly folder: DemoFolder
  readonly instance: DemoInstance
  readonly tally: Tally
  readonly witness: Witness
  readonly screen: Screen
  /** How long suppliers ask in each of the three steps. */
  readonly stepMs: number
  /** Ends the story early; its reason is thrown. */
  readonly signal: AbortSignal
}

const LOOK_EVERY_MS = 200
const SAY_EVERY_MS = 2_000
const TAKEN_OVER_WITHIN_MS = 10_000
/** How long a request may still be on its way to the side it was assigned before a flip. */
const ON_ITS_WAY_MS = 100
/** What the table calls the side a route is at: where its requests went within this. */
const NOW_MS = 1_000

/**
 * Tells the story: everything at legacy, one route to the cloud, and back, under the suppliers' traffic. Gives when
 * each of it happened; throws the signal's reason where it was ended early.
 */
export async function tellStory(cast: Cast, startSuppliers: () => Traffic): Promise<Moments> {
  const pause = (ms: number): Promise<void> => pauseFor(ms, cast.signal)
  const progress = followProgress(cast)
  const began = Date.now()
  const traffic = startSuppliers()
  try {
    progress.step(0)
    await pause(cast.stepMs)
    progress.step(1)
    const savedCloud = await save(cast, 'cloud')
    const atCloud = await takenOver(cast, 'cloud')
    await pause(cast.stepMs)
    progress.step(2)
    const savedLegacy = await save(cast, 'legacy')
    const atLegacy = await takenOver(cast, 'legacy')
    await pause(cast.stepMs)
    progress.step(STEPS.length)
    await traffic.stop()
    return { began, savedCloud, atCloud, savedLegacy, atLegacy, ended: Date.now() }
  } finally {
    await traffic.stop()
    progress.end()
  }
}

async function save({ folder, spines }: Cast, stage: DemoStage): Promise<number> {
  await folder.saveRoutes(routesText(spines, stage))
  return Date.now()
}

/** Waits until the instance says that the moving route stands at a stage, and for what was under way by then. */
async function takenOver({ instance, signal }: Cast, stage: DemoStage): Promise<number> {
  const until = Date.now() + TAKEN_OVER_WITHIN_MS
  while ((await readMetrics(instance.admin))?.isAt(stage) !== true) {
    if (Date.now() > until) {
      const patience = `${TAKEN_OVER_WITHIN_MS / 1_000} s`
      throw new CommandError(EXIT.failed, `the saved routes file was not taken over in ${patience}`)
    }
    await pauseFor(50, signal)
  }
  await pauseFor(ON_ITS_WAY_MS, signal)
  return Date.now()
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

/** Shows how far it is: the table in place on a terminal, a line now and then elsewhere. */
function followProgress({ screen, tally, witness }: Cast) {
  let at = 0
  let isOver = false
  const began = Date.now()
  const sharesOf = (row: string): Shares => {
    const now = witness.row(row, isOver ? 0 : Date.now() - NOW_MS)
    return now.legacy + now.cloud > 0 ? now : witness.row(row)
  }
  const block = (): readonly Line[] => {
    const table = setDemoTable(tally, sharesOf, screen.width)
    return [...stepLines(at), { text: '', dress: 'plain' }, ...table, LEGEND]
  }
  const look = (): void => {
    witness.look()
    screen.draw(block())
  }
  const sayProgress = (): void => {
    const { requests, failed } = tally.total()
    const now = Date.now()
    const { legacy, cloud } = witness.moving(now - NOW_MS, now)
    screen.say(
      `${clock(began)}     ${requests} requests, ${failed} failed` +
        ` (last second: ${legacy} at legacy, ${cloud} at the cloud)`,
    )
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  const saying = screen.isLive ? undefined : setInterval(sayProgress, SAY_EVERY_MS)
  return {
    step: (next: number): void => {
      at = next
      const step = STEPS[next]
      if (!screen.isLive && step !== undefined) screen.say(`${clock(began)}  ${next + 1}  ${step}`)
    },
    end: (): void => {
      clearInterval(looking)
      clearInterval(saying)
      isOver = true
      look()
      if (!screen.isLive) screen.say('', ...block().slice(stepLines(at).length + 1))
      screen.leave()
    },
  }
}

const clock = (began: number): string =>
  `${((Date.now() - began) / 1_000).toFixed(1)} s`.padStart(7)
