const SHOWN = 3

/** Gives the end of a path, by which a person knows it: of one into an envelope the rest is every path's. */
export const pathEnd = (path: string): string => {
  const names = path.split('/')
  return names.length <= SHOWN ? path : `…/${names.slice(-SHOWN).join('/')}`
}
