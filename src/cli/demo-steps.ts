import type { GateView } from '../admin/index.ts'
import { LOOSENED, MOVING } from './demo-routes.ts'
import { PLANTED } from './demo-sides.ts'
import type { Typed } from './demo-typing.ts'

/** What a step of the demo is done with. */
export interface Hands {
  /** Types a command about the moving route and shows it; gives what came of it. */
  type(verb: string, ...options: readonly string[]): Promise<Typed>
  /** Types a promotion that must go through; its gate has to be open, where one is asked. */
  promote(reason: string): Promise<void>
  /** Lets suppliers ask for a while. */
  dwell(): Promise<void>
  /** Waits until the gate says so and gives what it says; `fails` ends the demo at once with its reason. */
  gate(
    verdict: GateView['verdict'],
    fails?: (gate: GateView) => string | undefined,
  ): Promise<GateView>
  /** Reads what was found and shows it. */
  showDivergences(): Promise<void>
  /** Corrects the cloud, saves the file with what runs there now, and waits for the new epoch. */
  correct(): Promise<void>
  /** Ends the demo with a reason. */
  fail(reason: string): never
}

/** One step of the demo. */
export interface Step {
  /** As the bar calls it. */
  readonly name: string
  readonly says: string
  /** Who serves the moving route from here on: a side, or both by patient. */
  readonly serves: 'legacy' | 'cloud' | 'both'
  act(hands: Hands): Promise<void>
}

const promoted =
  (reason: string): Step['act'] =>
  async hands => {
    await hands.promote(reason)
    await hands.dwell()
  }

const below = `${LOOSENED.divergenceBelow.here * 100} %`

/** Finds out what is wrong before anybody is served by it: the gate closes, and a promotion is refused. */
async function find(hands: Hands): Promise<void> {
  const gate = await hands.gate('closed', ({ verdict, compared }) =>
    verdict === 'open'
      ? `the gate is open on ${compared} compared, and what is wrong at the cloud was not found`
      : undefined,
  )
  await hands.showDivergences()
  const typed = await hands.type('promote', '--reason', 'is it good enough?')
  if (typed.exitCode === 3) return
  hands.fail(
    `the gate of ${MOVING} was ${gate.verdict} (${gate.bad} of ${gate.compared} differ) and let a promotion pass`,
  )
}

async function goOn(hands: Hands): Promise<void> {
  await hands.correct()
  await hands.gate('open', ({ verdict, why }) =>
    verdict === 'closed' ? `the corrected cloud’s gate is closed: ${why[0] ?? ''}` : undefined,
  )
}

async function halt(hands: Hands): Promise<void> {
  await hands.type('halt', '--reason', 'a drill')
  await hands.dwell()
}

async function resume(hands: Hands): Promise<void> {
  await hands.type('resume', '--reason', 'the drill is over')
  await hands.dwell()
}

/** Everything that happens, in order. */
export const STEPS: readonly Step[] = [
  {
    name: 'legacy',
    says: 'every route is at legacy',
    serves: 'legacy',
    act: hands => hands.dwell(),
  },
  {
    name: 'shadow',
    says: 'legacy serves, the cloud gets a copy of each retrieval',
    serves: 'legacy',
    act: promoted('copies are compared from here on'),
  },
  {
    name: 'found',
    says: `something differs, so the gate closes: ${PLANTED.says}`,
    serves: 'legacy',
    act: find,
  },
  {
    name: 'corrected',
    says: `the cloud is corrected; its new version is compared until fewer than ${below} differ for certain`,
    serves: 'legacy',
    act: goOn,
  },
  {
    name: 'canary 5',
    says: 'the cloud serves 5 patients in 100',
    serves: 'both',
    act: promoted('nothing differs any more'),
  },
  {
    name: '25',
    says: 'the cloud serves 25 patients in 100, the first 5 among them',
    serves: 'both',
    act: promoted('5 in 100 went well'),
  },
  {
    name: '50',
    says: 'the cloud serves every other patient',
    serves: 'both',
    act: promoted('25 in 100 went well'),
  },
  {
    name: '100',
    says: 'the cloud serves every patient, still as a canary',
    serves: 'cloud',
    act: promoted('half of them went well'),
  },
  {
    name: 'reverse-shadow',
    says: 'the cloud serves, legacy gets a copy of each retrieval',
    serves: 'cloud',
    act: promoted('all of them went well'),
  },
  {
    name: 'cloud',
    says: 'the cloud serves, and nobody gets a copy',
    serves: 'cloud',
    act: promoted('legacy has agreed to the last'),
  },
  { name: 'halt', says: 'one command, and legacy serves', serves: 'legacy', act: halt },
  {
    name: 'resume',
    says: 'one command, and the cloud serves as before',
    serves: 'cloud',
    act: resume,
  },
]
