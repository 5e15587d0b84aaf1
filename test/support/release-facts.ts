import { createHash } from 'node:crypto'

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
export type Came = 'refused' | 'caught' | 'survived'

/** One thing something of a table says. */
export type Fact<Made> = (made: Made) => string

/** Text of any size, told apart. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Judges tables by what is made of them: each must be told from the true one by some fact. */
export function createReleaseJury<Spec, Made>(
  define: (spec: Spec) => Made,
  spec: Spec,
  facts: readonly Fact<Made>[],
): (spec: Spec) => Came {
  const own = define(spec)
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = facts.map(of => ({ of, says: of(own) }))
  return broken => {
    let made: Made
    try {
      made = define(broken)
    } catch {
      return 'refused'
    }
    const at = inOrder.findIndex(({ of, says }) => of(made) !== says)
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}
