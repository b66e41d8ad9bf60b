import { useEffect, useState } from 'preact/hooks'
import { NoWay } from '../public/NoWay.tsx'
import { Shell } from '../public/Shell.tsx'
import { speak } from '../public/speak.ts'
import { type Language, onLanguageChange } from '../ui/language.ts'
import type { FirstDoor } from './first.ts'
import { NotAvailable } from './NotAvailable.tsx'
import { Steps } from './Steps.tsx'
import { useDoor } from './useDoor.ts'

/** @param path of the door in the API, such as /public/groups/utrecht. */
export function BookingPage({ path, first }: { path: string; first: FirstDoor }) {
  const { door, problem, reopen } = useDoor(path, first.door)
  const [, renew] = useState(0)
  useEffect(() => onLanguageChange(() => renew(count => count + 1)), [])
  if (problem)
    return (
      <Shell>
        <NoWay problem={problem} retry={() => void reopen()} />
      </Shell>
    )
  if (!door.isBookable || door.meetingTypes.length === 0)
    return (
      <Shell organization={door.organization}>
        <NotAvailable organization={door.organization} />
      </Shell>
    )
  return (
    <Shell organization={door.organization} onLanguage={changeLanguage}>
      <Steps path={path} door={door} first={first.slots} reopen={reopen} />
    </Shell>
  )
}

/** In the address too, so that a reload comes in that language. */
export async function changeLanguage(wanted: Language) {
  await speak(wanted)
  const address = new URL(location.href)
  address.searchParams.set('lang', wanted)
  history.replaceState(history.state, '', address)
}
