import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTypes } from '../scripts/types.ts'
import { freshDatabase } from '../test/database.ts'

test('db/types.ts says what the migrations make (else: node scripts/types.ts)', async () => {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-'))
  try {
    writeTypes(database.url('guildhall_owner'), join(folder, 'types.ts'))
    expect(readFileSync(join(import.meta.dirname, 'types.ts'), 'utf8')).toBe(
      readFileSync(join(folder, 'types.ts'), 'utf8'),
    )
  } finally {
    rmSync(folder, { recursive: true })
    await database.close()
  }
})
