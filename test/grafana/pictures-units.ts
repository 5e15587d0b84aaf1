import type { Field } from '../support/migration-panels.ts'

const rounded = (value: number, decimals: number | undefined): string =>
  decimals === undefined ? String(Number(value.toPrecision(3))) : value.toFixed(decimals)

const scaled =
  (base: number, names: readonly string[]) =>
  (value: number, decimals: number | undefined): string => {
    let [left, at] = [value, 0]
    while (Math.abs(left) >= base && at < names.length - 1) [left, at] = [left / base, at + 1]
    return `${rounded(left, decimals)}${names[at] ?? ''}`
  }

const short = scaled(1_000, ['', ' K', ' Mil', ' Bil'])
const bytes = scaled(1_024, [' B', ' KiB', ' MiB', ' GiB'])

const DURATIONS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, ' days'],
  [3_600, ' hours'],
  [60, ' min'],
  [1, ' s'],
  [0.001, ' ms'],
  [0.000_001, ' µs'],
]

function duration(value: number, decimals: number | undefined): string {
  const [seconds, name] = DURATIONS.find(([least]) => Math.abs(value) >= least) ?? [1, ' s']
  return `${rounded(value / seconds, decimals)}${name}`
}

const moment = (value: number): string =>
  new Date(value).toISOString().slice(0, 16).replace('T', ' ')

/** How a number is written in each unit a panel may have, as Grafana writes it. */
const UNITS: Readonly<Record<string, (value: number, decimals: number | undefined) => string>> = {
  none: rounded,
  short,
  percent: (value, decimals) => `${rounded(value, decimals)}%`,
  percentunit: (value, decimals) => `${rounded(value * 100, decimals)}%`,
  s: duration,
  bytes,
  Bps: (value, decimals) => `${bytes(value, decimals)}/s`,
  reqps: (value, decimals) => `${short(value, decimals)} req/s`,
  cps: (value, decimals) => `${short(value, decimals)} c/s`,
  ops: (value, decimals) => `${short(value, decimals)} ops/s`,
  dateTimeAsIso: moment,
  dateTimeAsIsoNoDateIfToday: moment,
  dateTimeFromNow: moment,
}

/** Writes a number as a field says it is written, or the word that stands for it. Throws for a unit nobody knows. */
export function written(value: number, field: Field): string {
  const word = mapped(value, field)?.text
  if (word !== undefined) return word
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '-∞'
  const unit = UNITS[field.unit ?? 'none']
  if (unit === undefined) throw new Error(`nobody knows the unit ${field.unit ?? ''}`)
  return unit(value, field.decimals)
}

/** What stands for a number, where a field has a word for it. */
export const mapped = (
  value: number,
  { mappings = [] }: Field,
): { readonly text?: string; readonly color?: string } | undefined =>
  mappings.map(({ options }) => options[String(value)]).find(word => word !== undefined)

/** The colour a number has by its word or by the last threshold it reaches. */
export function colourOf(value: number, field: Field): string {
  const reached = (field.thresholds?.steps ?? []).filter(
    step => step.value === null || value >= step.value,
  )
  return mapped(value, field)?.color ?? field.color?.fixedColor ?? reached.at(-1)?.color ?? '#888'
}

/** Puts a colour behind a number, and the number in what can be read on it. */
export function filled(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
  // How bright it looks, by the weights of ITU-R BT.601.
  const isLight = 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0) > 160
  return `background:${colour};color:${isLight ? '#24292e' : '#fff'}`
}
