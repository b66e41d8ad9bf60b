import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { whenSignedOut } from '../../ui/api.ts'
import { parseSearch, searchParams, stringifySearch } from '../../ui/url.ts'
import { NotFound, PageFault } from './Faults.tsx'
import { Frame } from './Frame.tsx'

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageFault })

const publicPages = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: searchParams('returnTo'),
    component: lazyRouteComponent(() => import('../accounts/SignInPage.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/forgot-password',
    component: lazyRouteComponent(() => import('../accounts/ForgotPasswordPage.tsx'), 'ForgotPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reset-password',
    validateSearch: searchParams('token', 'error'),
    component: lazyRouteComponent(() => import('../accounts/ResetPasswordPage.tsx'), 'ResetPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/setup/$token',
    component: lazyRouteComponent(() => import('../accounts/SetupPage.tsx'), 'SetupPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/join/$token',
    component: lazyRouteComponent(() => import('../accounts/JoinPage.tsx'), 'JoinPage'),
  }),
]

const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: Frame,
  errorComponent: PageFault,
})

const memberPages = [
  createRoute({
    getParentRoute: () => framed,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/connections', replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/connections',
    validateSearch: searchParams('search', 'groupId', 'status', 'invitedBy', 'flowId', 'cc'),
    component: lazyRouteComponent(() => import('../clients/ConnectionsPage.tsx'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/connections/new',
    component: lazyRouteComponent(() => import('../invites/NewInvitePage.tsx'), 'NewInvitePage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/connections/$clientId',
    validateSearch: searchParams('tab'),
    component: lazyRouteComponent(() => import('../clients/ClientPage.tsx'), 'ClientPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/meetings',
    validateSearch: searchParams('view', 'date', 'search', 'hostId', 'groupId', 'meetingTypeId', 'status'),
    component: lazyRouteComponent(() => import('../meetings/MeetingsPage.tsx'), 'MeetingsPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/meetings/new',
    validateSearch: searchParams('startsAt', 'hostId', 'clientId'),
    component: lazyRouteComponent(() => import('../meetings/PlanPage.tsx'), 'PlanPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/meetings/$meetingId',
    validateSearch: searchParams('tab'),
    component: lazyRouteComponent(() => import('../meetings/MeetingPage.tsx'), 'MeetingPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/availability',
    validateSearch: searchParams('of', 'tab', 'date'),
    component: lazyRouteComponent(() => import('../availability/AvailabilityPage.tsx'), 'AvailabilityPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/calendars/connected',
    validateSearch: searchParams('code', 'state', 'error'),
    component: lazyRouteComponent(() => import('../availability/ConnectedPage.tsx'), 'ConnectedPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/members',
    validateSearch: searchParams('search', 'role', 'groupId', 'status', 'canHost'),
    component: lazyRouteComponent(() => import('../members/MembersPage.tsx'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/members/invite',
    validateSearch: searchParams('groupId'),
    component: lazyRouteComponent(() => import('../members/InvitePage.tsx'), 'InvitePage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/members/$memberId',
    validateSearch: searchParams('tab'),
    component: lazyRouteComponent(() => import('../members/MemberPage.tsx'), 'MemberPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/roles',
    component: lazyRouteComponent(() => import('../members/RolesPage.tsx'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/groups',
    validateSearch: searchParams('search', 'deleted'),
    component: lazyRouteComponent(() => import('../groups/GroupsPage.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/groups/new',
    component: lazyRouteComponent(() => import('../groups/NewGroupPage.tsx'), 'NewGroupPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/groups/$groupId',
    validateSearch: searchParams('tab', 'search'),
    component: lazyRouteComponent(() => import('../groups/GroupPage.tsx'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/meeting-types',
    validateSearch: searchParams('search', 'groupId', 'host', 'active'),
    component: lazyRouteComponent(() => import('../meeting-types/MeetingTypesPage.tsx'), 'MeetingTypesPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/meeting-types/new',
    validateSearch: searchParams('groupId'),
    component: lazyRouteComponent(
      () => import('../meeting-types/NewMeetingTypePage.tsx'),
      'NewMeetingTypePage',
    ),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/meeting-types/$meetingTypeId',
    validateSearch: searchParams('tab'),
    component: lazyRouteComponent(() => import('../meeting-types/MeetingTypePage.tsx'), 'MeetingTypePage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/reports',
    validateSearch: searchParams('about', 'reach', 'period', 'from', 'to', 'by'),
    component: lazyRouteComponent(() => import('../reports/ReportsPage.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/settings/organization',
    component: lazyRouteComponent(() => import('../settings/OrganizationPage.tsx'), 'OrganizationPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/settings/outbox',
    component: lazyRouteComponent(() => import('../settings/OutboxPage.tsx'), 'OutboxPage'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/account',
    component: lazyRouteComponent(() => import('../accounts/AccountPage.tsx'), 'AccountPage'),
  }),
]

/** Every page of the console, one list. */
export const router = createRouter({
  routeTree: root.addChildren([...publicPages, framed.addChildren(memberPages)]),
  parseSearch,
  stringifySearch,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageFault,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

whenSignedOut(() => {
  const { pathname, searchStr } = router.state.location
  if (pathname === '/sign-in') return
  void router.navigate({ to: '/sign-in', search: { returnTo: pathname + searchStr }, replace: true })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
