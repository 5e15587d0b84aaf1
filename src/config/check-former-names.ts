import type { Mistake } from './config-error.ts'
import { candidatesOf, type Inquiry } from './inquiry.ts'

/** Finds former names whose state cannot come along: a route has it still, or two would take it. */
export function checkFormerNames({ fields }: Inquiry): Mistake[] {
  const candidates = candidatesOf(fields)
  const present = new Map(candidates.map(({ route, path }) => [route.name, path]))
  const takers = new Map<string, string>()
  return candidates.flatMap(({ route, path: at }) => {
    const { name, was } = route
    if (was === undefined) return []
    const path = `${at}.was`
    const other = takers.get(was)
    takers.set(was, other ?? at)
    if (was === name) {
      const says = 'is the name it has now'
      return [{ path, says, wayOut: 'leave `was` out, or write the name it had before' }]
    }
    if (present.has(was)) {
      const says = `\`${was}\` is the name of ${String(present.get(was))}, which keeps its state`
      return [{ path, says, wayOut: 'take that route out, or leave `was` out' }]
    }
    if (other === undefined) return []
    const says = `${other} was \`${was}\` too, and its state comes along once`
    return [{ path, says, wayOut: 'leave `was` out of one of the two' }]
  })
}
