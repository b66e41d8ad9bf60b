import type pg from 'pg'

/** The wall in the database would not hold; the message says what is wrong and what mends it. */
export class UnsafeDatabase extends Error {
  readonly faults: readonly string[]

  constructor(role: string, faults: readonly string[]) {
    super(
      `Guildhall does not start, because with the database role ${role} rows could be read past row-level security:\n${faults
        .map(fault => `  - ${fault}`)
        .join('\n')}\nDATABASE_URL wants the role guildhall_app, as db/roles.sql makes it.`,
    )
    this.faults = faults
  }
}

type Findings = {
  role: string
  superuser: boolean
  bypasses: boolean
  stronger: string[]
  owned: string[]
  unforced: string[]
  unruled: string[]
  tables: number
}

/** Roles count that the user could become by `set role`, as do tables that such a role owns. */
const look = `
  with me as (select oid, rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user),
  listed as (
    select c.oid, c.relowner, n.nspname || '.' || c.relname as name, n.nspname = 'app' as walled,
           c.relrowsecurity and c.relforcerowsecurity as forced
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
  select me.rolname as role, me.rolsuper as superuser, me.rolbypassrls as bypasses,
    array(select r.rolname::text from pg_roles r where r.oid <> me.oid and (r.rolsuper or r.rolbypassrls)
             and not me.rolsuper and pg_has_role(me.oid, r.oid, 'member') order by 1) as stronger,
    array(select name from listed where not me.rolsuper and pg_has_role(me.oid, relowner, 'member') order by 1) as owned,
    array(select name from listed where walled and not forced order by 1) as unforced,
    array(select name from listed where walled
             and has_table_privilege(me.oid, listed.oid, 'select, insert, update, delete')
             and not exists (select from pg_policy p where p.polrelid = listed.oid) order by 1) as unruled,
    (select count(*)::integer from listed where walled) as tables
  from me`

/**
 * Refuses a database whose wall would not hold for the role of this pool.
 * @throws UnsafeDatabase, naming every fault.
 */
export async function guardDatabase(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<Findings>(look)
  const found = rows[0] as Findings
  const { role, superuser, bypasses, stronger, owned, unforced, unruled, tables } = found
  const faults: string[] = []
  if (superuser) faults.push(`${role} is a superuser: alter role ${role} nosuperuser`)
  if (bypasses) faults.push(`${role} has BYPASSRLS: alter role ${role} nobypassrls`)
  for (const other of stronger) faults.push(`${role} can become ${other}: revoke ${other} from ${role}`)
  for (const table of owned)
    faults.push(`${role} owns ${table}: alter table ${table} owner to guildhall_owner`)
  for (const table of unforced)
    faults.push(
      `${table} does not force row-level security: alter table ${table} enable row level security, force row level security`,
    )
  if (faults.length === 0)
    for (const table of unruled)
      faults.push(`${role} may use ${table}, which has no policy: run the migrations again`)
  if (tables === 0) faults.push('there is no table in the schema app: run the migrations first')
  if (faults.length > 0) throw new UnsafeDatabase(role, faults)
}
