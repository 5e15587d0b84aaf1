import { PEER_PATH } from '../fleet/index.ts'
import { evidenceView, overridesView, routesView } from './api-views.ts'
import { changeOf } from './change-page.ts'
import { divergencesView } from './divergence-views.ts'
import { shownRouteView, statusView } from './instance-views.ts'
import { type PageRow, shown } from './page.ts'
import { hearPeer } from './peer-page.ts'
import {
  audit,
  config,
  decisions,
  divergence,
  ofRoute,
  pins,
  reload,
  supposition,
} from './question-pages.ts'

/** Every page there is. */
export const PAGES: readonly PageRow[] = [
  {
    method: 'GET',
    path: '/api/routes',
    act: 'look',
    says: 'Where every route stands, who serves it and what its gate says.',
    page: async ({ context }) => shown(await routesView(context)),
  },
  {
    method: 'GET',
    path: '/api/status',
    act: 'look',
    says: 'What this instance knows, and how far it is behind the store.',
    page: async ({ context }) => shown(await statusView(context)),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}',
    act: 'look',
    says: 'Where one route stands, and the last change of it.',
    page: ofRoute(shownRouteView),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/evidence',
    act: 'look',
    says: 'What was compared on a route, and how much is still needed.',
    page: ofRoute(evidenceView),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/divergences',
    act: 'look',
    says: 'What differs on a route, in groups by place and kind.',
    page: ofRoute(divergencesView),
  },
  {
    method: 'GET',
    path: '/api/divergences/{name}',
    act: 'look',
    says: 'One group of differences.',
    page: divergence,
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/whatif',
    act: 'look',
    says: 'Who of the last requests another stage or percentage would move.',
    page: supposition,
  },
  {
    method: 'GET',
    path: '/api/decisions',
    act: 'look',
    says: 'What was decided of the last requests, or of one by its message id.',
    page: decisions,
  },
  {
    method: 'GET',
    path: '/api/cohorts/{name}/pins',
    act: 'look',
    says: 'Where the entities of a cohort are, by names that say nothing of them.',
    page: pins,
  },
  {
    method: 'POST',
    path: '/api/routes/{name}/flip',
    act: 'by verb',
    says: 'Changes a route, or all routes of a cohort.',
    page: changeOf(false),
  },
  {
    method: 'POST',
    path: '/api/cohorts/{name}/flip',
    act: 'by verb',
    says: 'Gives or takes back an override or a pin of a cohort.',
    page: changeOf(true),
  },
  {
    method: 'POST',
    path: '/api/flip',
    act: 'by verb',
    says: 'Changes every route: halt, resume, undo.',
    page: changeOf(false),
  },
  {
    method: 'POST',
    path: PEER_PATH,
    act: 'peer',
    says: 'Hears what another instance of the fleet says.',
    page: ({ request, context }) => hearPeer(request, context.store),
  },
  {
    method: 'GET',
    path: '/api/config',
    act: 'look',
    says: 'What the routes file of this instance comes to, and where the fleet says otherwise.',
    page: config,
  },
  {
    method: 'POST',
    path: '/api/reload',
    act: 'change',
    says: 'Loads the routes file again.',
    page: reload,
  },
  {
    method: 'GET',
    path: '/api/overrides',
    act: 'look',
    says: 'Every word of a person that a key belongs on a side.',
    page: ({ context }) => shown(overridesView(context)),
  },
  {
    method: 'GET',
    path: '/api/audit',
    act: 'look',
    says: 'Lines of the audit, and whether they verify.',
    page: audit,
  },
]
