/** Three linear parts of light: red, green, blue. */
type Light = readonly [number, number, number]

/**
 * What is seen of light by somebody without one kind of cone: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A
 * physiologically-based model for simulation of color vision deficiency, 2009, at severity 1.
 */
const VISIONS = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'without red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'without green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, readonly Light[]>

/** Gives how far apart two colours are for whoever sees the least between them: CIE 1976, where 2 is just seen. */
export const leastApart = (one: string, other: string): number =>
  Math.min(
    ...Object.values(VISIONS).map(vision =>
      Math.hypot(...difference(labOf(seen(one, vision)), labOf(seen(other, vision)))),
    ),
  )

const difference = (one: Light, other: Light): number[] => one.map((part, i) => part - other[i]!)

const seen = (colour: string, vision: readonly Light[]): Light => {
  const light = lightOf(colour)
  const parts = vision.map(row => row.reduce((sum, weight, i) => sum + weight * light[i]!, 0))
  return parts.map(part => Math.min(1, Math.max(0, part))) as unknown as Light // three of three
}

/** IEC 61966-2-1: what `#rrggbb` means as light. */
const lightOf = (colour: string): Light =>
  [1, 3, 5]
    .map(at => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(part =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    ) as unknown as Light // three of three

/** CIE 1976 L*a*b*, under daylight D65. */
function labOf([red, green, blue]: Light): Light {
  const cube = (part: number): number =>
    part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116
  const x = cube((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
  const y = cube(0.2126 * red + 0.7152 * green + 0.0722 * blue)
  const z = cube((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
