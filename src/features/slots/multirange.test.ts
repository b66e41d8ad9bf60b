import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { someWorld, type SlotWorld } from '../../../test/slot-worlds.ts'
import type { Minute } from '../../kit/minutes.ts'
import { isZoneName, zoneNamed } from '../../kit/zone.ts'
import { openSlots } from './rules/slots.ts'

const from = Date.UTC(2025, 0, 1) / 60_000
const to = Date.UTC(2030, 0, 1) / 60_000
const weekMinutes = 7 * 1440

let database: TestDatabase
let client: pg.Client
/** Every zone that both Intl and PostgreSQL know by a name of its own. */
let zones: string[]

beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url('superuser') })
  await client.connect()
  await client.query(arithmetic)
  const known = await client.query<{ name: string }>('select name from pg_timezone_names order by name')
  zones = known.rows.map(({ name }) => name).filter(isZoneName)
})
afterAll(async () => {
  await client.end()
  await database.close()
})

/** The clock by PostgreSQL's own tables, in minutes ahead of UTC. */
async function offsetsByPostgres(asked: { zone: string; instants: Minute[] }[]): Promise<number[][]> {
  const { rows } = await client.query<{ offsets: number[] }>(
    `select array(select (extract(epoch from (at(instant) at time zone zone) - (at(instant) at time zone 'UTC')) / 60)::int
                  from unnest(instants) with ordinality as each (instant, nth) order by nth) as offsets
     from rows from (jsonb_to_recordset($1) as (zone text, instants int[])) with ordinality as asked order by ordinality`,
    [JSON.stringify(asked)],
  )
  return rows.map(({ offsets }) => offsets)
}

/** When a zone's clock is changed within the five years. */
function changesOf(name: string): Minute[] {
  const zone = zoneNamed(name)
  const changes: Minute[] = []
  for (let at = zone.steadyUntil(from); at < to; at = zone.steadyUntil(at))
    if (zone.offsetAt(at) !== zone.offsetAt(at - 1)) changes.push(at)
  return changes
}

test('the engine offers what PostgreSQL’s multiranges leave, around every change of every zone’s clock in five years', async () => {
  const weeks = Array.from({ length: (to - from) / weekMinutes }, (_, nth) => from + nth * weekMinutes)
  const asked = zones.map(zone => ({
    zone,
    instants: [...weeks, ...changesOf(zone).flatMap(at => [at - 1, at])],
  }))
  const offsets = await offsetsByPostgres(asked)
  const isAgreed = ({ zone, instants }: (typeof asked)[number], nth: number) =>
    instants.every((at, each) => zoneNamed(zone).offsetAt(at) === offsets[nth]?.[each])
  const agreed = asked.filter(isAgreed).map(({ zone }) => zone)
  expect(zones.length).toBeGreaterThan(400)
  expect(agreed.length, 'Node and PostgreSQL have tables of other years').toBeGreaterThan(zones.length * 0.97)

  const worlds = agreed.flatMap(name => {
    const changes = changesOf(name)
    const around = changes.length > 0 ? changes : fc.sample(fc.integer({ min: from, max: to }), 1)
    return around.flatMap(at => fc.sample(someWorld(zoneNamed(name), at), 1))
  })
  const byPostgres = await startsByPostgres(worlds)
  for (const [nth, { type, host, now, from, to }] of worlds.entries()) {
    const world = { type, now, from, host: { ...host, zone: host.zone.name } }
    const starts = openSlots({ type, hosts: [host], now, from, to }).map(({ startsAt }) => startsAt)
    expect({ starts, world }).toEqual({ starts: byPostgres[nth], world })
  }
  expect(byPostgres.filter(starts => starts.length > 0).length).toBeGreaterThan(worlds.length / 10)
})

async function startsByPostgres(worlds: SlotWorld[]): Promise<Minute[][]> {
  const asJson = worlds.map(({ host, ...world }) => ({ ...world, ...host, zone: host.zone.name }))
  const { rows } = await client.query<{ starts: Minute[] }>(
    'select starts(world) from jsonb_array_elements($1) with ordinality as each (world, nth) order by nth',
    [JSON.stringify(asJson)],
  )
  return rows.map(({ starts }) => starts)
}

/** The specification once more, in PostgreSQL's own arithmetic of time. */
const arithmetic = `
create schema arithmetic;
set search_path = arithmetic, pg_catalog;

create function at(minute float8) returns timestamptz immutable language sql return to_timestamp(minute * 60);

create function instant_of(local timestamp, zone text) returns timestamptz immutable language plpgsql as $$
declare
  -- A day before and after, as if the clock showed UTC: on either side of a change.
  low timestamptz := (local - interval '1 day') at time zone 'UTC';
  high timestamptz := (local + interval '1 day') at time zone 'UTC';
  ahead_before interval := (low at time zone zone) - (low at time zone 'UTC');
  ahead_after interval := (high at time zone zone) - (high at time zone 'UTC');
  first timestamptz := (local - ahead_before) at time zone 'UTC';
  second timestamptz := (local - ahead_after) at time zone 'UTC';
  middle timestamptz;
begin
  if first at time zone zone = local then return first; end if;
  if second at time zone zone = local then return second; end if;
  while high - low > interval '1 minute' loop
    middle := date_trunc('minute', low + (high - low) / 2);
    if (middle at time zone zone) - (middle at time zone 'UTC') = ahead_before then low := middle; else high := middle; end if;
  end loop;
  return high;
end $$;

create function taken(intervals jsonb, before int = 0, after int = 0) returns tstzmultirange immutable language sql as $$
  select coalesce(range_agg(tstzrange(
    at(start - greatest("beforeMinutes", after)), at("end" + greatest("afterMinutes", before)))), '{}')
  from jsonb_to_recordset(intervals) as (start int, "end" int, "beforeMinutes" int, "afterMinutes" int) $$;

create function open(zone text, weekly jsonb, overrides jsonb, first date, last date) returns tstzmultirange
immutable language sql as $$
  with hours as (
    select day, (hours ->> 'startMinute')::int as start, (hours ->> 'endMinute')::int as "end"
    from generate_series(first - interval '3 days', last + interval '2 days', interval '1 day') as day
    left join jsonb_array_elements(overrides) as override on (override ->> 'date')::date = day
    cross join jsonb_array_elements(coalesce(override -> 'intervals', weekly)) as hours
    where override is not null or (hours ->> 'day')::int = extract(isodow from day))
  select coalesce(range_agg(tstzrange(instant_of(day + start * interval '1 minute', zone),
                                      instant_of(day + "end" * interval '1 minute', zone))), '{}') from hours $$;

create function starts(world jsonb) returns int[] stable language plpgsql as $$
declare
  zone text := world ->> 'zone';
  type jsonb := world -> 'type';
  duration interval := (type ->> 'durationMinutes')::int * interval '1 minute';
  since timestamptz := at((world ->> 'from')::int);
  until timestamptz := at((world ->> 'to')::int);
  now timestamptz := at((world ->> 'now')::int);
  first date := since at time zone zone;
  last date := until at time zone zone;
  free tstzmultirange := open(zone, world -> 'weekly', world -> 'overrides', first, last);
begin
  if jsonb_typeof(world -> 'typeWeekly') = 'array' then
    free := free * open(zone, world -> 'typeWeekly', '[]', first, last);
  end if;
  free := free - taken(world -> 'organizationBlocks') - taken(world -> 'groupBlocks')
    - taken(world -> 'memberBlocks') - taken(world -> 'busy')
    - taken(world -> 'meetings', (type ->> 'bufferBeforeMinutes')::int, (type ->> 'bufferAfterMinutes')::int);
  return array(
    select (extract(epoch from start) / 60)::int
    from generate_series(since, until - interval '5 minutes', interval '5 minutes') as start,
      lateral (select start at time zone zone as shown) as clock
    where (extract(hour from shown) * 60 + extract(minute from shown))::int % (type ->> 'stepMinutes')::int = 0
      and tstzrange(start, start + duration) <@ free
      and start >= now + (type ->> 'noticeMinutes')::int * interval '1 minute'
      and start <= now + (type ->> 'windowDays')::int * interval '24 hours'
      and coalesce((world ->> 'dayLimit')::int > meetings(world, zone, 'day', shown), true)
      and coalesce((world ->> 'weekLimit')::int > meetings(world, zone, 'week', shown), true)
    order by start);
end $$;

-- How many start on the same day, or in the same week from Monday on.
create function meetings(world jsonb, zone text, unit text, shown timestamp) returns bigint stable language sql as $$
  select count(*) from jsonb_to_recordset(world -> 'meetings') as (start int)
  where date_trunc(unit, at(start) at time zone zone) = date_trunc(unit, shown) $$;
`
