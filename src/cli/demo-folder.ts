import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommandError, EXIT } from './terminal.ts'

/** A folder of the demo's own, so that nothing of the user's is touched. */
export interface DemoFolder {
  readonly path: string
  readonly routesFile: string
  readonly log: string
  readonly store: string
  /** What keeps compiled code here, so that the second command begins sooner than the first. */
  readonly env: Readonly<Record<string, string>>
  /** Saves the routes file in one stroke, as editors do: a half-written one is never read. */
  saveRoutes(text: string): Promise<void>
  /** Writes a message to try by hand; gives its path. */
  saveMessage(text: string): Promise<string>
  /** Lets it stay where something went wrong: its log says what. */
  keep(): void
  /** Removes it, unless it is kept. */
  remove(): Promise<void>
}

/** Makes the folder where the system keeps what is temporary. Throws a CommandError where it cannot be made. */
export async function makeFolder(): Promise<DemoFolder> {
  const path = await mkdtemp(join(tmpdir(), 'ficus-demo-')).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandError(EXIT.failed, `no temporary folder can be made: ${why}`)
  })
  const routesFile = join(path, 'routes.config.ts')
  let isKept = false
  return {
    path,
    routesFile,
    log: join(path, 'ficus.log'),
    store: join(path, 'state.db'),
    env: { NODE_COMPILE_CACHE: join(path, 'compiled') },
    saveRoutes: async text => {
      const beside = join(path, 'routes.saving')
      await writeFile(beside, text)
      await rename(beside, routesFile)
    },
    saveMessage: async text => {
      const file = join(path, 'retrieval.xml')
      await writeFile(file, text)
      return file
    },
    keep: () => {
      isKept = true
    },
    remove: async () => {
      if (!isKept) await rm(path, { recursive: true, force: true })
    },
  }
}
