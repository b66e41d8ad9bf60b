import { routes as accountDoors } from './features/accounts/public.ts'
import { routes as accounts } from './features/accounts/routes.ts'
import { routes as settings } from './features/settings/routes.ts'
import type { Route } from './http/route.ts'

/** Every door into the server. */
export const routes: readonly Route[] = [...settings, ...accountDoors, ...accounts]
