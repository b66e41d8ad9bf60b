import { sql } from 'kysely'
import { seedNorthBank } from '../db/seed.ts'
import { builtInFlow } from './features/flows/rules.ts'
import type { Program } from './http/program.ts'

/** Good for a demo and nothing else: everybody can read it here. */
const password = 'north bank demo'

/** Loads the demo organisation where there is none yet, and prints who can sign in. */
export async function loadDemo(
  { database, auth, secrets }: Program,
  ownerUrl: string,
  print: (line: string) => void,
): Promise<void> {
  const { rows } = await sql<{ state: string }>`select app.setup_state('') as state`.execute(database)
  if (rows[0]?.state === 'gone') return print('An organisation is here already, so the demo was not loaded.')
  const signIns = await seedNorthBank(ownerUrl, {
    passwordHash: await auth.hashPassword(password),
    encrypt: token => secrets.encrypt(token),
    flow: builtInFlow(),
  })
  print(`North Bank is loaded. Everybody signs in with the password “${password}”:`)
  const widest = Math.max(...signIns.map(({ email }) => email.length))
  for (const { email, role, shows } of signIns) print(`  ${email.padEnd(widest)}  ${role}: ${shows}`)
}
