import type { Route } from './http/route.ts'

/** Every door into the server. */
export const routes: readonly Route[] = []
