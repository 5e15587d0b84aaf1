import { type FicusError, isFicusError } from '../exchange/index.ts'
import { answer, type Decision, type DecisionStep } from '../rollout/index.ts'
import { type KeptTrial, tryKept } from '../routing/index.ts'
import type { KeptDecision } from './kept-decision.ts'

/** One decision with every step to it, made again from what was kept. */
export interface AskedAgain {
  readonly routes: readonly KeptTrial[]
  readonly steps: readonly DecisionStep[]
  /** Undefined where the request ended before its route was known. */
  readonly decided: Decision | FicusError | undefined
}

/** Makes a decision again from what was kept, on where everything stood then, with every step to it. */
export function askAgain(kept: KeptDecision): AskedAgain {
  const { question } = kept
  const routes = tryKept(kept.routes, kept, question?.route.name)
  const steps: DecisionStep[] = []
  if (question === undefined) return { routes, steps, decided: undefined }
  try {
    return { routes, steps, decided: answer(question, steps) }
  } catch (error) {
    if (!isFicusError(error)) throw error
    return { routes, steps, decided: error }
  }
}
