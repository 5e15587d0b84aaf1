import type { Test } from 'tap'
import { isFicusError } from '../../src/exchange/index.ts'

/**
 * Every refusal the room can speak, numbers as N. That this list is closed is what keeps a message's characters
 * out of every error.
 */
const WORDS = new Set([
  'N',
  'attribute given twice',
  'attribute without a quoted value',
  'boundary after a bare CR',
  'boundary after the close delimiter',
  'boundaries between line ends of both kinds',
  'boundary of wrong length or characters',
  'bytes beyond US-ASCII in a part of Nbit',
  'character XML cannot hold',
  'charset is not UTF-N',
  'control character in a part header',
  'declared encoding is not UTF-N',
  'disallowed character',
  'disallowed character in a tag',
  'document type or markup declaration',
  'end of CDATA in text',
  'end tag without its start tag',
  'line that begins with the boundary and is no delimiter',
  'malformed XML declaration',
  'malformed baseN',
  'malformed comment',
  'malformed part header',
  'malformed qualified name',
  'malformed quoted-printable',
  'more than N attributes on an element',
  'more than N bytes',
  'more than N bytes of part headers',
  'more than N characters in a name',
  'more than N characters in an attribute value',
  'more than N characters of text',
  'more than N elements',
  'more than N levels of elements',
  'more than N namespace declarations in force',
  'more than N parts',
  'more than one root element',
  'multipart that would not be read as it is meant',
  'multipart within a multipart within a multipart',
  'namespace that may not be declared',
  'no boundary',
  'no part',
  'no part with a Content-Type',
  'no root element',
  'not US-ASCII as declared',
  'not UTF-N',
  'NUL character',
  'part header given twice',
  'part headers between line ends of both kinds',
  'part header line of blanks',
  'processing instruction',
  'disallowed after the root element',
  'disallowed before the root element',
  'undeclared prefix',
  'undefined entity or character reference',
  'unexpected end',
  'unknown Content-Transfer-Encoding',
  'XML version other than N.N',
])
const PLACE =
  /, (line N column N|byte N|after N (bytes|characters)|at index N|Content-Type|XML declaration|whole document)$/

/**
 * Runs a step and gives the detail of its refusal, undefined where it did not refuse. Anything but a FicusError
 * `malformed` in our own words, without a cause, is thrown on.
 */
export function refusalOf(step: () => unknown): string | undefined {
  try {
    step()
    return undefined
  } catch (error) {
    if (!isFicusError(error) || error.code !== 'malformed' || error.cause !== undefined) throw error
    const detail = error.detail ?? ''
    const rule = detail.replace(/\d+/g, 'N').replace(PLACE, '')
    if (!WORDS.has(rule)) throw new Error(`not in our own words: ${detail}`)
    return detail
  }
}

/** Asserts that a step is refused by a rule, wherever it says that was. */
export function refuses(t: Test, step: () => unknown, rule: string, title = rule): void {
  const detail = refusalOf(step)
  t.equal(detail?.replace(/, (?:line|byte|after|at index) .*$/, ''), rule, title)
}

/** Says whether a step can be done with so much work at all: a busy machine makes more of it, and never less. */
export function isWithin(ms: number, step: () => unknown): boolean {
  for (let run = 0; run < 20; run++) if (workOf(step) < ms) return true
  return false
}

/** Measures what this thread works for a step, milliseconds: what others take of the machine meanwhile is none of it. */
function workOf(step: () => unknown): number {
  const before = process.threadCpuUsage()
  step()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

/**
 * Says whether time(4n) ≤ 6 × time(n), the fastest of 7 taken in turns; of as many as ten seconds hold where the
 * machine is busy. What is busy all the while slows both alike, so that their sums may show it too.
 */
export function isLinear(step: (n: number) => () => unknown, n: number): boolean {
  const [one, four] = [new Clock(step(n)), new Clock(step(4 * n))]
  const end = performance.now() + 10_000
  for (let run = 1; run <= 7 || performance.now() < end; run++) {
    one.run()
    four.run()
    if (run >= 7 && four.fastest <= 6 * one.fastest) return true
    if (run >= 20 && four.sum <= 6 * one.sum) return true
  }
  return false
}

/** Times a step again and again, milliseconds. */
class Clock {
  fastest = Infinity
  sum = 0
  readonly #step: () => unknown

  constructor(step: () => unknown) {
    this.#step = step
  }

  run(): void {
    const took = workOf(this.#step)
    this.fastest = Math.min(this.fastest, took)
    this.sum += took
  }
}
