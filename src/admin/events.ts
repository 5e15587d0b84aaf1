import { NoChange } from './body-fields.ts'
import { followAudit } from './follow-audit.ts'
import type { ApiRequest, Page } from './page.ts'

/** Tells every change from now on, or from where whoever was told some of them goes on. */
export const events: Page = ({ request, context: { store } }) => {
  const from = firstOf(request) ?? store.known.revision + 1
  return { status: 200, body: undefined, follow: sink => followAudit(store, from, sink) }
}

/** The last that was heard says more than the address, which a client that comes back asks for again as it was. */
function firstOf({ lastEventId, query }: ApiRequest): number | undefined {
  const from = new URLSearchParams(query).get('from')
  if (lastEventId !== undefined && lastEventId !== '') {
    return wholeFrom(0, lastEventId, 'Last-Event-ID') + 1
  }
  return from === null ? undefined : wholeFrom(1, from, 'from')
}

function wholeFrom(least: number, text: string, name: string): number {
  const number = Number(text)
  if (/^\d{1,15}$/.test(text) && number >= least) return number
  throw new NoChange(`${name} is a whole number from ${least}`)
}
