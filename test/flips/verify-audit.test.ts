import fc from 'fast-check'
import t from 'tap'
import { type AuditLine, emptyFleet, NO_HEAD } from '../../src/fleet/index.ts'
import { flip, readEntry, verifyAudit } from '../../src/flips/index.ts'
import { writeLine } from '../../src/flips/audit-entry.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { bench, NOW, owning } from './given.ts'

/** An audit of so many lines, as flips write them. */
function audit(length: number): AuditLine[] {
  const lines: AuditLine[] = []
  for (let revision = 1; revision <= length; revision += 1) {
    const entry = {
      revision,
      at: NOW + revision,
      environment: 'int',
      verb: 'halt',
      name: 'all',
      actor: 'ada',
      approver: null,
      reason: `because ${revision}`,
      before: {},
      after: {},
      gates: [],
    } as const
    lines.push({ revision, ...writeLine(entry, lines.at(-1)?.hash ?? NO_HEAD) })
  }
  return lines
}

const LINES = audit(12)
const head = LINES.at(-1)?.hash ?? ''
const place = fc.nat(LINES.length - 1)

const isWhole = (lines: readonly AuditLine[]): boolean => verifyAudit(lines, { head }).isWhole

t.test('an audit as it was written is whole, from its beginning and from any line on', async t => {
  t.strictSame(verifyAudit(LINES, { head }), { isWhole: true, lines: 12, head })
  t.ok(verifyAudit([], { head: emptyFleet().head }).isWhole)
  for (const [i, after] of LINES.entries()) {
    t.ok(verifyAudit(LINES.slice(i + 1), { after, head }).isWhole)
  }
})

t.test('a line that was edited anywhere is found', async t => {
  const field = fc.constantFrom('body', 'hash', 'previous')
  const property = fc.property(place, field, fc.nat(), fc.nat(15), (i, field, where, digit) => {
    const line = LINES[i] as AuditLine
    const text = line[field]
    const at = where % text.length
    const other = text.slice(0, at) + digit.toString(16) + text.slice(at + 1)
    fc.pre(other !== text)
    return !isWhole(LINES.with(i, { ...line, [field]: other }))
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }))
})

t.test('a line that is missing is found, the last one by its head', async t => {
  const property = fc.property(place, i => !isWhole(LINES.toSpliced(i, 1)))
  t.doesNotThrow(() => fc.assert(property))
  t.ok(verifyAudit(LINES.slice(0, -1)).isWhole, 'without a head nobody can tell')
})

t.test('a line that was put in is found, though its own hash is right', async t => {
  const property = fc.property(place, fc.string(), (i, reason) => {
    const before = LINES[i] as AuditLine
    const entry = { ...readEntry(before), revision: before.revision + 1, reason }
    const line = { revision: entry.revision, ...writeLine(entry, before.hash) }
    return !isWhole(LINES.toSpliced(i + 1, 0, line)) && !isWhole(LINES.toSpliced(i + 1, 1, line))
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test('lines that changed places are found', async t => {
  const property = fc.property(place, place, (i, j) => {
    fc.pre(i !== j)
    const [one, other] = [LINES[i] as AuditLine, LINES[j] as AuditLine]
    return !isWhole(LINES.with(i, other).with(j, one))
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test('a line is found under another revision, or with text that is none', async t => {
  const [first, second] = LINES as [AuditLine, AuditLine]
  t.match(verifyAudit([first, { ...second, revision: 5 }]), {
    isWhole: false,
    lines: 1,
    says: 'revision 5 stands where 2 should',
  })
  const entry = { ...readEntry(second), revision: 9 }
  const moved = { revision: 2, ...writeLine(entry, first.hash) }
  t.match(verifyAudit([first, moved]), { isWhole: false })
})

t.test('what flips have written verifies, and says who did what and why', async t => {
  const store = connectMemory(createMemory())
  const { context } = await bench([owning('read')])
  const change = { actor: 'ada', reason: 'ticket 12' } as const
  await flip(store, { ...change, verb: 'adopt' }, context)
  await flip(store, { ...change, verb: 'promote', name: 'read' }, context)
  await flip(store, { ...change, verb: 'halt' }, context)
  const lines = await store.readAudit(0, 10)
  t.match(verifyAudit(lines, store.known), { isWhole: true, lines: 3 })
  t.match(lines.map(readEntry), [
    { verb: 'adopt', name: 'all', before: { routes: { read: null } } },
    {
      revision: 2,
      at: NOW,
      environment: 'int',
      verb: 'promote',
      name: 'read',
      actor: 'ada',
      approver: null,
      reason: 'ticket 12',
      before: { routes: { read: { stage: 'legacy' } } },
      after: { routes: { read: { stage: 'shadow', home: 'shadow', since: NOW } } },
    },
    { verb: 'halt', name: 'all', before: { halt: 'none' }, after: { halt: 'halt' } },
  ])
})
