/** Writes grafana/dashboards: `npm run dashboards`, after something here was changed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { DASHBOARDS, textOf } from './index.ts'

mkdirSync('grafana/dashboards', { recursive: true })
for (const dashboard of DASHBOARDS) writeFileSync(dashboard.file, await textOf(dashboard))
