import type { Tally } from '../mapping/index.ts'
import type { TranslatedFile } from './translated-file.ts'

const CLASSES = {
  source: ['used', 'fixed', 'lossy', 'blank', 'dropped'],
  target: ['said', 'defaulted', 'invented'],
} as const

const SAYS = {
  used: 'said in the other language',
  fixed: 'what their place says already',
  lossy: 'let go by a listed row',
  blank: 'say nothing',
  dropped: 'read by no row',
  said: 'from what was read',
  defaulted: 'empty, where something must be',
  invented: 'fixed by the shape',
} as const

/** What is worth naming leaf by leaf: what was let go, and what stands where nothing was said. */
const NAMED: ReadonlySet<string> = new Set(['lossy', 'dropped', 'defaulted'])

const sumOf = (tally: Tally): number => Object.values(tally).reduce((sum, each) => sum + each, 0)

function linesOf<Class extends keyof typeof SAYS>(
  head: string,
  classes: readonly Class[],
  tallies: Readonly<Record<Class, Tally>>,
): string[] {
  const rows = classes.flatMap(of => {
    const tally = tallies[of]
    const count = sumOf(tally)
    if (count === 0) return []
    const paths = NAMED.has(of)
      ? Object.entries(tally).map(
          ([path, times]) => `      ${path}${times > 1 ? ` × ${times}` : ''}`,
        )
      : []
    return [`  ${String(count).padStart(5)} ${of.padEnd(9)}  ${SAYS[of]}`, ...paths]
  })
  return [head, ...rows]
}

/** Sets what became of the leaves of a message, for a person. */
export function setLoss({ mapping, loss }: Pick<TranslatedFile, 'mapping' | 'loss'>): string {
  if (loss === undefined) return `${mapping}: all of it is asked, leaf by leaf\n`
  const target = 'target' in loss ? linesOf('leaves written', CLASSES.target, loss.target) : []
  const source = linesOf(`${mapping}: leaves read`, CLASSES.source, loss.source)
  return [...source, ...target, ''].join('\n')
}
