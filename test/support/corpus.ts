import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'

const projectRoot = resolve(import.meta.dirname, '../..')

/**
 * Finds the folder of real messages and attack cases: `FICUS_CORPUS`, else `../shared/corpus` beside the
 * project. Where it is absent the test is skipped with the reason, or fails when `FICUS_REQUIRE` is `all`;
 * either way the test has ended, the
 * answer is undefined and the test returns.
 */
export function corpusFolder(t: Test): string | undefined {
  const folder = resolve(projectRoot, process.env['FICUS_CORPUS'] ?? '../shared/corpus')
  if (existsSync(folder)) return folder
  const reason = 'the corpus is not on this machine: set FICUS_CORPUS to its folder'
  if (process.env['FICUS_REQUIRE'] === 'all') {
    t.fail(reason)
    t.end()
  } else {
    t.plan(0, reason)
  }
  return undefined
}

/** Lists the files below a folder whose path the predicate wants, in a stable order. */
export function corpusFiles(folder: string, wants: (path: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(wants)
    .sort()
}

/** One real message: where it lies and what it is. */
export interface SpineSample {
  /** The file, ready to be read; some listed files are kept back and absent. */
  readonly file: string
  readonly repo: string
  readonly path: string
  readonly kind: string
  /** Samples of one exchange share it; empty for a sample that stands alone. */
  readonly pairId: string
  readonly product: string
  readonly role: string
}

/** Reads the list of real Spine messages, leaving out those whose file is kept back. */
export function spineSamples(folder: string): SpineSample[] {
  const [, ...rows] = readFileSync(join(folder, 'spine/manifest.tsv'), 'utf8').trimEnd().split('\n')
  return rows
    .map(row => {
      const [repo = '', , path = '', , kind = '', pairId = '', product = '', role = ''] =
        row.split('\t')
      const file = join(folder, 'spine', repo.replace('/', '+'), path)
      return { file, repo, path, kind, pairId, product, role }
    })
    .filter(sample => existsSync(sample.file))
}

/** Reads attack cases kept as JSON lines: a name and the bytes. */
export function corpusCases(file: string): { readonly id: string; readonly bytes: Buffer }[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => {
      // The corpus writes these lines itself: an id, and `b64` for bytes or `string` for text.
      const { id, b64, string } = JSON.parse(line) as { id: string; b64?: string; string?: string }
      return {
        id,
        bytes: b64 === undefined ? Buffer.from(string ?? '') : Buffer.from(b64, 'base64'),
      }
    })
}

/** One attack case kept as a file: where it lies and what it is, in the words of the list. */
export interface AttackSample {
  readonly file: string
  readonly repo: string
  readonly path: string
  readonly what: string
}

/** Reads the list of attack cases that are files of their own, of one repository. */
export function attackSamples(folder: string, repo: string): AttackSample[] {
  const [, ...rows] = readFileSync(join(folder, 'security/manifest.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
  return rows
    .map(row => row.split('\t'))
    .filter(([own, , path = '']) => own === repo && !path.includes('#'))
    .map(([, , path = '', , what = '']) => {
      const file = join(folder, 'security', repo.replace('/', '+'), path)
      return { file, repo, path, what }
    })
    .filter(sample => existsSync(sample.file))
}
