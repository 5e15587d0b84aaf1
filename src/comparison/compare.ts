import { headerOf, isFicusError } from '../exchange/index.ts'
import { type Budget, BUDGET, createMeter, type Meter, Spent } from './budget.ts'
import type { Comparison, Reason, Verdict } from './comparison.ts'
import { charsetOf, charsetWord, isDecodable } from './encoding.ts'
import { compareOutcomes } from './compare-outcomes.ts'
import type { Holding } from './gist.ts'
import { type Lanes, lanesOf } from './hash.ts'
import { type Answered, isUnanswered, type Observation, type Pair } from './observation.ts'
import { type Outcome, outcomeOfStatus } from './outcome.ts'
import { outcomeOf } from './outcome-of-document.ts'
import type { Policy } from './policy.ts'
import { decodedBody, type Document, readDocument } from './read-document.ts'
import { createReport, type Report } from './report.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { treeOfAnswer } from './tree-of-document.ts'
import { treeOfInformation } from './tree-of-information.ts'
import type { TreeNode } from './tree.ts'
import { compareTrees } from './walk.ts'

/** What comparing takes besides the answers. */
export interface Comparing {
  /** At least 16 random bytes, drawn anew for each process: hashes of values and of trees hang on it. */
  readonly key: Uint8Array
  /** Milliseconds since 1970: rules expire. */
  readonly now: () => number
}

/** Holds a candidate against its control. Throws nothing a message can bring about. */
export type Compare = (pair: Pair, policy: Policy, budget?: Budget) => Comparison

/** Builds the comparison of one process. */
export function createCompare({ key, now }: Comparing): Compare {
  if (key.length < 16) throw new Error('the key of a comparison has at least 16 bytes')
  const lanes = lanesOf(key)
  const tokens = createTokens(key)
  return (pair, policy, budget = BUDGET) => {
    const meter = createMeter(budget.steps)
    const report = createReport(tokens, budget.differences)
    const work = { pair, policy, budget, meter, report, lanes, tokens, holding: holdingAt(now()) }
    return concluded(work, ended(work))
  }
}

interface Work {
  readonly pair: Pair
  readonly policy: Policy
  readonly budget: Budget
  readonly meter: Meter
  readonly report: Report
  readonly lanes: Lanes
  readonly tokens: Tokens
  readonly holding: Holding
}

/** How it ended where the differences do not say it. */
interface End {
  readonly verdict?: Verdict
  readonly reason?: Reason
}

const DAY_MS = 86_400_000

const holdingAt =
  (now: number): Holding =>
  rules =>
    rules.find(
      ({ expires }) => expires === undefined || now < Date.parse(`${expires}T00:00:00Z`) + DAY_MS,
    )

function ended(work: Work): End {
  try {
    return compared(work)
  } catch (error) {
    if (error instanceof Spent) return { verdict: 'truncated', reason: error.reason }
    throw error
  }
}

/** What was found outranks what was left undone: a difference is one, however the comparison ended. */
function concluded({ policy, report, meter }: Work, { verdict, reason }: End): Comparison {
  const { differences, hits } = report
  const isEquivalent = differences.length > 0
  return {
    verdict: report.isDifferent()
      ? 'different'
      : (verdict ?? (isEquivalent ? 'equivalent' : 'identical')),
    ...(reason && { reason }),
    differences,
    hits,
    signature: report.signature(),
    policy: `${policy.name}@${policy.version}`,
    steps: meter.steps,
  }
}

/** The cheap ways out first, then what became of the requests, then what they were answered. */
function compared(work: Work): End {
  const { control, candidate } = work.pair
  if (isUnanswered(control) || isUnanswered(candidate)) return unanswered(control, candidate, work)
  if (areSameBytes(control, candidate) && isSettledBySameBytes(work)) return {}
  const most = work.budget.bytes
  if (control.body.length > most || candidate.body.length > most) return SIZE
  const left = read(control, most)
  const right = read(candidate, most)
  if (left === 'too-large' || right === 'too-large') return SIZE
  if (typeof left === 'string') return { verdict: 'not_comparable', reason: 'control-malformed' }
  if (right === 'undecodable') {
    work.report.encoding('body', 'critical', [left.is, right])
    return {}
  }
  if (right === 'malformed') {
    work.report.outcome('body', left.is, right)
    return {}
  }
  const [own, other] = [charsetOf(control), charsetOf(candidate)]
  if (own !== other) {
    const words = [charsetWord(own), charsetWord(other)] as const
    work.report.encoding('http/content-type', 'significant', words)
  }
  return comparedDocuments({ control, left, candidate, right }, work)
}

const SIZE: End = { verdict: 'not_compared', reason: 'size' }
const BOTH_FAILED: End = { verdict: 'not_comparable', reason: 'both-failed' }
const CONTROL_FAILED: End = { verdict: 'not_comparable', reason: 'control-failed' }

/** An upstream that gave no answer: what the control's would have said nobody knows. */
function unanswered(control: Observation, candidate: Observation, { report }: Work): End {
  const word = (one: Observation): string =>
    isUnanswered(one) ? one.failed : outcomeOfStatus(one.status)
  const isDown = (one: Observation): boolean =>
    isUnanswered(one) || outcomeOfStatus(one.status) === 'fault'
  if (isDown(control)) return isDown(candidate) ? BOTH_FAILED : CONTROL_FAILED
  report.down(word(control), word(candidate))
  return {}
}

const typeOf = ({ headers }: Answered): string => headerOf(headers, 'content-type') ?? ''

/** Of what somebody read elsewhere the bytes say nothing. */
const areSameBytes = (a: Answered, b: Answered): boolean =>
  a.means === undefined && b.means === undefined && a.body.equals(b.body)

/**
 * The same bytes are the same answer where the same was asked, header lines that count are the same and the
 * request did not fail on both sides.
 */
function isSettledBySameBytes({ pair, policy }: Work): boolean {
  const { control, candidate, request = [] } = pair
  if (isUnanswered(control) || isUnanswered(candidate)) return false
  const lines = ['content-type', 'content-encoding', ...policy.headers]
  return (
    control.status === candidate.status &&
    outcomeOfStatus(control.status) !== 'fault' &&
    lines.every(name => headerOf(control.headers, name) === headerOf(candidate.headers, name)) &&
    request.every(ids => ids.control === ids.candidate)
  )
}

/** Why a body was not read: its bytes are not what they say they are, or its text is no document. */
type Unread = 'too-large' | 'undecodable' | 'malformed'

function read(answered: Answered, most: number): Document | Unread {
  let decoded: Buffer | undefined
  try {
    decoded = decodedBody(answered, most)
    return readDocument(decoded, typeOf(answered))
  } catch (error) {
    if (!isFicusError(error)) throw error
    if (error.code === 'too-large') return 'too-large'
    return isDecodable(answered, decoded) ? 'malformed' : 'undecodable'
  }
}

interface Documents {
  readonly control: Answered
  readonly left: Document
  readonly candidate: Answered
  readonly right: Document
}

function comparedDocuments(documents: Documents, work: Work): End {
  const { control, left, candidate, right } = documents
  const [a, b] = [outcomeOf(control.status, left), outcomeOf(candidate.status, right)]
  const isMeant = control.means !== undefined && candidate.means !== undefined
  const isOneLanguage = left.is === right.is && !isMeant
  const isDown = ({ class: own, isSpoken }: Outcome): boolean => own === 'fault' && !isSpoken
  if (isDown(a)) return b.class === 'fault' ? BOTH_FAILED : CONTROL_FAILED
  // A fault written for the supplier to read is an answer, and is held against another of its language.
  if (a.class === 'fault' && b.class === 'fault' && (isDown(b) || !isOneLanguage)) {
    return BOTH_FAILED
  }
  if (isDown(b)) {
    work.report.down(a.class, b.class)
    return { reason: 'outcome' }
  }
  const endings = {
    control: { status: control.status, outcome: a },
    candidate: { status: candidate.status, outcome: b },
    isOneLanguage,
  }
  if (compareOutcomes(endings, work.policy, work) === 'different') return { reason: 'outcome' }
  // Of what was not done nothing is said in two languages but why.
  if (!isOneLanguage && a.class !== 'done' && a.class !== 'warned') return {}
  const trees = treesOf(documents, work)
  if (trees === undefined) return inOtherLanguages(left, right, work)
  const { lanes, meter, report, holding, pair } = work
  compareTrees(...trees, { lanes, meter, report, holding, request: pair.request ?? [] })
  return {}
}

/** A cloud's own JSON is not for the supplier to read; anything else that is no such answer it would get. */
function inOtherLanguages(left: Document, right: Document, { report }: Work): End {
  const isJson = [left.is, right.is].includes('json')
  const isXml = [left.is, right.is].some(is => is === 'xml' || is === 'multipart')
  if (isJson && isXml) return { verdict: 'not_comparable', reason: 'languages' }
  report.outcome('body', left.is, right.is)
  return {}
}

/** What a mapping read on both sides, else two bodies of one language; undefined where there is neither. */
function treesOf(documents: Documents, { policy, lanes }: Work): [TreeNode, TreeNode] | undefined {
  const { control, left, candidate, right } = documents
  if (control.means !== undefined && candidate.means !== undefined) {
    return [
      treeOfInformation(control.means, policy.start, lanes),
      treeOfInformation(candidate.means, policy.start, lanes),
    ]
  }
  if (left.is !== right.is) return undefined
  return [
    treeOfAnswer(control.headers, left, { policy, lanes }),
    treeOfAnswer(candidate.headers, right, { policy, lanes }),
  ]
}
