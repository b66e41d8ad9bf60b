import { useEffect, useRef } from 'preact/hooks'
import { idOf } from '../public/FieldInput.tsx'
import { t } from '../ui/language.ts'

type GuestsProps = { count: number; most: number; setCount: (count: number) => void }

/** How many come along. Who adds one goes on with their name, who removes one stays here. */
export function Guests({ count, most, setCount }: GuestsProps) {
  const before = useRef(count)
  const add = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (count > before.current) document.getElementById(idOf(`guests/${count - 1}/name`))?.focus()
    if (count < before.current) add.current?.focus()
    before.current = count
  }, [count])
  if (most === 0) return null
  return (
    <div class="guests">
      {count < most && (
        <button ref={add} type="button" class="textual" onClick={() => setCount(count + 1)}>
          {t('Add a guest')}
        </button>
      )}
      {count > 0 && (
        <button type="button" class="textual" onClick={() => setCount(count - 1)}>
          {t('Remove guest {number}', { number: count })}
        </button>
      )}
    </div>
  )
}
