import type { Pointer } from './nrl-pointer.ts'
import { placeOf } from './random.ts'

/** The ways in which one side's pointers can be made to differ from the other's. */
export const PLANTED_POINTER_DIFFERENCES = [
  'pointer-missing',
  'pointer-url-wrong',
  'pointer-title-missing',
  'pointer-type-wrong',
  'pointer-author-wrong',
  'pointer-period-missing',
] as const
/** What a share of the pointers can be struck with. */
export type PlantedPointerDifference = (typeof PLANTED_POINTER_DIFFERENCES)[number]

type Planting = (pointer: Pointer) => Pointer | undefined

const PLANT: Record<PlantedPointerDifference, Planting> = {
  'pointer-missing': () => undefined,
  'pointer-url-wrong': pointer => ({
    ...pointer,
    contents: pointer.contents.map(each => ({ ...each, url: `${each.url}/elsewhere` })),
  }),
  'pointer-title-missing': pointer => ({
    ...pointer,
    contents: pointer.contents.map(each => ({ ...each, title: undefined })),
  }),
  'pointer-type-wrong': pointer => ({
    ...pointer,
    type: pointer.type === '736253002' ? '887701000000100' : '736253002',
  }),
  'pointer-author-wrong': pointer => ({ ...pointer, author: 'Z99099' }),
  'pointer-period-missing': pointer => ({ ...pointer, period: undefined }),
}

/** Applies to a pointer the differences planted for it: undefined where this side does not show it at all. */
export const plantPointer = (
  pointer: Pointer,
  planted: Readonly<Partial<Record<string, number>>>,
): Pointer | undefined =>
  PLANTED_POINTER_DIFFERENCES.reduce<Pointer | undefined>(
    (sofar, kind) =>
      sofar !== undefined && placeOf(`${kind}|${pointer.id}`) < (planted[kind] ?? 0)
        ? PLANT[kind](sofar)
        : sofar,
    pointer,
  )
