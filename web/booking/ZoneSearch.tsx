import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { t } from '../ui/language.ts'
import { formatTime } from './clock.ts'
import { findZones } from './zones.ts'

type ZoneSearchProps = { zone: string; now: number; choose: (zone: string) => void; close: () => void }

const most = 60
const idOf = (index: number) => `zone-${index}`

/** A combobox as WAI-ARIA's authoring practices describe it: typing narrows the list, arrow keys go through it. */
export function ZoneSearch({ zone, now, choose, close }: ZoneSearchProps) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const found = useMemo(() => findZones(typed), [typed])
  const shown = found.slice(0, most)
  // Before anything is painted: whoever types on at once loses no letter.
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at])

  const keys: Record<string, () => void> = {
    ArrowDown: () => setAt(Math.min(at + 1, shown.length - 1)),
    ArrowUp: () => setAt(Math.max(at - 1, 0)),
    Enter: () => shown[at] && choose(shown[at].zone),
    Escape: close,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <div class="field zones">
      <label for="zone-search">{t('Search by town or time zone')}</label>
      <input
        ref={input}
        id="zone-search"
        type="text"
        role="combobox"
        aria-expanded
        aria-controls="zone-list"
        aria-activedescendant={shown.length > 0 ? idOf(at) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellcheck={false}
        value={typed}
        onInput={event => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <p class="unseen" role="status">
        {t('{count, plural, =0 {No time zone found} one {# time zone} other {# time zones}}', {
          count: found.length,
        })}
      </p>
      <div ref={list} id="zone-list" role="listbox" aria-label={t('Time zones')}>
        {shown.map((item, index) => (
          <button
            type="button"
            tabIndex={-1}
            key={item.zone}
            id={idOf(index)}
            role="option"
            aria-selected={item.zone === zone}
            data-at={index === at || undefined}
            onPointerDown={event => event.preventDefault()}
            onClick={() => choose(item.zone)}
          >
            <span>
              {item.town} <span class="small">{item.detail}</span>
            </span>
            <span class="small">{formatTime(now, item.zone)}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 && (
        <p class="small">{t('No time zone is called that. Try the next large town.')}</p>
      )}
    </div>
  )
}
