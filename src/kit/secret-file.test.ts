import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepSecret } from './secret-file.ts'

test('the secret is made once, for its owner’s eyes only, also by two first starts at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-'))
  try {
    const [one, two] = await Promise.all([keepSecret(join(folder, 'data')), keepSecret(join(folder, 'data'))])
    expect(one).toBe(two)
    expect(await keepSecret(join(folder, 'data'))).toBe(one)
    expect(one.length).toBeGreaterThan(40)
    expect(statSync(join(folder, 'data/secret')).mode & 0o777).toBe(0o600)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
