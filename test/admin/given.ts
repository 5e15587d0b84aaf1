import { answerApi } from '../../src/admin/api.ts'
import type { ApiRequest } from '../../src/admin/page.ts'
import { at, bench, type Bench, NOW, owning } from '../flips/given.ts'

const read = owning('read')
const write = owning('write', { cloud: undefined })

export const make = (): Promise<Bench> =>
  bench([read, write], { read: at('canary', 25, { since: NOW - 9 }), write: at('legacy') })

const GET: Omit<ApiRequest, 'path'> = {
  method: 'GET',
  query: '',
  contentType: undefined,
  body: '',
  actor: 'ada',
  roles: ['operator'],
}

export const asking =
  (made: Bench, more: { readonly perSecondOf?: () => number } = {}) =>
  (request: Partial<ApiRequest> & { readonly path: string }) =>
    answerApi({ ...GET, ...request }, { store: made.store, flips: made.context, ...more })

export const posting =
  (made: Bench) =>
  (path: string, body: unknown, more: Partial<ApiRequest> = {}) =>
    asking(made)({
      method: 'POST',
      path,
      contentType: 'application/json; charset=utf-8',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...more,
    })
