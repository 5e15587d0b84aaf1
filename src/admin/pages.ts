import { STAGES } from '../exchange/index.ts'
import { PEER_PATH } from '../fleet/index.ts'
import { evidenceView, overridesView, routesView } from './api-views.ts'
import { bySupplier } from './by-supplier.ts'
import { changeOf } from './change-page.ts'
import type { QueryField } from './described.ts'
import { divergencesView } from './divergence-views.ts'
import { events } from './events.ts'
import { freezesView } from './freeze-views.ts'
import { shownRouteView, statusView } from './instance-views.ts'
import { openapi } from './openapi.ts'
import { notifiers, notifyTest } from './notify-views.ts'
import { type PageRow, shown, shownAt } from './page.ts'
import { hearPeer } from './peer-page.ts'
import { NOBODYS, PROBLEM, REFUSED, SENSELESS, SILENT, WAITS } from './other-answers.ts'
import { approve, pending, reject } from './pending-pages.ts'
import {
  audit,
  config,
  decisions,
  divergence,
  MOST_LINES,
  ofRoute,
  pins,
  reload,
  supposition,
} from './question-pages.ts'

const STAGE: QueryField = {
  says: 'The stage; default `canary`.',
  form: { type: 'string', enum: STAGES },
}
const PERCENT: QueryField = {
  says: 'The percentage, at `canary` only.',
  form: { type: 'number', minimum: 0, maximum: 100 },
}
const BY: QueryField = {
  says: 'What the counts are divided by besides. Default: by nothing.',
  form: { type: 'string', enum: ['supplier'] },
}
const FROM: QueryField = {
  says: 'The first revision.',
  form: { type: 'integer', minimum: 1, default: 1 },
}
const MOST: QueryField = {
  says: 'How many at most.',
  form: { type: 'integer', minimum: 1, maximum: MOST_LINES, default: 100 },
}

/** Every page there is. */
export const PAGES: readonly PageRow[] = [
  {
    method: 'GET',
    path: '/api/routes',
    act: 'look',
    says: 'Where every route stands, who serves it and what its gate says.',
    gives: 'RoutesView',
    isTagged: true,
    page: async ({ context }) => shownAt(await routesView(context)),
  },
  {
    method: 'GET',
    path: '/api/status',
    act: 'look',
    says: 'What this instance knows, and how far it is behind the store.',
    gives: 'StatusView',
    page: async ({ context }) => shown(await statusView(context)),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}',
    act: 'look',
    says: 'Where one route stands, and the last change of it.',
    gives: 'ShownRouteView',
    others: NOBODYS,
    page: ofRoute(shownRouteView),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/evidence',
    act: 'look',
    says: 'What was compared on a route, and how much is still needed.',
    query: { by: BY },
    gives: 'EvidenceView',
    others: { ...SENSELESS, ...NOBODYS, ...SILENT },
    page: bySupplier(evidenceView),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/divergences',
    act: 'look',
    says: 'What differs on a route, in groups by place and kind.',
    query: { by: BY },
    gives: 'DivergencesView',
    others: { ...SENSELESS, ...NOBODYS },
    page: bySupplier(divergencesView),
  },
  {
    method: 'GET',
    path: '/api/divergences/{name}',
    act: 'look',
    says: 'One group of differences.',
    gives: 'DivergenceView',
    others: NOBODYS,
    page: divergence,
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/whatif',
    act: 'look',
    says: 'Who of the last requests another stage or percentage would move.',
    query: { to: STAGE, percent: PERCENT },
    gives: 'WhatIfView',
    others: { ...SENSELESS, ...NOBODYS, ...SILENT },
    page: supposition,
  },
  {
    method: 'GET',
    path: '/api/decisions',
    act: 'look',
    says: 'What was decided of the last requests, or of one by its message id.',
    query: {
      id: { says: 'The id of one message. Default: the last ones.', form: { type: 'string' } },
    },
    gives: 'DecisionsView',
    others: NOBODYS,
    page: decisions,
  },
  {
    method: 'GET',
    path: '/api/cohorts/{name}/pins',
    act: 'look',
    says: 'Where the entities of a cohort are, by names that say nothing of them.',
    query: {
      most: MOST,
      from: { says: 'What `next` said on the page before.', form: { type: 'string' } },
    },
    gives: 'PinsView',
    others: { ...SENSELESS, ...NOBODYS, ...SILENT },
    page: pins,
  },
  {
    method: 'POST',
    path: '/api/routes/{name}/flip',
    act: 'by verb',
    says: 'Changes a route, or all routes of a cohort.',
    takes: ['PromoteRequest', 'RollbackRequest', 'HaltRequest', 'ResumeRequest', 'RelaxRequest'],
    gives: 'MadeView',
    others: { ...WAITS, ...REFUSED },
    page: changeOf(false),
  },
  {
    method: 'POST',
    path: '/api/cohorts/{name}/flip',
    act: 'by verb',
    says: 'Gives or takes back an override or a pin of a cohort.',
    takes: ['OverrideAddition', 'OverrideRemoval', 'PinRequest'],
    gives: 'MadeView',
    others: { ...WAITS, ...REFUSED },
    page: changeOf(true),
  },
  {
    method: 'POST',
    path: '/api/flip',
    act: 'by verb',
    says: 'Changes every route: halt, resume, undo, freeze, unfreeze.',
    takes: ['HaltRequest', 'ResumeRequest', 'UndoRequest', 'FreezeRequest', 'UnfreezeRequest'],
    gives: 'MadeView',
    others: { ...WAITS, ...REFUSED },
    page: changeOf(false),
  },
  {
    method: 'POST',
    path: PEER_PATH,
    act: 'peer',
    says: 'Hears what another instance of the fleet says.',
    takes: ['PeerRequest'],
    gives: 'PeerAnswerView',
    others: { ...SENSELESS, 403: PROBLEM, ...NOBODYS },
    page: ({ request, context }) => hearPeer(request, context.store),
  },
  {
    method: 'GET',
    path: '/api/config',
    act: 'look',
    says: 'What the routes file of this instance comes to, and where the fleet says otherwise.',
    gives: 'ConfigView',
    others: NOBODYS,
    page: config,
  },
  {
    method: 'POST',
    path: '/api/reload',
    act: 'change',
    says: 'Loads the routes file again.',
    takes: ['ReloadRequest'],
    gives: 'ReloadedView',
    others: { 400: ['ProblemView', 'UnreloadedView'], ...NOBODYS, 415: PROBLEM },
    page: reload,
  },
  {
    method: 'GET',
    path: '/api/freezes',
    act: 'look',
    says: 'The times in which nothing leads forward, of the file and at run time.',
    gives: 'FreezesView',
    isTagged: true,
    page: ({ context }) => shownAt(freezesView(context)),
  },
  {
    method: 'GET',
    path: '/api/overrides',
    act: 'look',
    says: 'Every word of a person that a key belongs on a side.',
    gives: 'OverridesView',
    isTagged: true,
    page: ({ context }) => shownAt(overridesView(context)),
  },
  {
    method: 'GET',
    path: '/api/pending',
    act: 'look',
    says: 'Every change that waits for a second person.',
    gives: 'PendingView',
    isTagged: true,
    page: pending,
  },
  {
    method: 'POST',
    path: '/api/pending/{name}/approve',
    act: 'approve',
    says: 'Approves the request of this number; with enough of them it is carried out.',
    takes: ['ApprovalRequest'],
    gives: 'MadeView',
    others: { ...WAITS, ...REFUSED },
    page: approve,
  },
  {
    method: 'POST',
    path: '/api/pending/{name}/reject',
    act: 'reject',
    says: 'Takes off the request of this number, as an approver or as whoever asked for it.',
    takes: ['ApprovalRequest'],
    gives: 'MadeView',
    others: REFUSED,
    page: reject,
  },
  {
    method: 'GET',
    path: '/api/audit',
    act: 'look',
    says: 'Lines of the audit, and whether they verify.',
    query: { from: FROM, most: MOST },
    gives: 'AuditView',
    others: { ...SENSELESS, ...SILENT },
    page: audit,
  },
  {
    method: 'GET',
    path: '/api/events',
    act: 'look',
    says: 'Every change as it happens, and those before it from a revision on.',
    query: { from: { ...FROM, says: 'The first revision. Default: the next one there will be.' } },
    gives: 'EventStream',
    as: 'text/event-stream',
    others: { ...SENSELESS, ...SILENT },
    page: events,
  },
  {
    method: 'GET',
    path: '/api/notify',
    act: 'look',
    says: 'Who is told of changes, and of what.',
    gives: 'NotifiersView',
    page: notifiers,
  },
  {
    method: 'POST',
    path: '/api/notify/{name}/test',
    act: 'change',
    says: 'Tells one receiver that this is a test, and says what came of it.',
    takes: ['NotifyTestRequest'],
    gives: 'NotifyTestView',
    others: { ...SENSELESS, ...NOBODYS, 415: PROBLEM },
    page: notifyTest,
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    act: 'look',
    says: 'This document.',
    gives: 'OpenApi',
    page: openapi,
  },
]
