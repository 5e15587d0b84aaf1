/** The root of a thread that reads what answers say became of their requests: it loads what that takes and no more. */
import { createReading } from './outcomes/index.ts'
import { serveThread } from './workers/index.ts'

serveThread(createReading())
