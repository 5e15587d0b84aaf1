/** Keeps one thing for each route and epoch: of an epoch that is over for long, nothing. */
export interface ByEpoch<Kept> {
  /** Gives what is kept, made anew where there is none, and marks its epoch as the one used last. */
  use(route: string, epoch: string): Kept
  /** Gives what is kept, if anything is. */
  of(route: string, epoch: string): Kept | undefined
}

/** The epoch that is now, and the one before: a change that is taken back finds what it left. */
const EPOCHS = 2

/** Creates an empty one. */
export function createByEpoch<Kept>(make: () => Kept): ByEpoch<Kept> {
  const routes = new Map<string, Map<string, Kept>>()
  return {
    use(route, epoch) {
      const epochs = routes.get(route) ?? new Map<string, Kept>()
      routes.set(route, epochs)
      const kept = epochs.get(epoch) ?? make()
      // The one used last stands last, so that the first is the one to go.
      epochs.delete(epoch)
      epochs.set(epoch, kept)
      const [first] = epochs.keys()
      if (epochs.size > EPOCHS && first !== undefined) epochs.delete(first)
      return kept
    },
    of: (route, epoch) => routes.get(route)?.get(epoch),
  }
}
