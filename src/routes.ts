import { routes as accountDoors } from './features/accounts/public.ts'
import { routes as accounts } from './features/accounts/routes.ts'
import { routes as availability } from './features/availability/routes.ts'
import { routes as calendars } from './features/calendars/routes.ts'
import { routes as clients } from './features/clients/routes.ts'
import { routes as flows } from './features/flows/routes.ts'
import { routes as groups } from './features/groups/routes.ts'
import { routes as invites } from './features/invites/routes.ts'
import { routes as journeyDoors } from './features/journeys/public.ts'
import { routes as meetingTypes } from './features/meeting-types/routes.ts'
import { routes as bookings } from './features/meetings/public.ts'
import { routes as meetings } from './features/meetings/routes.ts'
import { routes as members } from './features/members/routes.ts'
import { routes as reports } from './features/reports/routes.ts'
import { routes as settings } from './features/settings/routes.ts'
import { routes as slotDoors } from './features/slots/public.ts'
import { routes as slots } from './features/slots/routes.ts'
import type { Route } from './http/route.ts'

/** Every door into the server. */
export const routes: readonly Route[] = [
  ...flows,
  ...settings,
  ...accountDoors,
  ...accounts,
  ...members,
  ...groups,
  ...clients,
  ...invites,
  ...journeyDoors,
  ...meetingTypes,
  ...availability,
  ...slotDoors,
  ...slots,
  ...calendars,
  ...bookings,
  ...meetings,
  ...reports,
]
