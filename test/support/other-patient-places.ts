/** The story of the other patient at one place after another, in a process of its own: suppliers, proxy, both sides. */
import type { Position } from '../../src/fleet/index.ts'
import { askMany, type Seen, startMixing, startRight } from './other-patient.ts'
import { placed, startTranslating } from './translated.ts'

/** Where the route stands, and how many questions are asked there. */
export interface Place {
  readonly at: Partial<Position>
  readonly questions: number
}

/** What is asked of a process. */
export interface PlacesAsked {
  readonly places: readonly Place[]
  readonly connections: number
  /** The cloud answers about another patient once in so many times. */
  readonly mixedEvery: number
}

/** What came of one place. */
export interface PlaceTold {
  readonly seen: Readonly<Record<Seen, number>>
  /** By the cloud, and how many of those about another patient. */
  readonly answered: number
  readonly mixed: number
  readonly alarms: number
}

async function tell({ places, connections, mixedEvery }: PlacesAsked): Promise<PlaceTold[]> {
  const closings: (() => unknown)[] = []
  const t = { teardown: (close: () => unknown) => void closings.push(close) }
  const [legacy, cloud] = [await startRight(t), await startMixing(t, mixedEvery)]
  const translating = await startTranslating(t, { legacy, cloud: cloud.url })
  const { events, lines, url } = translating
  const told: PlaceTold[] = []
  for (const { at, questions } of places) {
    Object.assign(cloud, { answered: 0, mixed: 0 })
    events.length = 0
    await placed(translating, at)
    const seen = await askMany(url, { questions, connections })
    const alarms = events.filter(({ name }) => name === 'answer-crossed').length
    told.push({ seen, answered: cloud.answered, mixed: cloud.mixed, alarms })
    lines.length = 0
  }
  for (const close of closings.toReversed()) await close()
  return told
}

process.once('message', asked => {
  void tell(asked as PlacesAsked).then(told => process.send?.(told)) // what its one caller sends
})
