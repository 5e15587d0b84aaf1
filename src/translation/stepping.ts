import { type ErrorCode, isFicusError, type Route } from '../exchange/index.ts'
import type { TranslationStep } from '../telemetry/index.ts'

type Result = TranslationStep['result']

/** How the end of one direction is called. */
interface Direction {
  readonly direction: TranslationStep['direction']
  readonly came: (came: object) => Result
  readonly failed: (error: unknown) => Result
}

/** What an answer came to that is not told, by its error; any other is a mistake of ours. */
const UNSAID: Partial<Record<ErrorCode, Result>> = {
  crossed: 'crossed',
  'not-sent': 'failed',
  'no-answer': 'failed',
  'sent-unknown': 'failed',
  'bad-answer': 'refused',
}

export const REQUEST: Direction = {
  direction: 'request',
  came: came => ('kind' in came && came.kind === 'declined' ? 'declined' : 'taken'),
  failed: () => 'mistaken',
}

export const ANSWER: Direction = {
  direction: 'answer',
  came: () => 'said',
  failed: error => (isFicusError(error) ? UNSAID[error.code] : undefined) ?? 'mistaken',
}

/** Measures the steps of putting one message in other words, and tells each as it ends, however it ends. */
export class Stepping {
  /** How long they took so far, milliseconds. */
  readonly took = { ms: 0 }
  readonly #route: Route
  readonly #stepped: ((step: TranslationStep) => void) | undefined

  constructor(route: Route, stepped: ((step: TranslationStep) => void) | undefined) {
    this.#route = route
    this.#stepped = stepped
  }

  /** Takes one at once. */
  take<Came extends object>(of: Direction, work: () => Came): Came {
    const at = performance.now()
    let came: Came
    try {
      came = work()
    } catch (error) {
      this.#tell(of, of.failed(error), at)
      throw error
    }
    this.#tell(of, of.came(came), at)
    return came
  }

  /** Takes one that another thread is at; its wait for that thread is part of it. */
  async takeAside<Came extends object>(of: Direction, work: Promise<Came>): Promise<Came> {
    const at = performance.now()
    const came = await work.catch((error: unknown) => {
      this.#tell(of, of.failed(error), at)
      throw error
    })
    this.#tell(of, of.came(came), at)
    return came
  }

  #tell({ direction }: Direction, result: Result, at: number): void {
    const ms = performance.now() - at
    this.took.ms += ms
    this.#stepped?.({ route: this.#route, direction, result, ms })
  }
}
