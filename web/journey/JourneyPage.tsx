import { useEffect, useState } from 'preact/hooks'
import { NoWay } from '../public/NoWay.tsx'
import { Shell } from '../public/Shell.tsx'
import { Waiting } from '../public/Waiting.tsx'
import { onLanguageChange } from '../ui/language.ts'
import { DoorPage } from './DoorPage.tsx'
import { Ending } from './Ending.tsx'
import { StepPage } from './StepPage.tsx'
import { useJourney } from './useJourney.ts'

export function JourneyPage({ token }: { token: string }) {
  const journey = useJourney(token)
  const { place } = journey
  const [, renew] = useState(0)
  useEffect(() => onLanguageChange(() => renew(count => count + 1)), [])

  if (place.at === 'loading') return <Waiting />
  if (place.at === 'nowhere')
    return (
      <Shell>
        <NoWay problem={place.problem} retry={() => void journey.open()} />
      </Shell>
    )
  const { organization } = place.at === 'door' ? place.door : place.journey
  return (
    <Shell organization={organization} onLanguage={journey.changeLanguage}>
      {place.at === 'step' ? (
        <StepPage
          key={place.key}
          token={token}
          journey={place.journey}
          stepKey={place.key}
          submit={journey.submit}
          go={journey.go}
        />
      ) : place.door.state === 'open' ? (
        <DoorPage organization={organization.name} enter={journey.enter} />
      ) : (
        <Ending organization={organization.name} state={place.door.state} />
      )}
    </Shell>
  )
}
