import { type EditClass, editClassOf } from './edit-class.ts'
import type { Renaming } from './ids.ts'
import type { Found } from './report.ts'
import { normalLeaf } from './leaf-types.ts'
import type { CodesRule, Rule, TimestampRule } from './rules.ts'
import { readTime } from './times.ts'
import type { TreeNode } from './tree.ts'

/** Two nodes that belong together. */
export interface Matched {
  readonly control: TreeNode
  readonly candidate: TreeNode
}

const valueOf = ({ value = '' }: TreeNode): string => value

/** Whether two texts are points in time no further apart than the rule lets them. */
function areTimes({ withinMs = Infinity }: TimestampRule, a: string, b: string): boolean {
  const [x, y] = [readTime(a), readTime(b)]
  return x !== undefined && y !== undefined && Math.abs(x.ms - y.ms) <= withinMs
}

const isSameCode = ({ same }: CodesRule, a: string, b: string): boolean =>
  same.some(group => group.includes(a) && group.includes(b))

/** Compares two leaves that no rule ignores; says nothing where they are equal. */
export function compareLeaves({ control, candidate }: Matched, ids: Renaming): Found | undefined {
  const [a, b] = [valueOf(control), valueOf(candidate)]
  const found = (kind: Found['kind'], editClass: EditClass, rule?: Rule): Found => ({
    kind,
    editClass,
    control,
    candidate,
    rule,
  })
  if (control.form !== candidate.form) return found('type', a === b ? 'other' : editClassOf(a, b))
  const { at } = control
  const isProtected = control.isProtected || candidate.isProtected
  if (!isProtected && at.id !== undefined) {
    const wrong = ids.bind(a, b)
    if (wrong === undefined) return undefined
    return wrong === 'prefix' ? found('value', 'prefix') : found('id-inconsistent', 'renamed')
  }
  if (a === b) return undefined
  if (!isProtected && at.timestamp !== undefined && areTimes(at.timestamp, a, b)) {
    return found('value', editClassOf(a, b), at.timestamp)
  }
  if (!isProtected && at.codes !== undefined && isSameCode(at.codes, a, b)) {
    return found('value', editClassOf(a, b), at.codes)
  }
  if (at.type !== undefined && normalLeaf(at.type.type, a) === normalLeaf(at.type.type, b)) {
    return found('value', editClassOf(a, b), at.type)
  }
  return found('value', editClassOf(a, b))
}
