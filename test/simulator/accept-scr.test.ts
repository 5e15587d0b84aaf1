import t from 'tap'
import { SCR_GROUPS } from './accept-scr-rows.ts'
import { tryRules } from './accepting.ts'

for (const [group, kind, rows] of SCR_GROUPS) {
  t.test(`${group}: a message is accepted, and refused where one rule of it is broken`, t =>
    tryRules(t, group, kind, rows),
  )
}
