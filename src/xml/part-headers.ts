import type { RawHeaders } from '../exchange/index.ts'
import { withoutBlanks, withoutEndBlanks } from './blanks.ts'
import { refusal } from './refusal.ts'

const LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^]*)$/
const CONTROL = /[\0-\x08\x0A-\x1F\x7F]/

/** Those a part is understood by: a second one would leave two readings. */
const ONCE = ['content-type', 'content-id', 'content-transfer-encoding'] as const

/**
 * Reads the header block of a part, without the empty line that ends it.
 *
 * A line that begins with a blank continues the one before it (RFC 5322 §2.2.3). Where the first line is
 * indented the whole block is, as in messages that were stored pretty-printed: that indentation is taken off
 * every line first.
 */
export function readPartHeaders(block: string, where: string): RawHeaders {
  if (block === '') return []
  const lines = block.split(/\r?\n/)
  const indent = /^[ \t]*/.exec(lines[0] ?? '')?.[0] ?? ''
  const unfolded: string[] = []
  for (const line of lines) {
    const own = line.startsWith(indent) ? line.slice(indent.length) : line
    if (withoutBlanks(own) === '') throw refusal('part header line of blanks', where)
    const isContinued = own.startsWith(' ') || own.startsWith('\t')
    if (isContinued) unfolded.push(`${unfolded.pop() ?? ''} ${withoutBlanks(own)}`)
    else unfolded.push(own)
  }
  return named(unfolded, where)
}

function named(lines: readonly string[], where: string): RawHeaders {
  const headers: string[] = []
  const seen = new Set<string>()
  for (const line of lines) {
    const [, name, value] = LINE.exec(line) ?? []
    if (name === undefined || value === undefined) throw refusal('malformed part header', where)
    if (CONTROL.test(value)) throw refusal('control character in a part header', where)
    const key = ONCE.find(once => once === name.toLowerCase())
    if (key !== undefined && seen.has(key)) throw refusal('part header given twice', where)
    if (key !== undefined) seen.add(key)
    headers.push(name, withoutEndBlanks(value))
  }
  return headers
}
