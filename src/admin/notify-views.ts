import { meant } from '../config/index.ts'
import { aText, type Fields, readFields, readObject } from './body-fields.ts'
import { isJson, NOT_JSON } from './change-page.ts'
import type { NotifiersView, NotifyTestRequest, NotifyTestView } from './notify-shapes.ts'
import { type Page, problem, shown } from './page.ts'

/** Shows who is told of changes. */
export const notifiers: Page = ({ context }) => {
  const told = context.notify?.notifiers ?? []
  const view: NotifiersView = { notifiers: told.map(({ name, host, on }) => ({ name, host, on })) }
  return shown(view)
}

const FIELDS: Fields = { environment: aText }

/** Tells one receiver that this is a test, and says what came of it: 200 also where it was not taken. */
export const notifyTest: Page = async ({ request, context, name }) => {
  if (!isJson(request)) return NOT_JSON
  const asked = readFields(readObject(request.body), FIELDS) as NotifyTestRequest // by FIELDS
  const here = context.flips.environment.name
  if (asked.environment !== undefined && asked.environment !== here) {
    return problem(400, `this is ${here} and not the environment that was named`)
  }
  const tried = await context.notify?.test(name, here)
  if (tried === undefined) {
    const names = context.notify?.notifiers.map(each => each.name) ?? []
    return problem(404, `there is no such notifier: ${meant(name, names)}`)
  }
  const { host, isDelivered, status = null, why = null, ms } = tried
  const view: NotifyTestView = { name, host, isDelivered, status, why, ms }
  return shown(view)
}
