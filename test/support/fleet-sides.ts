import type { Side } from '../../src/exchange/index.ts'
import { soapAnswer } from './messages.ts'
import { bodyOf, type Closing, startUpstream } from './upstream.ts'
import { COHORT, ROUTE_NAMES, ROUTES } from './fleet-stand.ts'

/** The header each side puts its name in: what a supplier of these tests looks at. */
export const SERVED_BY = 'x-served-by'

/** Where the two sides of every route are. */
export interface Sides {
  readonly legacy: URL
  readonly cloud: URL
}

/** Starts two sides that answer any retrieval and say who they are. */
export async function startSides(t: Closing): Promise<Sides> {
  const side = (name: Side): Promise<URL> =>
    startUpstream(t, (request, response) => {
      void bodyOf(request).then(body => {
        const id = /uuid:([-0-9A-F]+)/.exec(body.toString())?.[1] ?? ''
        response.setHeader('content-type', 'text/xml')
        response.setHeader(SERVED_BY, name)
        response.end(soapAnswer(id))
      })
    })
  return { legacy: await side('legacy'), cloud: await side('cloud') }
}

/** What the routes file of a tested fleet says; `timeoutMs` makes one file another that moves nobody. */
export const fleetFile = ({ legacy, cloud }: Sides, timeoutMs = 20_000): object => ({
  environment: { name: 'test' },
  upstreams: {
    spine: { url: legacy.origin, timeoutMs },
    rehosted: { url: cloud.origin, timeoutMs },
  },
  cohorts: { [COHORT]: { key: 'fromAsid', records: 'shared' } },
  routes: [
    ...ROUTE_NAMES.map(name => ({
      name,
      match: { interaction: [ROUTES[name]] },
      legacy: 'spine',
      cloud: 'rehosted',
      cohort: COHORT,
      // A copy would be a request too: none is drawn.
      shadow: { as: '200000000999', sample: 0.000001 },
    })),
    { name: 'default', legacy: 'spine' },
  ],
})
