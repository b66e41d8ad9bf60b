import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'

const [dataDir, wish] = process.argv.slice(2)
if (!dataDir) throw new Error('database-keeper.ts wants a data folder.')

const database = await startEmbeddedPostgres({ dataDir, durable: wish === 'durable' })
console.log(database.superuserUrl)
for await (const _ of process.stdin);
await database.leave()
