import { isStoreError } from '../fleet/index.ts'
import { NoChange } from './body-fields.ts'
import {
  type ApiAnswer,
  type ApiContext,
  type ApiRequest,
  forbidden,
  type PageRow,
  problem,
} from './page.ts'
import { PAGES } from './pages.ts'

interface Row extends PageRow {
  readonly is: RegExp
}

const ROWS: readonly Row[] = PAGES.map(row => ({
  ...row,
  is: new RegExp(`^${row.path.replace('{name}', '([^/]+)')}$`),
}))

// Passed over, it would be believed.
const NO_MATCH = problem(400, 'this is not asked at a revision: leave If-Match out')

/**
 * Answers one request to the API; throws nothing the world does. 400 what makes no sense, 403 what a gate, a halt
 * or an approver refuses, 404 a name nobody has, 409 a revision that has passed, 415 a change that is not JSON,
 * 503 a store that does not answer.
 */
export async function answerApi(request: ApiRequest, context: ApiContext): Promise<ApiAnswer> {
  const rows = ROWS.filter(({ is }) => is.test(request.path))
  const found = rows.find(({ method }) => method === request.method)
  if (found === undefined) {
    const allowed = rows.map(({ method }) => method).join(', ')
    return rows.length === 0
      ? problem(404, 'there is no such page')
      : { ...problem(405, `only ${allowed}`), headers: { Allow: allowed } }
  }
  const { act, is, page } = found
  const refused = act === 'by verb' || act === 'peer' ? undefined : forbidden(request, act)
  if (refused !== undefined) return refused
  if (request.ifMatch !== undefined && found.method === 'POST' && act !== 'by verb') return NO_MATCH
  try {
    const name = decodeURIComponent(is.exec(request.path)?.[1] ?? '')
    return await page({ request, context, name })
  } catch (error) {
    if (error instanceof URIError) return problem(404, 'there is no such page')
    if (error instanceof NoChange) return problem(400, error.message)
    if (isStoreError(error)) return problem(503, error.message)
    throw error
  }
}
