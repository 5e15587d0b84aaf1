import type { DivergencesView, RoutesView } from '../admin/index.ts'
import { type AdminClient, adminOrigin, createAdminClient, expected } from './admin-client.ts'
import { EXIT, type ExitCode, type Terminal } from './terminal.ts'

/** What a completion script asks for names by; nobody types it, so that it stands in no list of commands. */
export const NAMES_COMMAND = '__names'

/** Whoever presses Tab does not wait for an instance that is away. */
const PATIENCE_MS = 200

/** Prints names an instance knows, one a line; nothing where it does not answer at once, and says nothing of that. */
export async function printNames(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [of = '', ...rest] = args
  const admin = rest[0] === '--admin' ? rest[1] : undefined
  try {
    const origin = adminOrigin(admin, terminal.env)
    const names = await ASKED[of]?.(createAdminClient(origin, terminal, PATIENCE_MS))
    for (const name of new Set(names?.filter(isWord))) terminal.stdout.write(`${name}\n`)
  } catch {
    // There is nothing to complete with, and who types is not to be held up by words.
  }
  return EXIT.done
}

/** Nothing a shell would read otherwise than as a word. */
const isWord = (name: string): boolean => /^[\w.-]+$/.test(name)

const routesOf = async (client: AdminClient): Promise<RoutesView['routes']> =>
  (expected(await client.get('/api/routes')) as RoutesView).routes // the API's own shape

const cohortsOf = (routes: RoutesView['routes']): readonly string[] =>
  routes.flatMap(({ cohort }) => cohort ?? [])

const namesOf = (routes: RoutesView['routes']): readonly string[] => routes.map(({ name }) => name)

type Asking = (client: AdminClient) => Promise<readonly string[]>

const ASKED: Readonly<Record<string, Asking>> = {
  routes: async client => namesOf(await routesOf(client)),
  cohorts: async client => cohortsOf(await routesOf(client)),
  names: async client => {
    const routes = await routesOf(client)
    return [...namesOf(routes), ...cohortsOf(routes)]
  },
  divergences: async client => {
    const moving = (await routesOf(client)).filter(({ cloud }) => cloud !== null)
    const views = await Promise.all(
      moving.map(async ({ name }) => {
        const path = `/api/routes/${encodeURIComponent(name)}/divergences`
        return expected(await client.get(path)) as DivergencesView // the API's own shape
      }),
    )
    return views.flatMap(({ groups }) => groups.map(({ id }) => id))
  },
}
