import pg from 'pg'
import { hashToken } from '../src/kit/crypto.ts'
import { copyRows, type Row } from './copy.ts'
import { firstNames, lastNames } from './names.ts'
import { beganAt, type BenchMember, ccPerMember, Chance, makeMembers, spanMs } from './population.ts'

export type Size = { clients: number; groups: number; members: number }
export const sizes: Record<'100k' | '1m', Size> = {
  '100k': { clients: 100_000, groups: 2_000, members: 5_000 },
  '1m': { clients: 1_000_000, groups: 2_000, members: 5_000 },
}

export type Population = Omit<Size, 'members'> & {
  organizationId: string
  members: BenchMember[]
  groupIds: string[]
  /** The group with a tenth of all clients. */
  largeGroupId: string
  flowIds: string[]
  /** In the skewed population: the one who invited everybody. */
  inviter: BenchMember | null
}

/** The same rows in every run: what was loaded before can be described again without asking the database. */
export function describe(size: Size, skew: 'many inviters' | 'one inviter'): Population {
  const chance = new Chance(size.clients)
  const groupIds = Array.from({ length: size.groups }, (_, index) => chance.id(beganAt + index))
  const members = makeMembers(size.members, size.groups, chance)
  return {
    ...size,
    organizationId: chance.id(beganAt),
    members,
    groupIds,
    largeGroupId: groupIds[0] as string,
    flowIds: Array.from({ length: 5 }, (_, index) => chance.id(beganAt + index)),
    inviter: skew === 'one inviter' ? (members.find(member => member.kind === 'limited') ?? null) : null,
  }
}

/** The cookie's token of a member's session. */
export const tokenOf = (member: Pick<BenchMember, 'id'>) => `bench-${member.id}`

/** Fills a migrated, empty database. Foreign keys and triggers stay off: the rows are right, and nobody listens. */
export async function load(superuserUrl: string, population: Population): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'`)
    await loadPeople(client, population)
    const indexes = await dropIndexes(client, 'client')
    await copyRows(client, 'app.client', clientColumns, clientRows(population))
    for (const index of indexes) await client.query(index)
    await copyRows(client, 'app.client_cc', ['organization_id', 'client_id', 'member_id'], ccRows(population))
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

async function loadPeople(client: pg.Client, population: Population): Promise<void> {
  const { organizationId, members, groupIds, flowIds } = population
  const copy = (table: string, columns: string, rows: Row[]) =>
    copyRows(client, table, columns.split(' '), rows)
  const organization = [organizationId]
  await client.query(`insert into app.organization (id, name) values ($1, 'Bench Bank')`, organization)
  await copy(
    'auth.login',
    'id name email email_verified',
    members.map(each => [each.accountId, each.name, each.email, 'true']),
  )
  await copy(
    'auth.session',
    'id token user_id expires_at',
    members.map(each => [each.id, hashToken(tokenOf(each)), each.accountId, '2999-01-01']),
  )
  await copy(
    'app.member',
    'organization_id id account_id name email role sight joined_at',
    members.map(each => [
      ...organization,
      each.id,
      each.accountId,
      each.name,
      each.email,
      each.role,
      each.groups.length > 0 ? 'groups' : 'organization',
      '2023-06-01',
    ]),
  )
  await copy(
    'app."group"',
    'organization_id id name',
    groupIds.map((id, index) => [...organization, id, `Branch ${index}`]),
  )
  await copy(
    'app.group_link',
    'organization_id group_id link',
    groupIds.map((id, index) => [...organization, id, `branch-${index}`]),
  )
  await copy(
    'app.membership',
    'organization_id group_id member_id',
    members.flatMap(each => each.groups.map(index => [...organization, groupIds[index] as string, each.id])),
  )
  await copy(
    'app.flow',
    'organization_id id name published_version',
    flowIds.map((id, index) => [...organization, id, `Flow ${index}`, 1]),
  )
  await copy(
    'app.flow_version',
    'organization_id flow_id version steps',
    flowIds.map(id => [...organization, id, 1, '[]']),
  )
}

/** Drops what is not a constraint's; answers the statements that make it again. */
async function dropIndexes(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [`app.${table}`],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(row => row.definition)
}

const clientColumns = (
  'organization_id id group_id invited_by flow_id origin first_name last_name email phone external_id status ' +
  'created_at last_activity_at'
).split(' ')

const statuses = [
  ...Array<string>(40).fill('not_started'),
  ...Array<string>(39).fill('completed'),
  ...Array<string>(16).fill('in_progress'),
  ...Array<string>(4).fill('revoked'),
  'needs_attention',
]
const domains = ['mail.example', 'post.example', 'home.example', 'office.example']

/** When the nth client came, oldest first. */
const createdAt = (population: Population, index: number) =>
  beganAt + Math.floor((index * spanMs) / population.clients)

/** Ids are drawn apart from the rest, so that those who are Cc'd can be told without making every row. */
export function* clientIds(population: Population): Generator<string> {
  const chance = new Chance(population.clients + 1)
  for (let index = 0; index < population.clients; index++) yield chance.id(createdAt(population, index))
}

export function* clientRows(population: Population): Generator<Row> {
  const { organizationId, groupIds, flowIds, inviter } = population
  const chance = new Chance(population.clients + 2)
  const inviters = population.members.filter(member => member.invites)
  let index = 0
  for (const id of clientIds(population)) {
    const at = new Date(createdAt(population, index)).toISOString()
    const firstName = chance.name(firstNames)
    const lastName = chance.name(lastNames)
    yield [
      organizationId,
      id,
      groupIds[groupOf(population, chance)] ?? null,
      inviter?.id ?? (chance.below(20) === 0 ? null : chance.oneOf(inviters).id),
      chance.oneOf(flowIds),
      'invite',
      firstName,
      lastName,
      `${firstName}.${lastName}${index}@${chance.oneOf(domains)}`.toLowerCase(),
      `+316${String(chance.below(100_000_000)).padStart(8, '0')}`,
      `K${String(chance.below(10_000_000)).padStart(7, '0')}`,
      chance.oneOf(statuses),
      at,
      at,
    ]
    index++
  }
}

/** A tenth in no group, a tenth in the large one, and over the rest a few times more in some than in others. */
function groupOf(population: Population, chance: Chance): number {
  const draw = chance.below(10)
  if (draw === 0) return -1
  if (draw === 1) return 0
  return 1 + Math.floor((population.groups - 1) * (chance.below(1_000_000) / 1_000_000) ** 1.5)
}

/** Fifty for each limited member, and one for every twentieth client besides. */
function* ccRows(population: Population): Generator<Row> {
  const { organizationId, members } = population
  const chance = new Chance(population.clients + 3)
  const limited = members.filter(member => member.kind === 'limited')
  const others = members.filter(member => member.kind === null)
  const every = Math.floor(population.clients / (limited.length * ccPerMember))
  let index = 0
  for (const id of clientIds(population)) {
    if (index % every === 0) yield [organizationId, id, limited[(index / every) % limited.length]?.id ?? null]
    if (index % 20 === 7) yield [organizationId, id, chance.oneOf(others).id]
    index++
  }
}
