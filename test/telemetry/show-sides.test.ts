import t from 'tap'
import type { Route } from '../../src/exchange/index.ts'
import { createMetrics, createSides } from '../../src/telemetry/index.ts'

const upstream = (name: string): Route['legacy'] => ({ name }) as Route['legacy'] // nothing else is read
const route = (sides: Partial<Route>): Route => ({ name: 'pds', ...sides }) as Route // the same

t.test(
  'each upstream is shown with the side it plays on a route, a rehearsal as the cloud',
  async t => {
    const metrics = createMetrics()
    const show = createSides(metrics)
    show([
      route({ legacy: upstream('spine'), cloud: upstream('fhir'), rehearsal: upstream('twin') }),
    ])
    const shown = await metrics.render()
    for (const line of ['side="legacy",upstream="spine"', 'side="cloud",upstream="fhir"'])
      t.match(shown, `ficus_route_upstream_info{route="pds",${line}} 1\n`)
    t.match(shown, 'ficus_route_upstream_info{route="pds",side="cloud",upstream="twin"} 1\n')

    show([route({ legacy: upstream('spine'), cloud: upstream('other') })])
    const after = await metrics.render()
    t.match(after, 'side="legacy",upstream="spine"} 1\n')
    t.match(after, 'side="cloud",upstream="other"} 1\n')
    t.notMatch(after, 'upstream="fhir"', 'what a file no longer says is taken off')

    show([])
    t.notMatch(await metrics.render(), 'ficus_route_upstream_info{')
  },
)
