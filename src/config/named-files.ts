import { isOpenToOthers } from '../files/index.ts'
import type { Mistake } from './config-error.ts'
import type { Fields } from './read-fields.ts'
import { fileOf } from './source.ts'

/** A file that a routes file names. */
interface Named {
  readonly path: string
  /** Wherever it lies. */
  readonly file: string
  /** Whether whoever reads it could pass for us. */
  readonly isSecret: boolean
}

/** Every field that may name a file. */
function sourcesIn({
  upstreams,
  notify,
}: Fields): readonly (readonly [string, string | undefined, boolean])[] {
  return [
    ...[...upstreams].flatMap(([name, upstream]) => [
      [`upstreams.${name}.tls.ca`, upstream?.tls?.ca, false] as const,
      [`upstreams.${name}.tls.cert`, upstream?.tls?.cert, false] as const,
      [`upstreams.${name}.tls.key`, upstream?.tls?.key, true] as const,
    ]),
    ...notify.map((each, i) => [`notify[${i}].secret`, each?.secret, true] as const),
  ]
}

/** Gives every file a routes file names. */
export const filesNamedIn = (fields: Fields, file: string): readonly Named[] =>
  sourcesIn(fields).flatMap(([path, written, isSecret]) => {
    const named = written === undefined ? undefined : fileOf(written, file)
    return named === undefined ? [] : [{ path, file: named, isSecret }]
  })

/**
 * Finds secrets that everyone on the machine may read. No mistake: in a container nobody else is there, and Kubernetes
 * mounts secrets so unless told.
 */
export const openSecrets = (named: readonly Named[]): Mistake[] =>
  named
    .filter(({ file, isSecret }) => isSecret && isOpenToOthers(file))
    .map(({ path, file }) => ({
      path,
      says: `${file} can be read or changed by everyone on this machine`,
      wayOut: 'take that right away: chmod o-rwx, or `defaultMode: 0440` on a mounted secret',
    }))
