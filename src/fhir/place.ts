import { FicusError } from '../exchange/index.ts'

/** Where in a resource something stands, in names of the tables and numbers: never a name a message brought. */
export interface Place {
  readonly path: string
}

export const within = (place: Place, name: string, index?: number): Place => ({
  path: `${place.path}.${name}${index === undefined ? '' : `[${index}]`}`,
})

/** Refuses what stands at a place. */
export function refuse(rule: string, { path }: Place): never {
  throw new FicusError('malformed', path === '' ? rule : `${rule}, ${path}`)
}
