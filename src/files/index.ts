/**
 * Watches files, wherever they lie.
 *
 * In: paths.
 * Out: a call whenever what stands behind one of them is another, also through links that are swapped; who besides
 * its owner may read a file.
 * Never: keeps what a file holds, or keeps the process alive.
 *
 * @packageDocumentation
 */
export { watchFiles } from './watch-files.ts'
export type { WatchOptions } from './watch-files.ts'
export { isOpenToOthers } from './open-to-others.ts'
