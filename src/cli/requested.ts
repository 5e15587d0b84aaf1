import type { ChangeView } from '../admin/index.ts'
import type { OpenRequest } from '../fleet/index.ts'
import { printable } from './printable.ts'
import { CommandError, EXIT } from './terminal.ts'

/** A change that waits for a second person. */
export type Waiting = Extract<ChangeView, { readonly kind: 'requested' }>

/** Says that a change waits for others: nothing of it is done, and whoever runs the command is not to believe it is. */
export function waitsFor({ request, missing, notes }: Waiting): CommandError {
  const { id, until } = request
  const lines = [
    `${spokenAsk(request)} waits as request ${id} for ${spokenPeople(missing)} more; nothing of it is done`,
    ...notes,
    `it can be approved until ${new Date(until).toISOString()}`,
  ]
  const wayOut = `let a second person approve it: ficus approve ${id} --reason '…'`
  return new CommandError(EXIT.refused, `${lines.map(printable).join('\n  ')}\n  → ${wayOut}`)
}

/** Gives where a request is approved or rejected; ends the command for what is no number of one. */
export function requestPath(id: string, act: 'approve' | 'reject'): string {
  if (/^[1-9]\d{0,14}$/.test(id)) return `/api/pending/${id}/${act}`
  throw new CommandError(
    EXIT.usage,
    `${printable(id)} is no number of a request: ficus pending lists them`,
  )
}

/** Says what a request asks for, in a few words. */
export function spokenAsk(request: OpenRequest): string {
  const { verb, name, key, side, undoes, on } = request
  if (verb === 'undo') return `undo of revision ${undoes ?? 'none'}`
  if (verb === 'relax') return `relax ${name}`
  if (verb !== 'promote') return `${verb} ${name}, ${key ?? 'a key'} ${spokenSide(side)}`
  const places = new Set(on.map(({ to }) => spokenTo(to)))
  return `promote ${name} to ${[...places].join(' and ')}`
}

const spokenSide = (side: OpenRequest['side']): string =>
  side === undefined ? 'taken off' : `to ${side}`

const spokenTo = ({ stage, percent }: OpenRequest['on'][number]['to']): string =>
  stage === 'canary' ? `canary ${percent} %` : stage

export const spokenPeople = (count: number): string =>
  count === 1 ? '1 person' : `${count} people`
