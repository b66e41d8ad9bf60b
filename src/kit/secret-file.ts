import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The secret kept in `folder`, made at the first start. Of two first starts at once, both get the same one. */
export async function keepSecret(folder: string): Promise<string> {
  const path = join(folder, 'secret')
  const kept = await readKept(path)
  if (kept !== null) return kept
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    // Complete from the moment it has its name, and never in place of another's.
    await link(draft, path)
    await using opened = await open(folder)
    await opened.sync()
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return readFile(path, 'utf8')
}

async function readKept(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}
