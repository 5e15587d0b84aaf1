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

/** Says whether a pattern leads to exactly this path. */
export function matches(pattern: PathPattern, path: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return path.length === 0
  if (first === '**') {
    return matches(rest, path) || (path.length > 0 && matches(pattern, path.slice(1)))
  }
  const [name, ...below] = path
  return name !== undefined && (first === '*' || first === name) && matches(rest, below)
}

/** Says whether a pattern leads to this path or to anything it stands within. */
export const covers = (pattern: PathPattern, path: readonly string[]): boolean =>
  path.some((_, i) => matches(pattern, path.slice(0, i + 1)))
