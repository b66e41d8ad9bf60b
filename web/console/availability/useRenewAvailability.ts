import { useQueryClient } from '@tanstack/react-query'

/** Asks once more for everything that hours and blocks decide: weeks, explanations, the times a planner is offered. */
export function useRenewAvailability() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [['/blocks'], ['/members'], ['/availability'], ['/meetings', 'times']].map(queryKey =>
        client.invalidateQueries({ queryKey }),
      ),
    )
}
