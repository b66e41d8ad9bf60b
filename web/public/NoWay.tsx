import type { ApiProblem } from '../ui/api.ts'
import { t } from '../ui/language.ts'
import { Heading } from './Heading.tsx'

/** The page could not be shown: a wrong link, or a fault that may pass. */
export function NoWay({ problem, retry }: { problem: ApiProblem; retry: () => void }) {
  const { title, text } = explained(problem.status)
  const mayPass = problem.status !== 404
  return (
    <div class="stack">
      <Heading text={title} />
      <p>{text}</p>
      {mayPass && (
        <button type="button" class="button" onClick={retry}>
          {t('Try again')}
        </button>
      )}
      {problem.requestId && mayPass && (
        <p class="small">{t('Request {requestId}', { requestId: problem.requestId })}</p>
      )}
    </div>
  )
}

function explained(status: number) {
  if (status === 404)
    return {
      title: t('This link does not work'),
      text: t('Please check that you copied all of it, or ask whoever sent it to you for a new one.'),
    }
  if (status === 0)
    return { title: t('There is no connection'), text: t('Please check that you are online, and try again.') }
  if (status === 429)
    return { title: t('That was too often'), text: t('Please wait a minute, and try again.') }
  return { title: t('Something went wrong on our side'), text: t('Please try again in a moment.') }
}
