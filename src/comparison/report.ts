import { createHash } from 'node:crypto'
import { Spent } from './budget.ts'
import type { Difference, DifferenceKind, Severity } from './comparison.ts'
import type { EditClass } from './edit-class.ts'
import type { Rule } from './rules.ts'
import { nameToken, type Tokens } from './tokens.ts'
import { pathTo, type TreeNode } from './tree.ts'

/** One difference as it was found. */
export interface Found {
  readonly kind: DifferenceKind
  readonly editClass: EditClass
  /** Undefined on the side that has nothing there. */
  readonly control: TreeNode | undefined
  readonly candidate: TreeNode | undefined
  /** The rule that explains it. */
  readonly rule?: Rule | undefined
  readonly expired?: Rule | undefined
}

/** Gathers what was found, without a value of a message. */
export interface Report {
  found(found: Found): void
  /** Counts a rule that had something to say and found no difference. */
  hit(rule: Rule): void
  /** Enters what became of the requests, in words of ours or in tokens: critical. */
  outcome(path: string, control: string, candidate: string): void
  /** Enters how the bytes of either are to be read, in words of ours. */
  encoding(path: string, severity: Severity, words: readonly [string, string]): void
  /** Enters that the candidate's upstream was down: no more than significant, for it may be up again. */
  down(control: string, candidate: string): void
  readonly differences: readonly Difference[]
  readonly hits: Readonly<Record<string, number>>
  isDifferent(): boolean
  signature(): string
}

const COSMETIC: ReadonlySet<EditClass> = new Set(['whitespace', 'unicode-form'])

function severityOf({ kind, control, candidate, editClass }: Found): Severity {
  const nodes = [control, candidate].filter(node => node !== undefined)
  // Where something stands, or what it is named by, changes no field in it.
  if (kind === 'order' || kind === 'namespace') return 'significant'
  if (nodes.some(({ holdsProtected }) => holdsProtected)) return 'critical'
  const isCosmetic = nodes.every(({ at }) => at.cosmetic !== undefined)
  return isCosmetic || COSMETIC.has(editClass) ? 'cosmetic' : 'significant'
}

function tokenOf(tokens: Tokens, path: string, node: TreeNode | undefined): string {
  if (node === undefined) return 'absent'
  return node.value === undefined ? `${node.form}(${node.leaves})` : tokens(path, node.value)
}

const ofWhole = (
  kind: 'domain-outcome' | 'encoding',
  path: string,
  severity: Severity,
  [leftToken, rightToken]: readonly [string, string],
): Difference => ({
  path,
  kind,
  editClass: 'other',
  severity,
  leftToken,
  rightToken,
})

/** Builds the report of one comparison; throws {@link Spent} with the first difference too many. */
export function createReport(tokens: Tokens, most: number): Report {
  const differences: Difference[] = []
  const hits: Record<string, number> = {}
  const explained = new Set<string>()
  let unexplained = 0

  const add = (difference: Difference): void => {
    if (difference.rule === undefined) {
      if (unexplained === most) throw new Spent('differences')
      unexplained += 1
    }
    differences.push(difference)
  }

  const hit = ({ id }: Rule): void => {
    hits[id] = (hits[id] ?? 0) + 1
  }

  return {
    hit,
    found(found) {
      const { kind, editClass, control, candidate, rule, expired } = found
      const node = control ?? candidate
      const path = (node === undefined ? [] : pathTo(node))
        .map(name => nameToken(tokens, name))
        .join('/')
      if (rule !== undefined) {
        hit(rule)
        const key = [rule.id, path, kind, editClass].join(' ')
        if (explained.has(key)) return
        explained.add(key)
      }
      add({
        path,
        kind,
        editClass,
        severity: severityOf(found),
        ...(rule && { rule: rule.id }),
        ...(expired && { expired: expired.id }),
        leftToken: tokenOf(tokens, path, control),
        rightToken: tokenOf(tokens, path, candidate),
      })
    },
    outcome: (path, ...words) => add(ofWhole('domain-outcome', path, 'critical', words)),
    encoding: (path, severity, words) => add(ofWhole('encoding', path, severity, words)),
    down: (...words) => add(ofWhole('domain-outcome', 'outcome', 'significant', words)),
    differences,
    hits,
    isDifferent: () => unexplained > 0,
    signature: () => signatureOf(differences),
  }
}

function signatureOf(differences: readonly Difference[]): string {
  const classes = differences
    .filter(({ rule }) => rule === undefined)
    .map(({ path, kind, editClass }) => `${path} ${kind} ${editClass}`)
  if (classes.length === 0) return ''
  const all = [...new Set(classes)].sort().join('\n')
  return createHash('sha256').update(all).digest('hex').slice(0, 16)
}
