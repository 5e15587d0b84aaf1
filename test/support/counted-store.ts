import type { Store } from '../../src/fleet/index.ts'

/** What a store is asked while a supplier waits, and what it is told afterwards. */
const COUNTED: readonly string[] = [
  'bind',
  'boundTo',
  'pinOf',
  'pin',
  'acknowledge',
  'read',
  'change',
]

/** A store that says what it was asked, in order, and when it first kept what a sender was told. */
export function counted(store: Store): {
  readonly store: Store
  readonly asked: string[]
  readonly kept: Promise<unknown>
} {
  const asked: string[] = []
  const { promise: kept, resolve: keep } = Promise.withResolvers<unknown>()
  const counting = new Proxy(store, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name, target)
      if (typeof part !== 'function') return part
      return (...given: unknown[]): unknown => {
        if (COUNTED.includes(String(name))) asked.push(String(name))
        const came = (part as (...given: unknown[]) => unknown).apply(target, given)
        if (name === 'acknowledge') void Promise.resolve(came).then(() => keep(given[1]))
        return came
      }
    },
  })
  return { store: counting, asked, kept }
}
