/** One place of the story of the other patient, whole, in a thread of its own: suppliers, proxy and both sides. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Position } from '../../src/fleet/index.ts'
import { askMany, type Seen, startMixing, startRight } from './other-patient.ts'
import { placed, startTranslating } from './translated.ts'

/** What is asked of a thread. */
export interface PlaceAsked {
  readonly at: Partial<Position>
  readonly questions: number
  readonly connections: number
  /** The cloud answers about another patient once in so many times. */
  readonly mixedEvery: number
}

/** What it tells. */
export interface PlaceTold {
  readonly seen: Readonly<Record<Seen, number>>
  /** By the cloud, and how many of those about another patient. */
  readonly answered: number
  readonly mixed: number
  readonly alarms: number
}

async function tell({ at, questions, connections, mixedEvery }: PlaceAsked): Promise<PlaceTold> {
  const closings: (() => unknown)[] = []
  const t = { teardown: (close: () => unknown) => void closings.push(close) }
  const [legacy, cloud] = [await startRight(t), await startMixing(t, mixedEvery)]
  const translating = await startTranslating(t, { legacy, cloud: cloud.url })
  await placed(translating, at)
  const seen = await askMany(translating.url, { questions, connections })
  const alarms = translating.events.filter(({ name }) => name === 'answer-crossed').length
  for (const close of closings.toReversed()) await close()
  return { seen, answered: cloud.answered, mixed: cloud.mixed, alarms }
}

parentPort?.postMessage(await tell(workerData as PlaceAsked)) // what its one caller below gives
