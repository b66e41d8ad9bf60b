import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Language, language, languages, t } from '../ui/language.ts'
import { readableOn, textOn } from './color.ts'

type ShellProps = {
  organization?: { name: string; color: string }
  onLanguage?: (wanted: Language) => Promise<void>
  children: ComponentChildren
}

/** Around every page: whose it is, and in which language it speaks. */
export function Shell({ organization, onLanguage, children }: ShellProps) {
  usePaint(organization?.color)
  return (
    <div class="page">
      <header class="header">
        {organization && (
          <span class="organization">
            <span class="mark" aria-hidden>
              {[...organization.name][0]?.toLocaleUpperCase()}
            </span>
            <span class="name">{organization.name}</span>
          </span>
        )}
        {onLanguage && <LanguageChoice onChange={onLanguage} />}
      </header>
      <main class="column">{children}</main>
    </div>
  )
}

function LanguageChoice({ onChange }: { onChange: (wanted: Language) => Promise<void> }) {
  const [isStuck, setStuck] = useState(false)
  const choose = (wanted: Language) => {
    setStuck(false)
    onChange(wanted).catch(() => setStuck(true))
  }
  return (
    <span class="language">
      <select
        aria-label={t('Language')}
        value={language()}
        onChange={event => choose(event.currentTarget.value as Language)}
      >
        {Object.entries(languages).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <span role="status">{isStuck && t('Not all texts could be fetched. Please try again.')}</span>
    </span>
  )
}

const dark = '(prefers-color-scheme: dark)'

/** The organisation's colour, in shades that can be read on the ground that the device shows. */
function usePaint(color: string | undefined) {
  useEffect(() => {
    if (!color) return
    const { style } = document.documentElement
    const paint = () => {
      const ground = getComputedStyle(document.documentElement).getPropertyValue('--color-page').trim()
      style.setProperty('--brand', color)
      style.setProperty('--on-brand', textOn(color))
      style.setProperty('--brand-ink', readableOn(ground, color))
    }
    paint()
    const scheme = matchMedia(dark)
    scheme.addEventListener('change', paint)
    return () => scheme.removeEventListener('change', paint)
  }, [color])
}
