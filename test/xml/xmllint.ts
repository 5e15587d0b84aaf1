import { spawnSync } from 'node:child_process'
import type { Test } from 'tap'

const isThere = spawnSync('xmllint', ['--version']).error === undefined

/** Says whether xmllint is on this machine. Where not, the test skips, or fails when everything is required. */
export function xmllintIsThere(t: Test): boolean {
  if (isThere) return true
  const reason = 'xmllint is not on this machine: it is in the Debian package libxml2-utils'
  if (process.env['FICUS_REQUIRE'] === 'all') {
    t.fail(reason)
    t.end()
  } else {
    t.plan(0, reason)
  }
  return false
}

/** Says whether libxml2 takes a text for a document; it lets pass some of what Namespaces in XML forbids. */
export const isWellFormedToXmllint = (text: string): boolean =>
  spawnSync('xmllint', ['--nonet', '--huge', '--noout', '-'], { input: text }).status === 0

/**
 * The exclusive canonical form of a document by libxml2, its comments taken out: xmllint keeps them, and in a
 * canonical form nothing else begins with `<!--`. A comment outside the root stands on a line of its own.
 */
export function canonicalByXmllint(text: string): string {
  const { stdout, status } = spawnSync('xmllint', ['--nonet', '--huge', '--exc-c14n', '-'], {
    input: text,
    maxBuffer: 64 * 1024 * 1024,
  })
  // A form that is one ends in the root's end tag; the newline behind is the program's own.
  if (status !== 0) throw new Error('xmllint refuses')
  const form = stdout.toString().replace(/<!--[^]*?-->/g, '')
  return form.slice(form.indexOf('<'), form.lastIndexOf('>') + 1)
}
