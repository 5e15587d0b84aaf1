/** A wait that can be ended from outside. */
export interface Rest {
  /** Waits; true where nobody ended it. Keeps no process alive. */
  for(ms: number): Promise<boolean>
  /** Ends the wait that is on, or the next one where none is. */
  end(): void
}

/** Makes one. */
export function createRest(): Rest {
  let isEnded = false
  let wake: (() => void) | undefined
  return {
    for: ms =>
      new Promise(resolve => {
        const wakeUp = (isWhole: boolean): void => {
          clearTimeout(timer)
          wake = undefined
          isEnded = false
          resolve(isWhole)
        }
        const timer = setTimeout(() => {
          wakeUp(true)
        }, ms)
        timer.unref()
        wake = () => {
          wakeUp(false)
        }
        if (isEnded) wakeUp(false)
      }),
    end: () => {
      isEnded = true
      wake?.()
    },
  }
}
