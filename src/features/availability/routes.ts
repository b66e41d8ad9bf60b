import { z } from 'zod'
import type { Member } from '../../access/actor.ts'
import { type Route, route } from '../../http/route.ts'
import type { Db } from '../../kit/db.ts'
import { notFound } from '../../kit/errors.ts'
import { addBlock, removeBlock } from './actions/blocks.ts'
import { setOpenHours } from './actions/hours.ts'
import { getBlock, listBlocks } from './queries/blocks.ts'
import { findTended, getOpenHours, type Tended } from './queries/hours.ts'
import { Block, BlockList, BlockQuery, NewBlock, OpenHours, OpenHoursChange } from './schema.ts'

const isTended = (_: Member, member: Tended) => member.isTended
const block = (db: Db, actor: Member, { id = '' }: Record<string, string>) => getBlock(db, actor, id)

async function present(db: Db, actor: Member, id: string): Promise<Block> {
  const found = await getBlock(db, actor, id)
  if (!found) throw notFound()
  return found
}

export const routes: Route[] = [
  route(
    'GET /members/:id/open-hours',
    'availability.write',
    {
      about: 'Reads when a member can be booked.',
      subject: findTended,
      may: isTended,
      answer: OpenHours,
    },
    ({ db, actor, subject: member }) => getOpenHours(db, actor, member.id),
  ),
  route(
    'PUT /members/:id/open-hours',
    'availability.write',
    {
      about:
        'Sets when a member can be booked; with If-Match, only if nobody changed it since it was read. The member is told.',
      subject: findTended,
      may: isTended,
      body: OpenHoursChange,
      answer: OpenHours,
    },
    async ({ db, actor, subject: member, body, ifMatch }) => {
      await setOpenHours(db, actor, member.id, body, ifMatch)
      return getOpenHours(db, actor, member.id)
    },
  ),
  route(
    'GET /blocks',
    'availability.write',
    {
      about: 'Lists blocks of the organisation, of groups and of members, with their occurrences in a time.',
      query: BlockQuery,
      answer: BlockList,
    },
    ({ db, actor, query }) => listBlocks(db, actor, query),
  ),
  route(
    'POST /blocks',
    'availability.write',
    {
      about:
        'Keeps clients from booking at a time, once or repeatedly: anybody, through a group, or a member.',
      body: NewBlock,
      answer: Block,
      status: 201,
    },
    async ({ db, actor, body }) => present(db, actor, await addBlock(db, actor, body)),
  ),
  route(
    'DELETE /blocks/:id',
    'availability.write',
    {
      about: 'Removes a block, with all its repetitions.',
      subject: block,
      may: (_, { may }) => may.remove,
      answer: z.void(),
      status: 204,
    },
    ({ db, actor, subject }) => removeBlock(db, actor, subject),
  ),
]
