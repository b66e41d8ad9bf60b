import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** What the catalogue lists must be nothing; each row names an offender. */
const offenders = async (query: string): Promise<string[]> => {
  const { rows } = await world.owner.query<{ name: string }>(query)
  return rows.map(row => row.name)
}
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'app'`
const mayUse = (role: string) =>
  `(has_any_column_privilege('${role}', c.oid, 'select, insert, update') or has_table_privilege('${role}', c.oid, 'delete'))`

describe('the catalogue of the database shows no gap in the wall', () => {
  test('every table enables and forces row-level security', async () => {
    expect(
      await offenders(
        `select relname as name from ${tables} where relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`,
      ),
    ).toEqual([])
  })

  test('whatever the app may do to a table, a policy for exactly that rules it', async () => {
    expect(
      await offenders(`
        select c.relname || ': ' || verb.name as name
          from ${tables} cross join (values ('select', 'r'), ('insert', 'a'), ('update', 'w'), ('delete', 'd')) as verb (name, letter)
         where c.relkind in ('r', 'p') and has_table_privilege('guildhall_app', c.oid, verb.name)
           and not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd in (verb.letter::"char", '*'))`),
    ).toEqual([])
  })

  test('every policy asks for something, for what is read and for what is written', async () => {
    const asked = (expression: string) =>
      `regexp_replace(coalesce(pg_get_expr(${expression}, p.polrelid), ''), '[()\\s]', '', 'g')`
    expect(
      await offenders(
        `select p.polname as name from pg_policy p where ${asked('p.polqual')} = 'true' or ${asked('p.polwithcheck')} = 'true'`,
      ),
    ).toEqual([])
    expect(
      await offenders(
        `select polname as name from pg_policy where polcmd in ('a', 'w', '*') and polwithcheck is null`,
      ),
    ).toEqual([])
    expect(
      await offenders(
        `select polname as name from pg_policy where polcmd in ('r', 'w', 'd', '*') and polqual is null`,
      ),
    ).toEqual([])
  })

  test('every policy begins with the organisation, and none is for everybody', async () => {
    const asks = `coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')`
    expect(
      await offenders(`select polname as name from pg_policy p where ${asks} !~ 'organization_id\\(\\)'`),
    ).toEqual([])
    expect(
      await offenders(`select polname as name from pg_policy where polroles = '{0}' or not polpermissive`),
    ).toEqual([])
  })

  test('every table that holds rows of an organisation begins its key with it, and so does every reference', async () => {
    const holds = `exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id')`
    const first = `(select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1])`
    expect(
      await offenders(`
        select k.conname as name from ${tables} join pg_constraint k on k.conrelid = c.oid
         where ${holds} and (k.contype = 'f' or (k.contype = 'p' and c.relname <> 'group_link')) and ${first} <> 'organization_id'
           and k.confrelid <> 'auth.login'::regclass`),
    ).toEqual([])
  })

  test('every security-definer function belongs to its role, pins its search path and is not for everybody', async () => {
    const definers = `pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`
    expect(
      await offenders(
        `select proname as name from ${definers} and p.proowner <> 'guildhall_definer'::regrole`,
      ),
    ).toEqual([])
    expect(
      await offenders(`select proname as name from ${definers}
        and not 'search_path=pg_catalog, pg_temp' = any (coalesce(p.proconfig, '{}'))`),
    ).toEqual([])
    expect(
      await offenders(
        `select proname as name from ${definers} and has_function_privilege('public', p.oid, 'execute')`,
      ),
    ).toEqual([])
  })

  test('no function of ours runs for who is not named', async () => {
    expect(
      await offenders(`select proname as name from pg_proc p where pronamespace = 'app'::regnamespace
        and (proacl is null or has_function_privilege('public', p.oid, 'execute'))`),
    ).toEqual([])
  })

  test('no view looks with its owner’s eyes, and nothing is materialised', async () => {
    expect(
      await offenders(`select relname as name from ${tables} where relkind = 'm'
        or (relkind = 'v' and not 'security_invoker=true' = any (coalesce(reloptions, '{}')))`),
    ).toEqual([])
  })

  test('the app owns nothing, passes no policy, becomes nobody else and creates nothing', async () => {
    expect(
      await offenders(`select relname as name from pg_class where relowner = 'guildhall_app'::regrole`),
    ).toEqual([])
    expect(
      await offenders(`select proname as name from pg_proc where proowner = 'guildhall_app'::regrole`),
    ).toEqual([])
    expect(
      await offenders(`select nspname as name from pg_namespace where nspowner = 'guildhall_app'::regrole`),
    ).toEqual([])
    expect(
      await offenders(
        `select nspname as name from pg_namespace where has_schema_privilege('guildhall_app', oid, 'create')`,
      ),
    ).toEqual([])
    expect(
      await offenders(`select rolname as name from pg_roles where rolname in ('guildhall_app', 'guildhall_auth')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`),
    ).toEqual([])
    expect(
      await offenders(`select rolname as name from pg_roles
        where rolname not in ('guildhall_app') and pg_has_role('guildhall_app', oid, 'member')`),
    ).toEqual([])
  })

  test('the app reads no account, and who keeps accounts reads no client', async () => {
    const reads = (role: string, schema: string) =>
      offenders(`select c.relname as name from pg_class c where c.relkind in ('r', 'p', 'v')
        and c.relnamespace = '${schema}'::regnamespace
        and ${mayUse(role)}`)
    expect(await reads('guildhall_app', 'auth')).toEqual([])
    expect(await reads('guildhall_auth', 'app')).toEqual([])
  })

  test('what happened cannot be changed or taken back by the app', async () => {
    for (const verb of ['update', 'delete', 'truncate'])
      expect(
        await offenders(
          `select '${verb}' as name where has_table_privilege('guildhall_app', 'app.event', '${verb}')`,
        ),
      ).toEqual([])
  })

  test('nobody empties a table past its policies', async () => {
    expect(
      await offenders(`select relname as name from ${tables} where relkind in ('r', 'p')
        and (has_table_privilege('guildhall_app', c.oid, 'truncate') or has_table_privilege('guildhall_app', c.oid, 'references')
          or has_table_privilege('guildhall_app', c.oid, 'trigger'))`),
    ).toEqual([])
  })
})
