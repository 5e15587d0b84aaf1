import type { RouteWhatIf, WhatIfView } from '../admin/index.ts'

/**
 * Adds up what several instances say, and then names none of them: requests are added, what is known by its name is
 * counted once. Throws where nobody said anything.
 */
export function addedUp(views: readonly WhatIfView[]): WhatIfView {
  const [first, ...others] = views
  if (first === undefined) throw new Error('somebody said something')
  return others.reduce(both, first)
}

const both = (one: WhatIfView, other: WhatIfView): WhatIfView => ({
  ...one,
  instance: null,
  names: [...new Set([...one.names, ...other.names])],
  kept: {
    decisions: one.kept.decisions + other.kept.decisions,
    most: one.kept.most + other.kept.most,
    since: earlier(one.kept.since, other.kept.since),
    forgotten: one.kept.forgotten + other.kept.forgotten,
    unread: addCounts(one.kept.unread, other.kept.unread),
  },
  routes: one.routes.map(route => {
    const same = other.routes.find(each => each.route === route.route)
    return same === undefined ? route : bothRoutes(route, same)
  }),
})

const bothRoutes = (one: RouteWhatIf, other: RouteWhatIf): RouteWhatIf => ({
  ...one,
  asked: one.asked + other.asked,
  since: earlier(one.since, other.since),
  unread: one.unread + other.unread,
  otherFile: one.otherFile + other.otherFile,
  moves: addMoves([...one.moves, ...other.moves]),
  stays: addCounts(one.stays, other.stays),
})

function addMoves(moves: RouteWhatIf['moves']): RouteWhatIf['moves'] {
  const kinds = new Map<string, RouteWhatIf['moves'][number]>()
  for (const move of moves) {
    const { requests, later, ...kind } = move
    const key = JSON.stringify(kind)
    const before = kinds.get(key)
    kinds.set(key, {
      ...kind,
      requests: requests + (before?.requests ?? 0),
      later: later + (before?.later ?? 0),
    })
  }
  return [...kinds.values()].sort((a, b) => b.requests - a.requests)
}

type Counts = Readonly<Record<string, number>>

function addCounts(one: Counts, other: Counts): Counts {
  const all = { ...one }
  for (const [name, count] of Object.entries(other)) all[name] = (all[name] ?? 0) + count
  return all
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)
