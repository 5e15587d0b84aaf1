import type { DivergencesView, RouteView } from '../admin/index.ts'
import { MOVING } from './demo-routes.ts'
import type { Screen } from './demo-screen.ts'
import { pathEnd } from './path-end.ts'
import { type Step, STEPS } from './demo-steps.ts'
import type { Audience } from './demo-told.ts'
import { type Line, setDemoTable } from './demo-table.ts'
import type { Tally } from './demo-tally.ts'
import type { Typed } from './demo-typing.ts'
import type { Shares, Witness } from './demo-witness.ts'
import { LEGEND } from './demo-words.ts'
import { spokenGate } from './routes.ts'
import { spokenPlace } from './spoken-place.ts'
import { wrap } from './table.ts'

/** What progress is shown of. */
export interface Shown {
  readonly screen: Screen
  readonly tally: Tally
  readonly witness: Witness
}

/** Shows the story while it is told. */
export interface Progress extends Audience {
  /** A command is being typed; what it says comes later. */
  readonly types: (line: string) => void
  /** Draws for the last time. */
  end(): void
}

const LOOK_EVERY_MS = 200
const SAY_EVERY_MS = 3_000
/** What the table calls the side a route is at: who served the requests of so long. */
const NOW_MS = 1_500

/** Shows how far it is: on a terminal the table in place and what happened above it, elsewhere line after line. */
export function showProgress({ screen, tally, witness }: Shown): Progress {
  const began = Date.now()
  let at = 0
  let route: RouteView | undefined
  let isOver = false
  const sharesOf = (row: string): Shares => {
    const now = witness.row(row, isOver ? 0 : Date.now() - NOW_MS)
    return now.legacy + now.cloud > 0 ? now : witness.row(row)
  }
  const table = (): readonly Line[] => [...setDemoTable(tally, sharesOf, screen.width), LEGEND]
  const look = (): void => {
    witness.look()
    screen.draw([...barLines(at, route, screen.width), ...table()])
  }
  const sayProgress = (): void => {
    const { requests, failed, differing } = tally.total()
    const { legacy, cloud } = witness.moving(Date.now() - NOW_MS, Infinity)
    const share =
      legacy + cloud === 0 ? '' : `, cloud ${Math.round((100 * cloud) / (legacy + cloud))} %`
    const said = `${requests} requests, ${failed} failed, ${differing} differing${share}${gateOf(route)}`
    screen.say(...hung(BLANK, said, screen.width, 'dim'))
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  const saying = screen.isLive ? undefined : setInterval(sayProgress, SAY_EVERY_MS)
  return {
    begins: step => {
      at = STEPS.indexOf(step)
      screen.say(...stepLines(step, at, began, screen.width))
    },
    types: typed => screen.say(...hung(`${BLANK}$ `, typed, screen.width)),
    typed: typed => screen.say(...answerLines(typed, screen.width)),
    stands: now => {
      route = now
    },
    found: divergences => screen.say(...foundLines(divergences, screen.width)),
    end: () => {
      clearInterval(looking)
      clearInterval(saying)
      isOver = true
      at = STEPS.length
      look()
      if (!screen.isLive) screen.say(...barLines(at, route, screen.width), ...table())
      screen.leave()
    },
  }
}

const line = (text: string, dress: Line['dress'] = 'plain'): Line => ({ text, dress })
const BLANK = ' '.repeat(8)

const gateOf = (route: RouteView | undefined): string =>
  route?.gate === undefined || route.gate === null || route.stage === 'legacy'
    ? ''
    : `, gate ${route.gate.verdict}: ${route.gate.bad} of ${route.gate.compared} differ`

/** Sets what stands left, with its first line beside a mark and the others below it. */
const hung = (mark: string, text: string, width: number, dress?: Line['dress']): readonly Line[] =>
  wrap(text, width - mark.length).map((each, i) =>
    line((i === 0 ? mark : ' '.repeat(mark.length)) + each, dress),
  )

const stepLines = (step: Step, at: number, began: number, width: number): readonly Line[] =>
  hung(`${seconds(began).padStart(6)}  `, `${at + 1}/${STEPS.length} ${step.says}`, width, 'bold')

const seconds = (began: number): string => `${((Date.now() - began) / 1_000).toFixed(1)} s`

/** The first of what a command said. */
const answerLines = ({ said, exitCode }: Typed, width: number): readonly Line[] =>
  spokenAnswer(said).flatMap(each =>
    hung(`${BLANK}  `, each, width, exitCode === 0 ? 'dim' : 'bad'),
  )

const TABLE = /^(?:route +before|\S+ +\S.* (?:everyone|%)$)/

/** What a command said, without the table of a change: where the route stands is shown anyway. */
const spokenAnswer = (said: readonly string[]): readonly string[] =>
  said
    .slice(0, said[1]?.startsWith('severity') === true ? 1 : undefined)
    .filter(each => !TABLE.test(each))
    .slice(0, 2)
    .map(each => each.trim())

const FOUND = 3

function foundLines({ groups, compared }: DivergencesView, width: number): readonly Line[] {
  return groups
    .slice(0, FOUND)
    .flatMap(({ in: where, path, kind, count, severity }) =>
      hung(
        `${BLANK}  ≠ `,
        `${where === undefined ? '' : `${where} `}${pathEnd(path)}: ${kind}, in ${count} of ${compared}, ${severity}`,
        width,
        'bad',
      ),
    )
}

/** How far the route is, where it stands and what its gate says. */
function barLines(at: number, route: RouteView | undefined, width: number): readonly Line[] {
  const place = route === undefined ? '' : spokenPlace(route)
  const done = Math.min(at, STEPS.length)
  const bar = `${'█'.repeat(2 * done)}${'░'.repeat(2 * (STEPS.length - done))}`
  const name = STEPS[at]?.name ?? 'done'
  const gate = route === undefined || route.stage === 'legacy' ? 'not asked yet' : spokenGate(route)
  const step = `step ${Math.min(at + 1, STEPS.length)} of ${STEPS.length}, ${name}`
  return [
    line(''),
    line(`${bar}  ${MOVING}: ${place}`, 'bold'),
    line(`${step} · gate ${gate}`.slice(0, width)),
  ]
}
