/** The root of the thread that may wait for the store's file: workerData is its settings. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadSettings } from './asks.ts'
import { serveAsks } from './serve-asks.ts'

// Handed over by whoever started this thread, and typed there.
if (parentPort) serveAsks(parentPort, workerData as ThreadSettings)
