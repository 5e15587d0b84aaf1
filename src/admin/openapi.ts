import { readFileSync } from 'node:fs'
import { type Page, shown } from './page.ts'

const FILE = new URL('openapi.json', import.meta.url)

let read: Readonly<Record<string, unknown>> | undefined

/** Shows the document of the API, as this instance serves it: its version, and wherever it was asked. */
export const openapi: Page = ({ context: { instance, flips } }) => {
  read ??= JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, unknown>> // made by this project
  const info = { ...(read['info'] as object), version: instance?.version ?? 'unknown' }
  // Relative, it is right wherever the document came from, and nobody can have it name another place.
  const servers = [{ url: '/', description: `an instance of ${flips.environment.name}` }]
  return shown({ ...read, info, servers })
}
