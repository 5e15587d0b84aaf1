import type { Flipped, RefusalCode, Refused, Requested } from '../flips/index.ts'
import type { ChangeView } from './change-shapes.ts'
import { matched } from './if-match.ts'
import { type ApiRequest, forbidden, type Page, problem } from './page.ts'
import { flipAndTell } from './peer-telling.ts'
import { readChange } from './read-change.ts'
import { verbRow } from './verbs.ts'

/** A page of somebody else can post a form or plain text from a browser unasked, but not this type. */
export const isJson = ({ contentType }: ApiRequest): boolean =>
  /^application\/json\s*(?:;|$)/i.test(contentType ?? '')

export const NOT_JSON = problem(415, 'a change is application/json')

/** Makes the change a body asks for, of a cohort's keys or of anything else, and tells what came of it. */
export const changeOf =
  (isCohort: boolean): Page =>
  async ({ request, context, name }) => {
    if (!isJson(request)) return NOT_JSON
    const named = { name: name === '' ? undefined : name, isCohort }
    const asked = matched(readChange(request.body, named, request.actor), request.ifMatch)
    const refused = forbidden(request, verbRow(asked.verb)?.act ?? 'change', asked.verb)
    if (refused !== undefined) return refused
    const { came, peers } = await flipAndTell(asked, context)
    const status = statusOf(came)
    const body = asked.verb === 'halt' || asked.verb === 'resume' ? { ...came, peers } : came
    return { status, body: shownChange(body) }
  }

/** Gives the status a change is answered with: 202 where it waits for others. */
export const statusOf = (came: Flipped | Requested | Refused): number =>
  came.kind === 'refused' ? STATUS[came.code] : came.kind === 'requested' ? 202 : 200

/** How a refusal is told over HTTP. */
const STATUS = {
  usage: 400,
  'no-such-name': 404,
  words: 400,
  environment: 400,
  class: 400,
  'patient-key': 400,
  file: 400,
  gate: 403,
  halted: 403,
  request: 403,
  frozen: 403,
  approver: 403,
  silent: 503,
  unknown: 503,
  invalid: 500,
  conflict: 409,
} as const satisfies Record<RefusalCode, number>

// JSON has no Infinity: a gate that no number of comparisons would open needs null.
export const shownChange = (came: Flipped | Requested | Refused): ChangeView => ({
  ...came,
  gates: came.gates.map(gate => ({
    ...gate,
    needed: Number.isFinite(gate.needed) ? gate.needed : null,
  })),
})
