/** A route turns where it leaves the stages at which legacy serves everyone, and where it comes back. */
import t from 'tap'
import { REMEMBERED_MS } from '../../src/exchange/index.ts'
import { at, bench, count, ENOUGH, NOW, owning } from './given.ts'

const turnedOf = async (
  from: Parameters<typeof at>,
  change: Parameters<Awaited<ReturnType<typeof bench>>['ask']>[0],
): Promise<number | undefined> => {
  const made = await bench([owning('write')], { write: at(...from) })
  await count(made, 'write', ENOUGH)
  const came = await made.ask(change)
  if (came.kind === 'refused') throw new Error(came.says)
  return made.store.known.routes.get('write')?.turned
}

const promote = { verb: 'promote', name: 'write' } as const
const rollback = { verb: 'rollback', name: 'write' } as const

t.test('only a step out of where legacy serves everyone, or back into it, is a turn', async t => {
  const breakGlass = { approver: 'grace' }
  t.equal(await turnedOf(['legacy'], promote), undefined, 'to shadow')
  t.equal(await turnedOf(['shadow'], promote), NOW, 'to canary')
  t.equal(await turnedOf(['legacy'], { ...promote, to: 'cloud', breakGlass }), NOW)
  t.equal(await turnedOf(['canary', 5, { turned: 7 }], promote), 7, 'to a larger share')
  t.equal(await turnedOf(['canary', 50, { turned: 7 }], { ...rollback, percent: 5 }), 7)
  t.equal(await turnedOf(['canary', 50, { turned: 7 }], rollback), NOW, 'back')
  t.equal(await turnedOf(['shadow', 0, { turned: 7 }], rollback), 7, 'to legacy from shadow')
  t.equal(await turnedOf(['cloud', 0, { turned: 7 }], { verb: 'halt', name: 'write' }), 7)
})

t.test('an undo turns as what it undoes did, and at its own moment', async t => {
  let now = NOW
  const made = await bench(
    [owning('write')],
    { write: at('cloud', 0, { turned: 7 }) },
    { now: () => now },
  )
  const turned = () => made.store.known.routes.get('write')?.turned
  await made.ask(rollback)
  t.equal(turned(), NOW)
  now += 1_000
  await made.ask({ verb: 'undo', breakGlass: { approver: 'grace' } })
  t.equal(turned(), NOW + 1_000)
  await made.ask({ verb: 'halt', name: 'write' })
  now += 1_000
  await made.ask({ verb: 'undo' })
  t.equal(turned(), NOW + 1_000, 'the end of a halt is none')
})

t.test('a promotion that turns says what stays with legacy for how long', async t => {
  const notesOf = async (klass: 'read' | 'write', from: 'shadow' | 'canary') => {
    const made = await bench([owning(klass)], { [klass]: at(from, from === 'canary' ? 5 : 0) })
    await count(made, klass, ENOUGH)
    const came = await made.ask({ verb: 'promote', name: klass })
    return came.kind === 'refused' ? came.says : came.notes
  }
  t.match(await notesOf('write', 'shadow'), [/^write: .* legacy for 10 minutes/])
  t.equal(REMEMBERED_MS, 600_000)
  t.strictSame(await notesOf('write', 'canary'), [])
  t.strictSame(await notesOf('read', 'shadow'), [])
})
