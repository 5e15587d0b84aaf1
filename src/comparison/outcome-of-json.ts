import type { Issue } from './outcome.ts'
import type { JsonValue } from '../json/index.ts'

const property = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  value?.is === 'object' ? value.properties.get(name) : undefined

const itemsOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value?.is === 'list' ? value.items : []

const textIn = (value: JsonValue | undefined): string | undefined =>
  value === undefined || value.is === 'object' || value.is === 'list' ? undefined : value.text

const SEVERITIES: Readonly<Record<string, Issue['severity']>> = {
  warning: 'warning',
  information: 'information',
  success: 'information',
}

function issueIn(issue: JsonValue): Issue {
  const [coding] = itemsOf(property(property(issue, 'details'), 'coding'))
  const system = textIn(property(coding, 'system'))
  const code = system === undefined ? undefined : textIn(property(coding, 'code'))
  return {
    severity: SEVERITIES[textIn(property(issue, 'severity')) ?? ''] ?? 'error',
    system: code === undefined ? 'issue-type' : (system ?? ''),
    code: code ?? textIn(property(issue, 'code')) ?? '',
  }
}

/** MESH names its errors in two ways, one for each version (NHSDigital/mesh-api-specification). */
function meshIssues(value: JsonValue): readonly Issue[] | undefined {
  const first = textIn(property(value, 'errorCode'))
  const codes =
    first !== undefined
      ? [first]
      : itemsOf(property(value, 'detail')).map(detail => textIn(property(detail, 'code')) ?? '')
  if (codes.length === 0) return undefined
  return codes.map(code => ({ severity: 'error', system: 'mesh', code }))
}

/** Reads the issues of an OperationOutcome (FHIR R4) or a MESH error; undefined where a body is neither. */
export function issuesOfJson(value: JsonValue): readonly Issue[] | undefined {
  if (textIn(property(value, 'resourceType')) !== 'OperationOutcome') return meshIssues(value)
  return itemsOf(property(value, 'issue')).map(issueIn)
}
