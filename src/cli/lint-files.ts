import { open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CommandError, EXIT } from './terminal.ts'

/** A file to be read, as it was typed or found, and where it lies. */
export interface FoundFile {
  readonly file: string
  readonly path: string
}

/** The files somebody named, and those their folders hold that may be messages. */
export interface FoundFiles {
  readonly files: readonly FoundFile[]
  /** How many of the folders' files begin like no message. */
  readonly passedOver: number
}

/**
 * Finds every file that was named, and in the folders that were named every one that begins like a message, folders
 * within them included and those hidden by a dot left out. Throws CommandError where a name leads nowhere or a folder
 * has no such file.
 */
export async function findFiles(names: readonly string[], cwd: string): Promise<FoundFiles> {
  const files: FoundFile[] = []
  let passedOver = 0
  for (const name of names) {
    const path = resolve(cwd, name)
    if (!(await isFolder(name, path))) {
      files.push({ file: name, path })
      continue
    }
    const within = await filesIn(path)
    const found: FoundFile[] = []
    for (const each of within) {
      if (await beginsLikeMessage(join(path, each))) {
        found.push({ file: join(name, each), path: join(path, each) })
      }
    }
    if (found.length === 0) {
      throw new CommandError(
        EXIT.usage,
        `${name} is a folder in which no file begins like a message`,
      )
    }
    files.push(...found)
    passedOver += within.length - found.length
  }
  return { files, passedOver }
}

async function isFolder(name: string, path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw unreadable(name, error)
  }
}

/** Makes a mistake of the file system one that can be told. */
export function unreadable(name: string, error: unknown): CommandError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  return new CommandError(EXIT.usage, `${name} cannot be read (${code})`)
}

async function filesIn(folder: string, within = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true })
  const found: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const path = join(within, entry.name)
    if (entry.isDirectory()) found.push(...(await filesIn(folder, path)))
    else if (entry.isFile()) found.push(path)
  }
  return found
}

/** Markup with one of the namespaces requests are in, a multipart body, or an HTTP request that has a body. */
const BEGINNINGS = [
  /^\s*(?:\u00ef\u00bb\u00bf)?\s*<[^]*(?:urn:hl7-org:v3|schemas\.xmlsoap\.org\/soap\/envelope)/,
  /^(?:[\w-]+:[^\n]*\n)*\s*--[^\r\n]+\r?\nContent-/i,
  /^(?:POST|PUT) \S+ HTTP\/1\.[01]\r?\n/,
]

const BEGINNING_BYTES = 16_384

async function beginsLikeMessage(path: string): Promise<boolean> {
  try {
    const file = await open(path)
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0)
      const start = buffer.toString('latin1', 0, bytesRead)
      return BEGINNINGS.some(beginning => beginning.test(start))
    } finally {
      await file.close()
    }
  } catch (error) {
    throw unreadable(path, error)
  }
}
