/** A path of names in which `*` stands for one name and `**` for any number of them, none included. */
export type PathPattern = readonly string[]

const SEGMENT = /^(?:\*\*?|text\(\)|@?[\w.:$-]+)$/

/** Takes a pattern apart at its `/`. Throws where a segment is neither a name nor a star. */
export function parsePattern(text: string): PathPattern {
  const segments = text.split('/')
  const wrong = segments.find(segment => !SEGMENT.test(segment))
  if (wrong !== undefined) throw new Error(`"${wrong}" in "${text}" is no step of a path`)
  return segments
}

/** One pattern on its way down one path. */
interface Way {
  readonly pattern: PathPattern
  readonly path: readonly string[]
  /** Whether it may end before the path does. */
  readonly endsAnywhere: boolean
}

/** Nothing is copied: a policy holds thousands of pairs against each other when it is compiled. */
function leads(way: Way, behind: number, depth: number): boolean {
  const { pattern, path, endsAnywhere } = way
  const segment = pattern[behind]
  if (segment === undefined) return endsAnywhere || depth === path.length
  if (segment === '**') {
    return leads(way, behind + 1, depth) || (depth < path.length && leads(way, behind, depth + 1))
  }
  const isNext = depth < path.length && (segment === '*' || segment === path[depth])
  return isNext && leads(way, behind + 1, depth + 1)
}

/** Says whether a pattern leads to exactly this path. */
export const matches = (pattern: PathPattern, path: readonly string[]): boolean =>
  leads({ pattern, path, endsAnywhere: false }, 0, 0)

/** Says whether a pattern leads to this path or to anything it stands within. */
export const covers = (pattern: PathPattern, path: readonly string[]): boolean =>
  path.length > 0 && leads({ pattern, path, endsAnywhere: true }, 0, 0)
