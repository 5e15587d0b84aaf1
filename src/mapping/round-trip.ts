import type { Compiled } from './compile-rows.ts'
import type { Drawing } from './drawing.ts'
import { leafOf, type Tree } from './tree.ts'
import { withoutLossy } from './without-lossy.ts'
import { FOREIGN, isBetweenTags } from './xml-tree.ts'

const isAttribute = ({ label }: Pick<Tree, 'label'>): boolean => label.startsWith('@')

/**
 * Says whether two trees say the same: elements in their order with the same texts and attributes, whose order is no
 * part of it (XML 1.0 §3.1), but for what is left out.
 */
export function isSameTree(a: Tree, b: Tree, without?: ReadonlySet<Tree>): boolean {
  if (a.label !== b.label || a.value !== b.value || a.scalar !== b.scalar) return false
  let [i, j, attributes] = [0, 0, 0]
  for (;;) {
    while (isPassed(a.children[i], without)) {
      const own = a.children[i++]
      if (own === undefined || !isAttribute(own)) continue
      if (!hasAttribute(b, own)) return false
      attributes += 1
    }
    while (isPassed(b.children[j], without)) {
      const own = b.children[j++]
      if (own !== undefined && isAttribute(own)) attributes -= 1
    }
    const [left, right] = [a.children[i++], b.children[j++]]
    if (left === undefined || right === undefined) return left === right && attributes === 0
    if (!isSameTree(left, right, without)) return false
  }
}

/** What is not held against what stands in the same place. */
const isPassed = (child: Tree | undefined, without: ReadonlySet<Tree> | undefined): boolean =>
  child !== undefined && (isAttribute(child) || without?.has(child) === true)

const hasAttribute = ({ children }: Tree, { label, value }: Tree): boolean =>
  children.some(child => child.label === label && child.value === value)

const UNSAID = { value: '', scalar: 'none' } as const

/** A drawing in the form it is read in once it was written as XML: texts that meet are one, and a blank one none. */
export function treeOfDrawing({ label, children }: Drawing): Tree {
  const read: Tree[] = []
  const foreign: Tree[] = []
  let text = ''
  const tell = (): void => {
    if (!isBetweenTags(text))
      read.push(leafOf({ label: 'text()', isItem: undefined }, 'text', text))
    text = ''
  }
  for (const child of children) {
    const { value } = child.leaf ?? UNSAID
    if (child.label === 'text()') text += value
    else if (isAttribute(child))
      read.push(leafOf({ label: child.label, isItem: undefined }, 'text', value))
    else {
      tell()
      if (child.label === FOREIGN)
        foreign.push(leafOf({ label: FOREIGN, isItem: undefined }, 'text', value))
      else read.push(treeOfDrawing(child))
    }
  }
  tell()
  return { label, ...UNSAID, children: [...read, ...foreign], isItem: undefined }
}

const AROUND = ['ControlActEvent', 'subject']

/** A subject where it stands in its message. */
export const within = (subject: Tree): Tree =>
  ['', ...AROUND].reduceRight(
    (child, label): Tree => ({ label, ...UNSAID, children: [child], isItem: undefined }),
    subject,
  )

/**
 * Says whether a subject that was drawn again says what it said, but for what listed rows let go. What stands around
 * it was read and written as it came, and is not looked at.
 */
export const isSameSubject = (subject: Tree, again: Tree, rows: readonly Compiled[]): boolean =>
  isSameTree(
    withoutLossy(subject, rows, ['hl7', 'fhir']),
    withoutLossy(again, rows, ['hl7', 'fhir']),
  )
