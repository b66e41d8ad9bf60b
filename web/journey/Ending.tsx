import type { JourneyDoor } from '../../src/features/journeys/schema.ts'
import { Heading } from '../public/Heading.tsx'
import { Tick } from '../public/Tick.tsx'
import { t } from '../ui/language.ts'

type EndingProps = { organization: string; state: Exclude<JourneyDoor['state'], 'open'> }

/** A link whose journey is over, and what that means for whoever opened it. */
export function Ending({ organization, state }: EndingProps) {
  const words = {
    completed: {
      title: t('This is done'),
      text: t('{organization} has received everything. You can close this page.', { organization }),
    },
    revoked: {
      title: t('This invite was withdrawn'),
      text: t('You do not have to do anything. Questions? Please ask {organization}.', { organization }),
    },
    expired: {
      title: t('This invite has expired'),
      text: t('Please ask {organization} to send you a new one.', { organization }),
    },
  }[state]
  return (
    <div class="stack">
      {state === 'completed' && <Tick />}
      <Heading text={words.title} />
      <p>{words.text}</p>
    </div>
  )
}
