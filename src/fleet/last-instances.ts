import { readFile, rename, writeFile } from 'node:fs/promises'
import { MOST_INSTANCES, readSeen, type SeenInstance } from './instance-row.ts'
import { listOf } from './reading.ts'

const instancesAt = (path: string): string => `${path}.instances`

const instances = listOf(readSeen, MOST_INSTANCES)

/** Reads the instances that were known when this machine last ran one; none where that cannot be read. */
export async function lastInstances(path: string): Promise<readonly SeenInstance[]> {
  try {
    return instances(JSON.parse(await readFile(instancesAt(path), 'utf8')), 'the instances')
  } catch {
    return []
  }
}

/** Lays the known instances beside the store, so that a halt reaches them after a cold start without it. */
export async function keepInstances(path: string, known: readonly SeenInstance[]): Promise<void> {
  const next = `${instancesAt(path)}.${process.pid}`
  await writeFile(next, JSON.stringify(known))
  await rename(next, instancesAt(path))
}
