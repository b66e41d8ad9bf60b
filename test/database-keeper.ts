import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'

const [dataDir] = process.argv.slice(2)
if (!dataDir) throw new Error('database-keeper.ts wants a data folder.')

const database = await startEmbeddedPostgres({ dataDir, durable: false, log: line => console.error(line) })
console.log(database.superuserUrl)
for await (const _ of process.stdin);
await database.leave()
