import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createAdmission, openTokenFile, type Role } from '../../src/roles/index.ts'
import { testFolder } from './redis-server.ts'

/** Somebody with a token. */
export interface Person {
  readonly name: string
  readonly roles: readonly Role[]
}

export const tokenOf = (name: string): string => `token-of-${name}`

/** Lets in whoever a token file names, and nobody else. */
export function admissionOf(
  t: Test,
  people: readonly Person[],
): ReturnType<typeof createAdmission> {
  const tokens = people.map(({ name, roles }) => {
    const sha256 = createHash('sha256').update(tokenOf(name)).digest('hex')
    return { name, roles, sha256 }
  })
  const file = join(testFolder(t), 'tokens.json')
  writeFileSync(file, JSON.stringify({ tokens }))
  const opened = openTokenFile(file)
  t.teardown(() => opened.close())
  return createAdmission('127.0.0.1', { tokens: opened })
}
