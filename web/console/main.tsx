import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { listenToKeys } from '../ui/keys.ts'
import { setLanguage } from '../ui/language.ts'
import { UiProvider } from '../ui/UiProvider.tsx'
import { preferredLanguage } from './shell/preferences.ts'
import { router } from './shell/router.tsx'

listenToKeys()
// The pages are readable in English too: a catalogue that does not come must not keep them away.
await setLanguage(preferredLanguage()).catch(() => undefined)
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <UiProvider>
      <RouterProvider router={router} />
    </UiProvider>
  </StrictMode>,
)
