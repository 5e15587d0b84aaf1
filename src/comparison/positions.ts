import type { ProtectedPath } from './never-ignored.ts'
import { parsePattern, type PathPattern } from './path-pattern.ts'
import type {
  CodesRule,
  IgnoreRule,
  KeyRule,
  PlainRule,
  Rule,
  TimestampRule,
  TypeRule,
} from './rules.ts'
import { pathsOf } from './rules.ts'

/** What a policy says of one place in a document; the first rule of each sort, all that ignore it. */
export interface Place {
  /** Those of the place itself and of all it stands within. */
  readonly ignore: readonly IgnoreRule[]
  readonly id: PlainRule | undefined
  readonly unordered: PlainRule | undefined
  readonly cosmetic: PlainRule | undefined
  readonly emptyIsAbsent: PlainRule | undefined
  readonly optional: PlainRule | undefined
  readonly timestamp: TimestampRule | undefined
  readonly type: TypeRule | undefined
  readonly codes: CodesRule | undefined
  readonly key: KeyRule | undefined
  readonly isProtected: boolean
  /** Whether it is where a value is written as an NHS number. */
  readonly isProtectedNumber: boolean
}

/** A place in a document, as far as a policy tells places apart. */
export interface Position extends Place {
  /** Whether an id may stand here or further down, as far as rules tell. */
  readonly leadsToIds: boolean
  /** Whether an attribute or a text right below may be an id. */
  readonly isAboveIds: boolean
  /** Whether a value that is a name may stand here or further down, which is what its prefix makes of it. */
  readonly leadsToNames: boolean
  /** One name further down. */
  next(name: string): Position
}

type Protection = 'protected' | 'protected-number'

const isRule = (rule: Line['rule']): rule is Rule => typeof rule !== 'string'

/** One path of one rule, or of a field no rule is asked about. */
interface Line {
  readonly pattern: PathPattern
  readonly rule: Rule | Protection
}

/** All lines that may still come true, each with how much of its pattern is behind it. */
type State = readonly (readonly [line: number, behind: number])[]

/** The last step to an attribute or a text. */
const LEAF = /^(?:@.*|text\(\)|\*)$/

/** Any name no pattern has. */
const OTHER = '*'

/**
 * Compiles paths into one automaton that is walked down with a document, a step of constant cost per name. Its
 * positions come to be as documents need them, never more than the rules tell apart.
 */
export function compilePositions(
  rules: readonly Rule[],
  protects: readonly ProtectedPath[],
): Position {
  const lines: Line[] = [
    ...rules.flatMap(rule => pathsOf(rule).map(path => ({ pattern: parsePattern(path), rule }))),
    ...protects.map(({ path, isNumber }): Line => {
      const rule = isNumber === true ? 'protected-number' : 'protected'
      return { pattern: parsePattern(path), rule }
    }),
  ]
  const names = new Set(lines.flatMap(({ pattern }) => pattern))
  const known = new Map<string, Position>()

  const isBeforeLeaf = ([line, behind]: State[number]): boolean => {
    const { pattern = [] } = lines[line] ?? {}
    return pattern.length === behind + 1 && LEAF.test(pattern[behind] ?? '')
  }
  const positionOf = (state: State): Position => {
    const key = state.map(([line, behind]) => `${line}:${behind}`).join()
    const before = known.get(key)
    if (before !== undefined) return before
    const further = new Map<string, Position>()
    const position: Position = {
      ...placeOf(lines, state),
      leadsToIds: leadsTo(lines, state, isOfIds),
      isAboveIds: leadsTo(lines, state.filter(isBeforeLeaf), isOfIds),
      leadsToNames: leadsTo(lines, state, rule => rule.does === 'type' && rule.type === 'qname'),
      next(name) {
        const step = names.has(name) ? name : OTHER
        let next = further.get(step)
        if (next === undefined) {
          next = positionOf(advanced(lines, state, step))
          further.set(step, next)
        }
        return next
      },
    }
    known.set(key, position)
    return position
  }
  return positionOf(
    closed(
      lines,
      lines.map((_, line) => [line, 0] as const),
    ),
  )
}

/** A `**` may stand for nothing: with a line before it the one behind it may come true too. */
function closed(lines: readonly Line[], state: State): State {
  const all = new Map<string, readonly [number, number]>()
  const add = (line: number, behind: number): void => {
    const key = `${line}:${behind}`
    if (all.has(key)) return
    all.set(key, [line, behind])
    if (lines[line]?.pattern[behind] === '**') add(line, behind + 1)
  }
  for (const [line, behind] of state) add(line, behind)
  return [...all.values()].sort(([a, x], [b, y]) => a - b || x - y)
}

function advanced(lines: readonly Line[], state: State, name: string): State {
  const next: (readonly [number, number])[] = []
  for (const [index, behind] of state) {
    const line = lines[index]
    const segment = line?.pattern[behind]
    if (segment === '**') next.push([index, behind])
    else if (segment === '*' || (segment === name && name !== OTHER)) next.push([index, behind + 1])
    else if (segment === undefined && isIgnore(line)) next.push([index, behind])
  }
  return closed(lines, next)
}

const isIgnore = (line: Line | undefined): boolean =>
  line !== undefined && isRule(line.rule) && line.rule.does === 'ignore'

const isOfIds = ({ does }: Rule): boolean => does === 'id'

const leadsTo = (
  lines: readonly Line[],
  state: State,
  isWanted: (rule: Rule) => boolean,
): boolean =>
  state.some(([index]) => {
    const line = lines[index]
    return line !== undefined && isRule(line.rule) && isWanted(line.rule)
  })

function placeOf(lines: readonly Line[], state: State): Place {
  const here = state.flatMap(([index, behind]) => {
    const line = lines[index]
    return line !== undefined && behind === line.pattern.length ? [line.rule] : []
  })
  const rules = here.filter(isRule)
  const plain = (does: PlainRule['does']): PlainRule | undefined =>
    rules.find((rule): rule is PlainRule => rule.does === does)
  return {
    ignore: rules.filter(rule => rule.does === 'ignore'),
    id: plain('id'),
    unordered: plain('unordered'),
    cosmetic: plain('cosmetic'),
    emptyIsAbsent: plain('empty-is-absent'),
    optional: plain('optional'),
    timestamp: rules.find(rule => rule.does === 'timestamp'),
    type: rules.find(rule => rule.does === 'type'),
    codes: rules.find(rule => rule.does === 'codes'),
    key: rules.find(rule => rule.does === 'key'),
    isProtected: here.includes('protected'),
    isProtectedNumber: here.includes('protected-number'),
  }
}
