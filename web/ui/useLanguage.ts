import { useSyncExternalStore } from 'react'
import { language, onLanguageChange } from './language.ts'

export const useLanguage = () => useSyncExternalStore(onLanguageChange, language)
