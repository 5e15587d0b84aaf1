import type { Route } from '../exchange/index.ts'
import { type ApiContext, type Page, problem } from './page.ts'
import { ofRoute } from './question-pages.ts'

/** Shows one route, and by supplier where `?by=supplier` asks for it. */
export const bySupplier =
  (view: (route: Route, context: ApiContext, isBySupplier: boolean) => unknown): Page =>
  asked => {
    const by = new URLSearchParams(asked.request.query).get('by')
    if (by !== null && by !== 'supplier') return problem(400, 'by is supplier')
    return ofRoute((route, context) => view(route, context, by !== null))(asked)
  }
