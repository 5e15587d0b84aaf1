import { z } from 'zod'
import { duration, object, saidOf, text, texts } from './fields.ts'
import { clockTime, moment, zone } from './window-fields.ts'

const why = () => text('the reason, which whoever is refused is told')

const FORMS =
  '`{ from: "…", to: "…", why: "…" }`, or `{ every: "sun 02:00", for: "2h", zone: "Europe/London", why: "…" }`'

/** A time in which nothing leads forward: no promotion, and nobody is sent to the cloud. */
export const FreezeSchema = object({
  /** When it begins: a moment with its zone, or a day in UTC. No default. */
  from: moment('from'),
  /** When it ends: a moment with its zone, or its last day in UTC. No default. */
  to: moment('to'),
  /** Why, in words for whoever is refused. No default. */
  why: why(),
  /** The routes it lies over. Default: every route. */
  routes: texts(text('the name of a route'), 'names of routes').optional(),
})

/** A time in which an upstream is worked on: it gets no copies, nothing is counted and nobody is woken for it. */
export const MaintenanceSchema = z.union(
  [
    object({
      /** When it begins: a moment with its zone, or a day in UTC. No default. */
      from: moment('from'),
      /** When it ends: a moment with its zone, or its last day in UTC. No default. */
      to: moment('to'),
      /** What is done then. No default. */
      why: why(),
    }),
    object({
      /** A day of the week and a time by the clocks of `zone`: `sun 02:00`. No default. */
      every: clockTime(),
      /** How long it lasts, at most three days. No default. */
      for: duration('how long'),
      /** Whose clocks: the name of a zone. No default. */
      zone: zone(),
      /** What is done then. No default. */
      why: why(),
    }),
  ],
  { error: saidOf('is none of its forms', FORMS) },
)

export type FreezeFields = z.output<typeof FreezeSchema>
export type MaintenanceFields = z.output<typeof MaintenanceSchema>
