import {
  IconBuilding,
  IconCalendarCog,
  IconCalendarEvent,
  IconCalendarTime,
  IconChartBar,
  IconMail,
  IconPlugConnected,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { t } from '../../ui/language.ts'

export type Place = {
  label: string
  to: NonNullable<LinkProps['to']>
  /** Other paths that belong to it. */
  also?: string[]
  icon: ComponentType<{ 'aria-hidden'?: boolean }>
  part?: string
}

/** The sections of the console that this member has any business in. */
export function places(may: (permission: string) => boolean): Place[] {
  const all: (Place & { permission: string })[] = [
    { label: t('Connections'), to: '/connections', icon: IconPlugConnected, permission: 'clients.read' },
    { label: t('Meetings'), to: '/meetings', icon: IconCalendarEvent, permission: 'meetings.read' },
    {
      label: t('Availability'),
      to: '/availability',
      icon: IconCalendarTime,
      permission: 'availability.write',
    },
    {
      label: t('Members & Groups'),
      to: '/members',
      also: ['/groups', '/roles'],
      icon: IconUsers,
      permission: 'members.read',
    },
    {
      label: t('Meeting types'),
      to: '/meeting-types',
      icon: IconCalendarCog,
      permission: 'meeting-types.read',
    },
    { label: t('Reports'), to: '/reports', icon: IconChartBar, permission: 'reports.read' },
    {
      label: t('Organisation'),
      to: '/settings/organization',
      icon: IconBuilding,
      part: t('Settings'),
      permission: 'organization.update',
    },
    {
      label: t('Outbox'),
      to: '/settings/outbox',
      icon: IconMail,
      part: t('Settings'),
      permission: 'outbox.read',
    },
    {
      label: t('My account'),
      to: '/account',
      icon: IconUserCircle,
      part: t('Settings'),
      permission: 'organization.read',
    },
  ]
  return all.filter(({ permission }) => may(permission))
}
