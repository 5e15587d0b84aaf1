import { holdsPatientKey } from '../fleet/index.ts'
import type { Mistake } from './config-error.ts'
import type { Inquiry } from './inquiry.ts'
import { meant } from './nearest.ts'
import type { FreezeFields, MaintenanceFields } from './window-schema.ts'

const LONGEST_MS = 3 * 86_400_000

/** Finds freezes and windows that never are, that never end, or that lie over what is not there. */
export const checkWindows = ({ fields }: Inquiry): Mistake[] => {
  const names = fields.routes.flatMap(route => route?.name ?? [])
  const isWhole = fields.routes.every(route => route !== undefined)
  return [
    ...fields.freeze.flatMap((freeze, i) =>
      freeze === undefined ? [] : ofFreeze(freeze, `freeze[${i}]`, isWhole ? names : undefined),
    ),
    ...[...fields.upstreams].flatMap(([name, upstream]) =>
      (upstream?.maintenance ?? []).flatMap((window, i) =>
        ofWindow(window, `upstreams.${name}.maintenance[${i}]`),
      ),
    ),
  ]
}

function ofFreeze(
  freeze: FreezeFields,
  path: string,
  names: readonly string[] | undefined,
): Mistake[] {
  const unknown = (freeze.routes ?? []).flatMap((route, i): Mistake[] =>
    names === undefined || names.includes(route)
      ? []
      : [
          {
            path: `${path}.routes[${i}]`,
            says: `there is no route \`${route}\``,
            wayOut: meant(route, [...names]),
          },
        ],
  )
  return [...ofSpan(freeze, path), ...ofWords(freeze, path), ...unknown]
}

function ofWindow(window: MaintenanceFields, path: string): Mistake[] {
  if ('from' in window) return [...ofSpan(window, path), ...ofWords(window, path)]
  const isSound = window.for > 0 && window.for <= LONGEST_MS
  const mistake = {
    path: `${path}.for`,
    says: 'is no time a weekly window may last',
    wayOut: 'more than nothing and at most 3d: what lasts longer is no exception',
  }
  return [...(isSound ? [] : [mistake]), ...ofWords(window, path)]
}

const ofSpan = ({ from, to }: { readonly from: number; readonly to: number }, path: string) =>
  to > from
    ? []
    : [
        {
          path: `${path}.to`,
          says: 'is not after its beginning',
          wayOut: 'let it end after `from`; a day ends with its last moment',
        },
      ]

// Whoever is refused is told it, and it stands in the answer of an API.
const ofWords = ({ why }: { readonly why: string }, path: string): Mistake[] =>
  holdsPatientKey(why)
    ? [
        {
          path: `${path}.why`,
          says: 'holds what looks like an NHS number or a prescription id',
          wayOut: 'leave it out: name a ticket',
        },
      ]
    : []
