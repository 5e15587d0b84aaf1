import type { Loss, SourceLoss, Tally, TargetLoss } from './loss.ts'

function addedTally(tallies: readonly Tally[]): Tally {
  // Paths are names out of a message: a Map, for which `constructor` is a name like any other.
  const sum = new Map<string, number>()
  for (const tally of tallies) {
    for (const [path, count] of Object.entries(tally)) sum.set(path, (sum.get(path) ?? 0) + count)
  }
  return Object.fromEntries(sum)
}

/** Adds what became of the leaves of several messages that were read. */
export function addedSource(losses: readonly SourceLoss[]): SourceLoss {
  const sum = (of: keyof SourceLoss): Tally => addedTally(losses.map(each => each[of]))
  return {
    used: sum('used'),
    fixed: sum('fixed'),
    lossy: sum('lossy'),
    blank: sum('blank'),
    dropped: sum('dropped'),
  }
}

/** Adds what became of the leaves of several resources, and where those written for them came from. */
export function addedLoss(losses: readonly Loss[]): Loss {
  const sum = (of: keyof TargetLoss): Tally => addedTally(losses.map(({ target }) => target[of]))
  return {
    source: addedSource(losses.map(({ source }) => source)),
    target: { said: sum('said'), defaulted: sum('defaulted'), invented: sum('invented') },
  }
}
