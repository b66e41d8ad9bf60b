import { localStorageColorSchemeManager, useMantineColorScheme } from '@mantine/core'

/** The key is also read by color-scheme.js, before any of this is loaded. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'guildhall.scheme' })

/** keepTransitions: Mantine would switch them off with an inline <style>, which the policy refuses. */
export const useColorScheme = () => useMantineColorScheme({ keepTransitions: true })
