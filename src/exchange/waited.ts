/** Adds up how long something is waited for. */
export class Waited {
  /** Milliseconds; undefined where nothing was. */
  ms: number | undefined

  /** Gives what is waited for, and notes how long it took however it ends. */
  for<Value>(answer: Promise<Value> | undefined): Promise<Value> | undefined {
    return answer && this.#noted(answer)
  }

  async #noted<Value>(answer: Promise<Value>): Promise<Value> {
    const at = performance.now()
    try {
      return await answer
    } finally {
      this.ms = (this.ms ?? 0) + performance.now() - at
    }
  }
}
