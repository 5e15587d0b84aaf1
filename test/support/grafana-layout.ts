import { type DashboardFile, type FilePanel, shown } from './grafana-file.ts'

/** Says where panels lie over one another or beyond the grid, and what is called the same. */
export function misplaced({ uid, panels }: DashboardFile): readonly string[] {
  const faults: string[] = []
  const ids = panels.map(({ id }) => id)
  if (new Set(ids).size !== ids.length || ids.some(id => !(id > 0)))
    faults.push('ids are not each its own')
  for (const [at, panel] of panels.entries()) {
    const { x, w, h } = panel.gridPos
    if (x < 0 || x + w > 24 || h < 1) faults.push(`${panel.title} leaves the grid`)
    for (const other of panels.slice(at + 1)) {
      if (isOver(panel, other)) faults.push(`${panel.title} lies over ${other.title}`)
    }
    const letters = (panel.targets ?? []).map(({ refId }) => refId)
    if (new Set(letters).size !== letters.length || letters.includes('')) {
      faults.push(`${panel.title} has two queries of one letter`)
    }
  }
  return faults.map(fault => `${uid}: ${fault}`)
}

function isOver({ gridPos: one }: FilePanel, { gridPos: other }: FilePanel): boolean {
  const apart =
    one.x + one.w <= other.x ||
    other.x + other.w <= one.x ||
    one.y + one.h <= other.y ||
    other.y + other.h <= one.y
  return !apart
}

/** Says which links of a dashboard lead nowhere, or hand over a variable that is not there. */
export function brokenLinks(file: DashboardFile, all: readonly DashboardFile[]): readonly string[] {
  const urls = [
    ...file.links.map(({ url }) => url),
    ...shown(file).flatMap(({ fieldConfig }) =>
      (fieldConfig?.overrides ?? [])
        .flatMap(({ properties }) => properties)
        .filter(({ id }) => id === 'links')
        .flatMap(({ value }) => (value as { url: string }[]).map(({ url }) => url)),
    ),
  ]
  return urls.flatMap(url => {
    const to = all.find(({ uid }) => new RegExp(`^/d/${uid}(?:$|\\?)`).test(url))
    if (to === undefined) return [`${file.uid}: ${url} leads nowhere`]
    const handed = [...url.matchAll(/[?&]var-(\w+)=|\$\{(\w+):queryparam\}/g)]
    return handed
      .map(([, name, other]) => name ?? other)
      .filter(name => !to.templating.list.some(variable => variable.name === name))
      .map(name => `${file.uid}: ${to.uid} has no variable ${name}`)
  })
}
