/** The root of the short-lived thread a routes file is evaluated in: workerData is its path. */
import { parentPort, workerData } from 'node:worker_threads'
import { evaluateFile } from './evaluate-file.ts'

// An `await` that never ends would let the thread run out of work and end as if it were done.
parentPort?.ref()
const at = (module: string): void => parentPort?.postMessage({ kind: 'at', module })
parentPort?.postMessage(await evaluateFile(String(workerData), at))
