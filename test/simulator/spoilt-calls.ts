import t from 'tap'
import type { PointerCall } from '../../src/simulator/index.ts'
import {
  ACME,
  at,
  codeOf,
  draftOf,
  type Json,
  pointerCall,
  resourceOf,
} from '../support/pointers.ts'
import { ask } from './ask.ts'
import { MARY, spineWith } from './locators.ts'

export type Refused = readonly [
  string,
  status: number,
  code: string,
  call: PointerCall,
  spoil?: (sent: ReturnType<typeof pointerCall>) => ReturnType<typeof pointerCall>,
]

export const search = { does: 'search', nhsNumber: MARY } as const
export const create = { does: 'create', pointer: draftOf(9, MARY) } as const
export const creating = (more: object): PointerCall => ({
  does: 'create',
  pointer: draftOf(9, MARY, ACME, more),
})
export const without =
  (name: string): NonNullable<Refused[4]> =>
  sent => ({ ...sent, headers: sent.headers.filter(([each]) => each !== name) })
export const withHeader =
  (name: string, value: string): NonNullable<Refused[4]> =>
  sent => ({
    ...sent,
    headers: [...sent.headers.filter(([each]) => each !== name), [name, value] as const],
  })
export const inPath =
  (from: RegExp | string, to: string): NonNullable<Refused[4]> =>
  sent => ({ ...sent, path: sent.path.replace(from, to) })
export const inBody =
  (change: (resource: Record<string, unknown>) => void): NonNullable<Refused[4]> =>
  sent => {
    const resource = JSON.parse(sent.body) as Record<string, unknown> // our own
    change(resource)
    return { ...sent, body: JSON.stringify(resource) }
  }
export const dropped = (name: string) => inBody(resource => (resource[name] = undefined))
export const path = (sent: ReturnType<typeof pointerCall>, to: string) => ({ ...sent, path: to })

/** Tries each of some calls on a locator without a pointer: it is refused in its own words, and nothing is done. */
export function eachRefused(refused: readonly Refused[]): void {
  for (const [
    why,
    status,
    code,
    call,
    spoil = (sent: ReturnType<typeof pointerCall>) => sent,
  ] of refused) {
    t.test(`${why}: ${code}`, async t => {
      const { spine } = await spineWith(t)
      const told = await ask(spine, spoil(pointerCall(call)))
      t.match([told.status, codeOf(told)], [status, code], told.body)
      const { issue, resourceType } = resourceOf(told) as {
        issue: readonly Json[]
        resourceType: string
      }
      t.equal(resourceType, 'OperationOutcome')
      t.match(issue[0], { severity: status === 405 ? 'fatal' : 'error', diagnostics: /./ })
      t.notOk(at(issue, '0.details.text'), 'only what was done has an id of Spine’s')
      t.strictSame(spine.pointers(), [], 'and nothing was done')
    })
  }
}
