import type { DBAdapter, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter'
import { hashToken } from '../kit/crypto.ts'

type Row = { token?: unknown }
const isToken = ({ field }: Where) => field === 'token'

/** Tokens that are asked for, hashed. */
const hashed = (model: string, where: Where[] = []): Where[] =>
  model !== 'session'
    ? where
    : where.map(each => {
        if (!isToken(each)) return each
        const { value } = each
        return {
          ...each,
          value: Array.isArray(value)
            ? value.map(token => hashToken(String(token)))
            : hashToken(String(value)),
        }
      })

/** The row with the token it was asked for by, in place of its hash. */
const withToken = <T>(model: string, where: Where[], row: T): T => {
  const asked = where.find(isToken)?.value
  return model === 'session' && row && typeof asked === 'string' ? { ...row, token: asked } : row
}

const hashing = (inner: DBTransactionAdapter): DBTransactionAdapter => ({
  ...inner,
  create: async given => {
    const { token } = given.data as Row
    if (given.model !== 'session' || typeof token !== 'string') return inner.create(given)
    const row = await inner.create({ ...given, data: { ...given.data, token: hashToken(token) } })
    return { ...(row as object), token } as never
  },
  findOne: async given =>
    withToken(
      given.model,
      given.where,
      await inner.findOne({ ...given, where: hashed(given.model, given.where) }),
    ) as never,
  findMany: given => inner.findMany({ ...given, where: hashed(given.model, given.where) }),
  count: given => inner.count({ ...given, where: hashed(given.model, given.where) }),
  update: async given =>
    withToken(
      given.model,
      given.where,
      await inner.update({ ...given, where: hashed(given.model, given.where) }),
    ) as never,
  updateMany: given => inner.updateMany({ ...given, where: hashed(given.model, given.where) }),
  delete: given => inner.delete({ ...given, where: hashed(given.model, given.where) }),
  deleteMany: given => inner.deleteMany({ ...given, where: hashed(given.model, given.where) }),
  consumeOne: given => inner.consumeOne({ ...given, where: hashed(given.model, given.where) }),
  incrementOne: given => inner.incrementOne({ ...given, where: hashed(given.model, given.where) }),
})

/** Sessions lie in the database under the hash of their token; better-auth itself goes on seeing the token. */
export const hashingSessions = (inner: DBAdapter): DBAdapter => ({
  ...inner,
  ...hashing(inner),
  transaction: work => inner.transaction(transaction => work(hashing(transaction))),
})
