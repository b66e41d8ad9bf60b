import { useRef, useState } from 'preact/hooks'
import { t } from '../ui/language.ts'
import { formatTime } from './clock.ts'
import { townOf } from './zones.ts'
import { ZoneSearch } from './ZoneSearch.tsx'

type ZoneChoiceProps = { zone: string; now: number; onChange: (zone: string) => void }

/** In whose clock the times are shown, and a way to another. */
export function ZoneChoice({ zone, now, onChange }: ZoneChoiceProps) {
  const [isOpen, setOpen] = useState(false)
  const change = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    change.current?.focus()
  }
  return (
    <div class="zone">
      <p class="small">
        <span>
          {t('Times in {town}, where it is {time} now', {
            town: townOf(zone),
            time: formatTime(now, zone),
          })}
        </span>
        <button
          ref={change}
          type="button"
          class="textual"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {t('Change time zone')}
        </button>
      </p>
      {isOpen && (
        <ZoneSearch
          zone={zone}
          now={now}
          close={close}
          choose={wanted => {
            onChange(wanted)
            close()
          }}
        />
      )}
    </div>
  )
}
