/** Series by their name and labels, each in promtool's notation of samples a step apart. */
export type Series = Readonly<Record<string, string>>

/** What makes one alert fire, what is just short of it, and when. */
export interface AlertStory {
  /** Minutes between two samples, and between two evaluations; default 1. */
  readonly step?: number
  /** Its name, how bad it is, and over how long where it is over several. */
  readonly alert: string
  /** What it says of whom, besides its own labels. */
  readonly labels: Readonly<Record<string, string>>
  readonly trouble: Series
  /** Minutes after the start. It does not fire yet when `quiet`, does when it `fires`, and does not when `over`. */
  readonly quiet: number
  readonly fires: number
  readonly over: number
  /** What replaces the trouble's series of the same name, so that it never fires. */
  readonly short: readonly Series[]
}

/** A phase of a series: for so many steps, at so much or by so much a step. */
type Phase = readonly [steps: number, value: number]

/** Gives the name of a series of the first instance; `more` are its labels, or those of another instance. */
export const of = (family: string, more = ''): string => {
  const labels = ['job="ficus"', ...(more.includes('instance=') ? [] : ['instance="a:9400"']), more]
  return `ficus_${family}{${labels.filter(Boolean).join(',')}}`
}

/** A gauge that stands at one value after another. */
export const standing = (...phases: readonly Phase[]): string =>
  phases.map(([steps, value]) => `${value}x${steps - 1}`).join(' ')

/** A counter that begins at 0 and grows at one pace after another. */
export function growing(...phases: readonly Phase[]): string {
  let value = 0
  return phases
    .map(([steps, pace]) => {
      const from = value
      value += steps * pace
      return `${from}+${pace}x${steps - 1}`
    })
    .join(' ')
}

/** A counter that is added to once: it stands at 0, and then at what was added. */
export const addedTo = (steps: number, added: number, rest = 600): string =>
  standing([steps, 0], [rest, added])
