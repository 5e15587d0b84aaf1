import type { Compiled } from './compile-rows.ts'
import type { DocumentSpec } from './document-spec.ts'
import { treeOfMessage } from './foreign.ts'
import { parsePath } from './paths.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'
import { withoutLossy } from './without-lossy.ts'

const SUBJECT = parsePath('ControlActEvent/subject')

/** A tree as text that is another for every other tree; the order of attributes is no part of it (XML 1.0 §3.1). */
function spelled({ label, value, scalar, children }: Tree): string {
  const texts = children.map(spelled)
  const isAttribute = (_: string, i: number): boolean => children[i]?.label.startsWith('@') === true
  const attributes = texts.filter(isAttribute).toSorted()
  const rest = texts.filter((text, i) => !isAttribute(text, i))
  return JSON.stringify([label, value, scalar, attributes, rest])
}

/**
 * Says whether a message that was written again says what it said: the same elements in the same order with the same
 * attributes and texts, but for what listed rows let go. What stands around the subject was read and written as it
 * came, and is not looked at.
 */
export function isSameMessage(
  original: Buffer,
  again: Buffer,
  { spec, rows }: { readonly spec: DocumentSpec; readonly rows: readonly Compiled[] },
): boolean {
  const [before, after] = [original, again].map(bytes =>
    walk(treeOfMessage(bytes, spec.foreign), SUBJECT)
      .flatMap(({ at }) => at.children)
      .filter(({ label }) => label === spec.outline.name)
      .map(subject => spelled(withoutLossy(subject, rows, ['hl7', 'fhir']))),
  )
  return before?.length === 1 && before[0] === after?.[0]
}
