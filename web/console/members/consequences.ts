import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Consequences } from '../../../src/features/members/schema.ts'
import { ApiProblem } from '../../ui/api.ts'

/** Sight of several changes together: each member's numbers summed, the rest counted. */
export function together(many: Consequences[]): Consequences {
  const sum = (lists: Consequences['gains'][]) => {
    const byMember = new Map<string, Consequences['gains'][number]>()
    for (const effect of lists.flat()) {
      const before = byMember.get(effect.memberId) ?? { clients: 0, meetings: 0 }
      byMember.set(effect.memberId, {
        ...effect,
        clients: before.clients + effect.clients,
        meetings: before.meetings + effect.meetings,
      })
    }
    return [...byMember.values()]
  }
  return {
    gains: sum(many.map(({ gains }) => gains)),
    losses: sum(many.map(({ losses }) => losses)),
    othersGain: many.reduce((total, { othersGain }) => total + othersGain, 0),
    othersLose: many.reduce((total, { othersLose }) => total + othersLose, 0),
    unbookable: [
      ...new Map(
        many.flatMap(({ unbookable }) => unbookable).map(type => [type.meetingTypeId, type]),
      ).values(),
    ],
    ungrouped: many.flatMap(({ ungrouped }) => ungrouped),
  }
}

export const hasEffect = ({ gains, losses, othersGain, othersLose, unbookable }: Consequences) =>
  gains.length + losses.length + othersGain + othersLose + unbookable.length > 0

/** The dry run of a change, for its confirmation: asked anew whenever `key` changes, never from a cache. */
export const useDryRun = <Answer>(
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<Answer>,
  enabled = true,
) =>
  useQuery({
    enabled,
    queryKey: ['dry run', ...key],
    queryFn: ({ signal }) => ask(signal),
    gcTime: 0,
    // The change itself invalidates everything, and must not have itself rehearsed once more.
    staleTime: 'static',
    retry: false,
  })

/** What was there last, while something newer is on its way. */
export function useLast<Value>(value: Value | undefined): Value | undefined {
  const last = useRef(value)
  useEffect(() => {
    if (value !== undefined) last.current = value
  })
  return value ?? last.current
}

/** The consequences of a dry run; those that a refusal for want of a choice carries are as good. */
export async function rehearsed(ask: () => Promise<{ consequences: Consequences }>): Promise<Consequences> {
  try {
    return (await ask()).consequences
  } catch (error) {
    if (
      error instanceof ApiProblem &&
      error.code === 'member_would_become_ungrouped' &&
      error.rest.consequences
    )
      return error.rest.consequences as Consequences
    throw error
  }
}
