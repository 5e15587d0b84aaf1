import { createRequire, syncBuiltinESMExports } from 'node:module'
import type { Worker, WorkerOptions } from 'node:worker_threads'
import type { Closing } from './upstream.ts'

interface Threading {
  Worker: new (root: string | URL, options?: WorkerOptions) => Worker
}

/** Until the test ends, every thread is started with a root of the test's in the place of the product's own. */
export function startThreadsWith(t: Closing, root: URL): void {
  // The very object its importers are shown, which may be changed where an import may not.
  const threading = createRequire(import.meta.url)('node:worker_threads') as Threading
  const { Worker: Own } = threading
  const become = (Started: Threading['Worker']): void => {
    threading.Worker = Started
    syncBuiltinESMExports()
  }
  become(
    class extends Own {
      constructor(_: string | URL, options?: WorkerOptions) {
        super(root, options)
      }
    },
  )
  t.teardown(() => become(Own))
}
