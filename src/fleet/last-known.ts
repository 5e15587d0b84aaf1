import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type FleetRow, readFleet } from './fleet-document.ts'
import type { Fleet } from './fleet.ts'
import type { KeeperOptions } from './held-keeper.ts'
import { alone, type HeldHalt, readHeldHalts, writeHeldHalts } from './held-halts.ts'

const knownAt = (path: string): string => `${path}.known`
const heldAt = (path: string): string => `${path}.held`

/**
 * Reads the row that lies beside a store for a cold start; undefined where there is none that can be read, or it is
 * of another environment than the one that is asked for.
 */
export function lastKnownRow(path: string, environment?: string): FleetRow | undefined {
  try {
    return readKnown(readFileSync(knownAt(path), 'utf8'), environment)?.row
  } catch {
    return undefined
  }
}

/** Reads the fleet that lies beside a store, as {@link lastKnownRow} does, without holding up whoever asks. */
export async function lastKnownFleet(
  path: string,
  environment?: string,
): Promise<Fleet | undefined> {
  try {
    return readKnown(await readFile(knownAt(path), 'utf8'), environment)?.fleet
  } catch {
    return undefined
  }
}

function readKnown(
  text: string,
  environment: string | undefined,
): { readonly row: FleetRow; readonly fleet: Fleet } | undefined {
  const { environment: of, ...row } = JSON.parse(text) as FleetRow & { environment?: unknown } // read below
  const isOther = of !== undefined && environment !== undefined && of !== environment
  return isOther ? undefined : { row, fleet: readFleet(row) }
}

/** Lays a row beside the store. Says whether it could: it is a second copy, and what it copies is stored already. */
export function keepLastKnown(path: string, row: FleetRow, environment?: string): boolean {
  try {
    const next = `${knownAt(path)}.${process.pid}`
    writeFileSync(next, JSON.stringify({ ...row, environment }))
    renameSync(next, knownAt(path))
    return true
  } catch {
    return false
  }
}

/** Lays a row beside the store, without holding up whoever asks. */
export async function keepKnown(path: string, row: FleetRow): Promise<void> {
  const next = `${knownAt(path)}.${process.pid}`
  await writeFile(next, JSON.stringify(row))
  await rename(next, knownAt(path))
}

/** Reads what this instance held back when it last ran: everything, where that was written and cannot be read. */
export async function lastHeld(path: string): Promise<readonly HeldHalt[]> {
  try {
    return readHeldHalts(await readFile(heldAt(path), 'utf8'))
  } catch (error) {
    const wasNone = (error as NodeJS.ErrnoException).code === 'ENOENT' // Node's own carry a code
    return wasNone ? [] : [alone('not-to-be-read', 'halt', 'all')]
  }
}

/** Gives how what an instance holds back is laid beside the store. */
export const keeping = (path: string, heldMs?: number): KeeperOptions => ({
  write: halts => keepHeld(path, halts),
  heldMs,
})

/** Lays it there for good: neither a restart nor a power cut lets it go. */
async function keepHeld(path: string, halts: readonly HeldHalt[]): Promise<void> {
  const next = `${heldAt(path)}.${process.pid}`
  await writeFile(next, writeHeldHalts(halts), { flush: true })
  await rename(next, heldAt(path))
  await flushed(dirname(path))
}

/** A file that was renamed is there after a power cut when its folder was written too. */
async function flushed(folder: string): Promise<void> {
  const opened = await open(folder)
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
