import type { RoutesFile } from './schema.ts'

export type { RoutesFile } from './schema.ts'

/**
 * Gives `routes.config.ts` its types and nothing else: checks come when it is loaded.
 *
 * @example
 * ```ts
 * import { defineRoutes } from 'ficus'
 *
 * export default defineRoutes({
 *   environment: { name: 'int' },
 *   upstreams: { spine: { url: 'env:SPINE_URL' } },
 *   routes: [{ name: 'default', legacy: 'spine' }],
 * })
 * ```
 */
export const defineRoutes = (file: RoutesFile): RoutesFile => file
