import { createHash } from 'node:crypto'

/** Writes plain data so that no two that differ are written alike; functions and patterns by their source. */
function spelled(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(spelled).join()}]`
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return String(value)
  const members = Object.entries(value)
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${spelled(member)}`).join()}}`
}

/**
 * Names an edition of a table: twelve hexadecimal digits of the SHA-256 of all it says. What a function closes over
 * is not seen.
 */
export const versionOf = (table: object): string =>
  createHash('sha256').update(spelled(table)).digest('hex').slice(0, 12)
