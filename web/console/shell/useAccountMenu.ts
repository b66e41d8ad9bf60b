import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { api } from '../../ui/api.ts'
import { useColorScheme } from '../../ui/colorScheme.ts'
import { type Language, language, languages, t } from '../../ui/language.ts'
import { toastProblem } from '../../ui/toast.tsx'
import { switchLanguage } from './preferences.ts'
import { meQuery, useSignOut } from './session.ts'

export function useAccountMenu(help: () => void): ActionItem[] {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useColorScheme()
  const choose = async (wanted: Language) => {
    try {
      await switchLanguage(wanted)
      await api.patch('/me', { language: wanted })
      await queryClient.invalidateQueries(meQuery)
    } catch (error) {
      toastProblem(error)
    }
  }
  const schemes = { light: t('Light'), dark: t('Dark'), auto: t('As the system') } as const
  return [
    { label: t('My account'), onSelect: () => void navigate({ to: '/account' }) },
    {
      label: t('Appearance'),
      items: Object.entries(schemes).map(([scheme, label]) => ({
        label,
        checked: scheme === colorScheme,
        onSelect: () => setColorScheme(scheme as keyof typeof schemes),
      })),
    },
    {
      label: t('Language'),
      items: Object.entries(languages).map(([tag, label]) => ({
        label,
        checked: tag === language(),
        onSelect: () => void choose(tag as Language),
      })),
    },
    { label: t('Keyboard help'), hint: '?', onSelect: help },
    { label: t('Sign out'), onSelect: () => void signOut().catch(toastProblem) },
  ]
}
