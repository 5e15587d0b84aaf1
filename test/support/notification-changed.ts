import { GOLDEN_NOTIFICATIONS, type Parts } from './notification-golden-parts.ts'

/** A document in which one thing is another, what becomes of it, and why. */
export interface Changed {
  readonly why: string
  readonly bytes: Buffer
  readonly code: string
}

/** One thing that is another in a golden notification. */
export type Change = readonly [
  why: string,
  parts: Parts,
  from: string | RegExp,
  to: string,
  code: string,
]

/** A golden notification by its title. */
export const golden = (title: string): Parts => {
  const parts = GOLDEN_NOTIFICATIONS.get(title)
  if (parts === undefined) throw new Error(title)
  return parts
}

/** Makes the changes, each in a document of its own. */
export const changedIn = (
  write: (parts: Parts) => Buffer,
  changes: readonly Change[],
): readonly Changed[] =>
  changes.map(([why, parts, from, to, code]) => {
    const text = write(parts).toString()
    const other = text.replace(from, to)
    if (other === text) throw new Error(`nothing to change: ${why}`)
    return { why, bytes: Buffer.from(other), code }
  })
