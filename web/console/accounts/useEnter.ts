import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

/** Goes into the console with the session that has just begun, to where one was headed. */
export function useEnter() {
  const router = useRouter()
  const queryClient = useQueryClient()
  return (returnTo?: string) => {
    queryClient.clear()
    router.history.replace(returnTo && isOurs(returnTo) ? returnTo : '/')
  }
}

/** An address from a link must not lead to another site: `//host` and `/\host` would. */
const isOurs = (path: string) => /^\/(?![/\\])/.test(path)
