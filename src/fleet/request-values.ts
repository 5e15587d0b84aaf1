import { STAGES, type Side } from '../exchange/index.ts'
import { HALTS } from './fleet.ts'
import { holdsPatientKey } from './patient-key.ts'
import {
  between,
  groupOf,
  invalid,
  listOf,
  mapOf,
  type Read,
  textLike,
  whole,
  wordOf,
} from './reading.ts'
import {
  type Approval,
  type Ground,
  MOST_REQUESTS,
  type OpenRequest,
  REQUESTED_VERBS,
} from './requests.ts'

const MOST_ROUTES = 1_000
/** Nothing asks for more people than this. */
export const MOST_PEOPLE = 5

const line = textLike(/^[^\p{Cc}]{1,500}$/u, 'one line', holdsPatientKey)
const routeName = textLike(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name')
const stage = wordOf(STAGES)
const people = (value: unknown, at: string): number => {
  const count = whole(value, at)
  if (count < 1 || count > MOST_PEOPLE) throw invalid(at, `a number of people, 1 to ${MOST_PEOPLE}`)
  return count
}

const place = groupOf<Ground['to']>({ stage, percent: between(0, 100) })

const ground = groupOf<Ground>({
  route: routeName,
  stage,
  percent: between(0, 100),
  halt: wordOf(HALTS),
  since: whole,
  epoch: textLike(/^[!-~]{1,128}$/, 'an epoch'),
  overrides: textLike(/^[0-9a-f]{16}$/, 'a hash'),
  to: place,
})

const approval = groupOf<Approval>({ actor: line, at: whole, reason: line })

const ifThere =
  <Value>(read: Read<Value>): Read<Value | undefined> =>
  (value, at) =>
    value === undefined ? undefined : read(value, at)

type Written = { readonly [Name in keyof OpenRequest]-?: OpenRequest[Name] | undefined }

const written = groupOf<Written>({
  id: whole,
  verb: wordOf(REQUESTED_VERBS),
  name: textLike(/^(?:(?:route|cohort):)?[a-z0-9][a-z0-9-]{0,62}$/, 'a name'),
  to: ifThere(stage),
  percent: ifThere(between(0, 100)),
  key: ifThere(textLike(/^[!-~]{1,128}$/, 'a key', holdsPatientKey)),
  side: ifThere(wordOf<Side>(['legacy', 'cloud'])),
  owner: ifThere(line),
  expires: ifThere(whole),
  undoes: ifThere(whole),
  actor: line,
  reason: line,
  at: whole,
  until: whole,
  needs: people,
  approvals: listOf(approval, MOST_PEOPLE),
  on: listOf(ground, MOST_ROUTES),
})

// What a request does not say it does not say with a blank either: it is written again as it was.
const request: Read<OpenRequest> = (value, at) => {
  const given = Object.entries(written(value, at)).filter(([, each]) => each !== undefined)
  return Object.freeze(Object.fromEntries(given)) as unknown as OpenRequest // every field was read by its row
}

const requests = mapOf(textLike(/^\d{1,15}$/, 'the id of a request'), request, MOST_REQUESTS)

/** Reads requests as they are stored; undefined where none are written. Throws {@link StoreError} `invalid`. */
export const readRequests = (
  value: unknown,
  at: string,
): ReadonlyMap<string, OpenRequest> | undefined =>
  value === undefined ? undefined : requests(value, at)

const peopleByRoute = mapOf(routeName, people, MOST_ROUTES)

/** Reads how many people routes need; undefined where none is written. Throws {@link StoreError} `invalid`. */
export const readPeople = (value: unknown, at: string): ReadonlyMap<string, number> | undefined =>
  value === undefined ? undefined : peopleByRoute(value, at)
