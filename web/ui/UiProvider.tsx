import 'virtual:tokens.css'
import '@fontsource-variable/inter/wght.css'
import './mantine.css'
import './global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Fragment, type ReactNode, useState } from 'react'
import { ApiProblem } from './api.ts'
import { LiveRegion } from './LiveRegion.tsx'
import { colorSchemeManager } from './colorScheme.ts'
import { mantineTheme } from './mantine.ts'
import { useLanguage } from './useLanguage.ts'

const isWorthRetrying = (error: Error) =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500

const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: (count, error) => count < 2 && isWorthRetrying(error), staleTime: 10_000 },
    },
  })

/** Everything the components of this folder stand on. A change of language renders the page anew. */
export function UiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(newQueryClient)
  const language = useLanguage()
  return (
    <MantineProvider
      theme={mantineTheme}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Fragment key={language}>{children}</Fragment>
        <Notifications position="bottom-center" limit={3} />
        <LiveRegion />
      </QueryClientProvider>
    </MantineProvider>
  )
}
