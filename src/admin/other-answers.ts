/** What pages answer besides what was asked for: the shapes by their names, for the document of the API. */
export const PROBLEM = ['ProblemView'] as const
export const SENSELESS = { 400: PROBLEM }
export const NOBODYS = { 404: PROBLEM }
export const SILENT = { 503: PROBLEM }

/** How a change may be refused: by what it asks for, or before anybody knew what that is. */
export const REFUSED = {
  400: ['ProblemView', 'RefusedView'],
  403: ['ProblemView', 'RefusedView'],
  404: ['ProblemView', 'RefusedView'],
  409: ['RefusedView'],
  415: PROBLEM,
  500: ['ProblemView', 'RefusedView'],
  503: ['ProblemView', 'RefusedView'],
} as const

/** What leads forward may wait for a second person. */
export const WAITS = { 202: ['RequestedView'] } as const
