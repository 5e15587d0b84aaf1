import { type Config, factsOf } from '../config/index.ts'
import { isStoreError, type Store } from '../fleet/index.ts'
import { countPins, refusalOfName } from '../flips/index.ts'
import { aFlag, aText, type Fields, needed, readFields, readObject } from './body-fields.ts'
import type { ApiAnswer, ApiContext, ApiRequest } from './page.ts'
import type { ConfigView, ReloadRequest, ReloadView } from './reload-shapes.ts'

/** Shows what an instance goes by, and what the fleet keeps. */
export async function configView(
  config: Config,
  { store, flips }: ApiContext,
): Promise<ConfigView> {
  const { known, trouble } = store
  return {
    file: config.file,
    environment: flips.environment.name,
    facts: Object.fromEntries(factsOf(config)),
    fleet: {
      revision: known.revision,
      trouble: trouble?.message ?? null,
      routes: Object.fromEntries(known.routes),
      overrides: Object.fromEntries(known.overrides),
      cohorts: Object.fromEntries(known.cohorts ?? []),
      pins: await pinsIn(store),
    },
  }
}

async function pinsIn(store: Store): Promise<ConfigView['fleet']['pins']> {
  try {
    return Object.fromEntries(await countPins(store.known.cohorts?.keys() ?? [], store))
  } catch (error) {
    if (isStoreError(error)) return null
    throw error
  }
}

const FIELDS: Fields = { reason: needed(aText), isDryRun: aFlag, environment: aText }

/** Has the instance load its file again, for whoever may change something. Throws NoChange. */
export async function reloadAnswer(
  request: ApiRequest,
  { reload, flips }: ApiContext,
): Promise<ApiAnswer> {
  const { environment, ...asked } = readFields(
    readObject(request.body),
    FIELDS,
  ) as unknown as ReloadRequest // by FIELDS
  if (reload === undefined) {
    const error = 'this instance has no file to load again: it was given its routes as they are'
    return { status: 404, body: { error } }
  }
  const unnamed = refusalOfName(environment, flips)
  if (unnamed !== undefined) {
    const view: ReloadView = { kind: 'refused', exitCode: 2, ...unnamed }
    return { status: 400, body: view }
  }
  const view = await reload({ ...asked, actor: request.actor })
  return { status: view.kind === 'reloaded' ? 200 : 400, body: view }
}
