import { ApiProblem } from './api.ts'
import { t } from './language.ts'

/** What happened and what to do, in a sentence or two, for whatever was thrown. */
export function explain(error: unknown): { text: string; requestId?: string; asks?: boolean } {
  if (!(error instanceof ApiProblem))
    return { text: t('Something went wrong on this page. Reload it and try again.') }
  // What was refused for a reason says it; only a fault of ours has to be looked up.
  const { status, code, requestId } = error
  return {
    text: sentence(error),
    asks: code.endsWith('_not_confirmed'),
    ...(status >= 500 && { requestId }),
  }
}

function sentence(problem: ApiProblem) {
  if (problem.status === 0) return t('The server cannot be reached. Check your connection and try again.')
  if (problem.status === 404) return t('This does not exist, or it is not shared with you.')
  if (problem.status === 403) return t('Your role does not allow this. Ask an Admin.')
  if (problem.status === 429) return t('That was too often in a short time. Wait a minute and try again.')
  if (problem.status >= 500) return t('The server could not do this. Try again in a moment.')
  return problem.detail
}
