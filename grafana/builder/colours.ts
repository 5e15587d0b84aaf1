/**
 * One colour for each meaning, on every dashboard. Legacy and cloud are the orange and the blue that people with any
 * colour vision tell apart; what is good or bad has colours of its own, so that a side never looks like a verdict.
 */
export const COLOURS = {
  legacy: '#E08A00',
  cloud: '#3274D9',
  good: '#73BF69',
  warn: '#F7DE3A',
  bad: '#C4162A',
  quiet: '#8E8E8E',
} as const

/** Between the sides: who serves gives the hue, the other one listening in makes it light. */
const STAGE_COLOURS = {
  legacy: COLOURS.legacy,
  shadow: '#F2C27A',
  canary: '#A78BBF',
  'reverse-shadow': '#9DBDF0',
  cloud: COLOURS.cloud,
} as const

/** What a series is called by, as a regular expression over its legend, and what it looks like. */
interface Look {
  readonly called: string
  readonly colour: string
}

const exactly = (colours: Readonly<Record<string, string>>): readonly Look[] =>
  Object.entries(colours).map(([word, colour]) => ({ called: `/^${word}\\b/`, colour }))

const coloured = (colour: string, words: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words.split(' ').map(word => [word, colour]))

const SIDES = exactly({ legacy: COLOURS.legacy, cloud: COLOURS.cloud, none: COLOURS.quiet })

/** Looks by what a panel tells apart. A panel without any takes Grafana's palette, from which no side is drawn. */
export const LOOKS = {
  sides: SIDES,
  stages: exactly(STAGE_COLOURS),
  verdicts: exactly({
    identical: COLOURS.good,
    equivalent: '#B7E0B0',
    different: COLOURS.bad,
    truncated: COLOURS.warn,
    not_comparable: '#C0C0C0',
    not_compared: COLOURS.quiet,
  }),
  severities: exactly({
    critical: COLOURS.bad,
    significant: COLOURS.warn,
    cosmetic: COLOURS.quiet,
  }),
  outcomes: exactly({
    ok: COLOURS.good,
    warning: '#B7E0B0',
    not_found: '#B877D9',
    rejected: COLOURS.quiet,
    duplicate: '#C0C0C0',
    app_error: COLOURS.warn,
    fault: COLOURS.bad,
    transport: '#7A0A18',
  }),
  /** What came of something, whoever was asked: as wished, not for us, to be looked at, and what must not be. */
  results: exactly({
    ...coloured(COLOURS.good, 'taken said answered bound given found kept pinned told'),
    ...coloured(COLOURS.quiet, 'declined unstated gone again none unknown late'),
    ...coloured(
      COLOURS.warn,
      'failed limited refused silent overtaken bad-answer not-sent no-answer',
    ),
    ...coloured(COLOURS.bad, 'crossed contradicting sent-unknown'),
    ...coloured('#7A0A18', 'unproven mistaken internal'),
  }),
  leaves: exactly({
    used: COLOURS.good,
    said: '#B7E0B0',
    fixed: COLOURS.quiet,
    blank: '#C0C0C0',
    lossy: COLOURS.warn,
    dropped: COLOURS.bad,
    defaulted: '#B877D9',
    invented: '#7D64B0',
  }),
} as const satisfies Record<string, readonly Look[]>

export type Looks = keyof typeof LOOKS

/** What a number stands for, where a query can only give numbers. */
export interface Word {
  readonly value: number
  readonly text: string
  readonly colour: string
}

export const STAGE_WORDS: readonly Word[] = Object.entries(STAGE_COLOURS).map(
  ([text, colour], value) => ({ value, text, colour }),
)

export const GATE_WORDS: readonly Word[] = [
  { value: 0, text: 'undecided', colour: COLOURS.quiet },
  { value: 1, text: 'open', colour: COLOURS.good },
  { value: 2, text: 'closed', colour: COLOURS.bad },
]

export const HALT_WORDS: readonly Word[] = [
  { value: 0, text: 'no', colour: COLOURS.quiet },
  { value: 1, text: 'halted', colour: COLOURS.warn },
  { value: 2, text: 'hard halt', colour: COLOURS.bad },
]

export const BREAKER_WORDS: readonly Word[] = [
  { value: 0, text: 'closed', colour: COLOURS.good },
  { value: 1, text: 'half-open', colour: COLOURS.warn },
  { value: 2, text: 'open', colour: COLOURS.bad },
]

/** Of what is 1 where all is well. */
export const WELL_WORDS: readonly Word[] = [
  { value: 0, text: 'no', colour: COLOURS.bad },
  { value: 1, text: 'yes', colour: COLOURS.good },
]
