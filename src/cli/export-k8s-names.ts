import type { ExportedRoutes } from './exported-routes.ts'

/** What a fleet in Kubernetes is made of. */
export interface InCluster {
  readonly routes: ExportedRoutes
  readonly image: string
}

/** What the objects of one fleet are called, and what they are found by. */
export interface Named {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** The ports of an instance there. */
export const PORTS = { suppliers: 8_080, admin: 9_400 } as const

/** Gives what the objects of a fleet are called: two fleets of one namespace have nothing in common. */
export function namesOf({ environment }: ExportedRoutes): Named {
  // A label of DNS has 63 characters, and what is made of a name needs some.
  const name = `ficus-${environment.slice(0, 40)}`.replace(/-+$/, '')
  const labels = { 'app.kubernetes.io/name': 'ficus', 'app.kubernetes.io/instance': name }
  return { name, labels }
}

/** Gives the key of a Secret that a file is kept under: it has no folders. */
export const secretKeyOf = (file: string): string => file.replaceAll(/[^\w.-]/g, '_')
