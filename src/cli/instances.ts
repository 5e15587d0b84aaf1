import { adminOrigin, type AskingTerminal, createAdminClient, expected } from './admin-client.ts'
import { originsOf } from './fleet.ts'
import { CommandError, EXIT } from './terminal.ts'

/** What every instance said that was asked, and which said nothing. */
export interface Heard<View> {
  readonly said: readonly { readonly address: string; readonly view: View }[]
  readonly silent: readonly string[]
}

/**
 * Asks every instance there is: the one at `--admin` or FICUS_ADMIN where it is named, and those of FICUS_PEERS. Ends
 * the command where one refuses the question, and with exit code 4 where none answers.
 */
export async function askInstances<View extends { readonly instance: string | null }>(
  path: string,
  admin: string | undefined,
  terminal: AskingTerminal,
): Promise<Heard<View>> {
  const { env } = terminal
  const isNamed = admin !== undefined || env['FICUS_ADMIN'] !== undefined
  const own = isNamed ? [adminOrigin(admin, env)] : []
  const peers = isNamed && !env['FICUS_PEERS'] ? [] : await originsOf([], undefined, env)
  const origins = [...new Set([...own, ...peers])]
  const came = await Promise.all(origins.map(origin => askOne(origin, path, terminal)))
  const said = new Map<string, { address: string; view: View }>()
  for (const { address, body } of came) {
    const view = body as View | undefined // the API's own shape
    // One instance may be known by several addresses.
    const name = view?.instance ?? address
    if (view !== undefined && !said.has(name)) said.set(name, { address, view })
  }
  const silent = came.filter(({ body }) => body === undefined).map(({ address }) => address)
  if (said.size > 0) return { said: [...said.values()], silent }
  const wayOut = 'name one with --admin or FICUS_ADMIN, or start it'
  throw new CommandError(EXIT.unreachable, `no instance answers at ${silent.join(', ')}: ${wayOut}`)
}

/** Gives nothing where it does not answer, nor its store. */
async function askOne(
  origin: string,
  path: string,
  terminal: AskingTerminal,
): Promise<{ address: string; body: unknown }> {
  const address = new URL(origin).host
  try {
    return { address, body: expected(await createAdminClient(origin, terminal).get(path)) }
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode !== EXIT.unreachable) throw error
    return { address, body: undefined }
  }
}
