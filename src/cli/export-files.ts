import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError, EXIT } from './terminal.ts'

/** One file that is to be written, below the folder it is exported to. */
export interface Exported {
  readonly path: string
  readonly text: string
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Where Ficus itself lies: what an image is built from. */
export const CHECKOUT: string = ROOT

/** Gives the very files of a folder of `grafana/`, those below it too, to be put below `to`; by name, in order. */
export function filesOf(folder: string, to: string): readonly Exported[] {
  return readdirSync(join(ROOT, 'grafana', folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:yml|json)$/.test(name))
    .toSorted()
    .map(name => ({
      path: `${to}/${name.replaceAll('\\', '/')}`,
      text: readFileSync(join(ROOT, 'grafana', folder, name), 'utf8'),
    }))
}

/** What came of one file. */
export interface Written {
  readonly path: string
  readonly bytes: number
  /** `same` was there already, byte for byte. */
  readonly came: 'new' | 'same' | 'replaced'
}

/**
 * Writes files into a folder, which is made where there is none. Refuses, before anything is written, to replace what is
 * there and other, unless that is forced. Ends the command with 2 where it cannot be written.
 */
export async function writeAll(
  folder: string,
  files: readonly Exported[],
  isForced: boolean,
): Promise<readonly Written[]> {
  const looked = await Promise.all(files.map(file => look(join(folder, file.path), file)))
  const others = looked.filter(({ came }) => came === 'replaced')
  if (others.length > 0 && !isForced) {
    const names = others.map(({ path }) => path).join(', ')
    throw new CommandError(
      EXIT.usage,
      `${folder} has another ${names}\n  → name a folder that has not, or replace what is there with --force`,
    )
  }
  for (const { path, text } of files) {
    await fit(join(folder, path), async to => {
      await mkdir(dirname(to), { recursive: true })
      await writeFile(to, text)
    })
  }
  return looked
}

async function look(at: string, { path, text }: Exported): Promise<Written> {
  const there = await fit(at, to => readFile(to, 'utf8').catch(absent))
  const came = there === undefined ? 'new' : there === text ? 'same' : 'replaced'
  return { path, bytes: Buffer.byteLength(text), came }
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

async function fit<Value>(path: string, act: (path: string) => Promise<Value>): Promise<Value> {
  try {
    return await act(path)
  } catch (error) {
    throw new CommandError(EXIT.usage, `${path} cannot be written (${codeOf(error)})`)
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
