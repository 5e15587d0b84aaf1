import { MOVING } from './demo-routes.ts'

/** A row of the demo's table: an interaction, or a few that differ in their version alone. */
export interface DemoRow {
  readonly name: string
  /** The route that owns it in the demo's file. */
  readonly route: string
  readonly what: string
}

/** Counts the polls for replies to reliable messages. */
export const POLL = 'GET (poll)'
/** Counts the messages sent wrong on purpose. */
export const WRONG = 'wrong on purpose'

const row = (name: string, route: string, what: string): DemoRow => ({ name, route, what })

/** Everything the demo's suppliers send, in the order it is shown. */
export const DEMO_ROWS: readonly DemoRow[] = [
  row('QUPA_IN000008UK02', MOVING, 'PDS: the record under a number'),
  row('QUPA_IN000008UK05', MOVING, 'PDS: the same, newer form'),
  row('QUPA_IN000008SM13', MOVING, 'PDS: the same, newest form'),
  row('QUPA_IN000005', 'pds', 'PDS: who is this person?'),
  row('QUPA_IN000014', 'pds', 'PDS: is this their number?'),
  row('QUPC_IN180000', 'scr', 'SCR: which summaries are there?'),
  row('QUPC_IN190000', 'scr', 'SCR: one summary'),
  row('REPC_IN150016', 'scr', 'SCR: a summary is uploaded'),
  row('PORX_IN020101', 'eps', 'EPS: a prescription is written'),
  row('PORX_IN030101', 'eps', 'EPS: it is cancelled'),
  row('PORX_IN132004', 'eps', 'EPS: it is released'),
  row('PORX_IN080101', 'eps', 'EPS: it is dispensed'),
  row('PORX_IN090101', 'eps', 'EPS: it is claimed for'),
  row(POLL, 'default', 'EPS, SCR: has my reply come?'),
  row(WRONG, 'pds, default', 'must get an error, not an answer'),
]

const byName = new Map(DEMO_ROWS.map(each => [each.name, each]))

/** Finds the row of a full interaction id. */
export function rowOf(interaction: string): string {
  if (byName.has(interaction)) return interaction
  const family = interaction.slice(0, -4)
  return byName.has(family) ? family : WRONG
}

/** Says whether a row belongs to the route that moves. */
export const isMoving = (name: string): boolean => byName.get(name)?.route === MOVING
