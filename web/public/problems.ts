import { ApiProblem } from '../ui/api.ts'

/** What a page can explain, whatever was thrown. */
export const asProblem = (error: unknown) =>
  error instanceof ApiProblem ? error : new ApiProblem(500, { code: 'unknown' })
