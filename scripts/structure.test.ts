import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findFaults } from './structure.ts'

/** What the script says about a tree of these files, beside two features in order: groups, then clients. */
function faultsIn(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'guildhall-'))
  try {
    for (const [path, text] of Object.entries({ 'src/features/order.txt': 'groups\nclients\n', ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return findFaults(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

test('this tree keeps its own rules', () => {
  expect(findFaults(join(import.meta.dirname, '..'))).toEqual([])
})

test('a feature builds on those before it', () => {
  expect(
    faultsIn({ 'src/features/clients/queries.ts': `import { a } from '../groups/queries.ts'\n` }),
  ).toEqual([])
  expect(
    faultsIn({ 'src/features/groups/actions.ts': `import { a } from '../clients/queries.ts'\n` }),
  ).toEqual([
    'src/features/groups/actions.ts: groups imports clients, which comes after it in order.txt: record an event instead.',
  ])
})

test('a feature keeps its routes and jobs to itself', () => {
  const [fault] = faultsIn({ 'src/features/clients/actions.ts': `import { a } from '../groups/jobs.ts'\n` })
  expect(fault).toContain('imports the jobs of groups')
})

test('nothing calls back up', () => {
  const [kit] = faultsIn({ 'src/kit/db.ts': `import { actor } from '../access/actor.ts'\n` })
  expect(kit).toContain('kit may only build on packages')
  const [feature] = faultsIn({
    'src/features/groups/actions.ts': `import { reactions } from '../../reactions.ts'\n`,
  })
  expect(feature).toContain('record an event')
})

test.each([
  ['src/features/groups/service.ts', 'a feature is made of'],
  ['src/features/teams/routes.ts', 'belongs to no feature'],
  ['src/kit/utils.ts', 'sits in a drawer'],
  ['web/ui/helpers/dates.ts', 'sits in a drawer'],
])('the file %s is refused, and told what to do', (path, said) => {
  expect(faultsIn({ [path]: 'export const a = 1\n' }).join()).toContain(said)
})

test('a file that only passes on others’ exports is refused, and so is a long one', () => {
  expect(
    faultsIn({ 'web/ui/all.ts': `export * from './Button.tsx'\nexport { b } from './b.ts'\n` }).join(),
  ).toContain('only passes on')
  expect(faultsIn({ 'src/kit/db.ts': 'const a = 1\n'.repeat(301) }).join()).toContain('make it two files')
  expect(faultsIn({ 'db/migrations/0001_all.sql': 'select 1;\n'.repeat(301) })).toEqual([])
})

test('a schema can go to the browser', () => {
  const path = 'src/features/groups/schema.ts'
  expect(faultsIn({ [path]: `import { z } from 'zod'\nimport { Id } from '../../kit/shapes.ts'\n` })).toEqual(
    [],
  )
  expect(faultsIn({ [path]: `import { sql } from 'kysely'\n` }).join()).toContain('the browser shares it')
  expect(
    faultsIn({ 'web/console/groups/Page.tsx': `import { NewGroup } from '../../../${path}'\n` }),
  ).toEqual([])
  expect(
    faultsIn({
      'web/console/groups/Page.tsx': `import { a } from '../../../src/features/groups/queries.ts'\n`,
    }).join(),
  ).toContain('through the API')
})

test('pages for people without a session share their own folder, and the console does not', () => {
  const used = `import { Shell } from '../public/Shell.tsx'\n`
  expect(faultsIn({ 'web/booking/Page.tsx': used, 'web/journey/Page.tsx': used })).toEqual([])
  expect(faultsIn({ 'web/console/Page.tsx': used }).join()).toContain('through the API')
})

test('rules ask neither database nor clock nor chance', () => {
  const path = 'src/features/groups/rules.ts'
  expect(faultsIn({ [path]: `import type { Db } from '../../kit/db.ts'\n` })).toEqual([])
  expect(faultsIn({ [path]: `import { openPool } from '../../kit/db.ts'\n` }).join()).toContain(
    'rules only decide',
  )
  expect(faultsIn({ [path]: `import { zoneNamed } from '../../kit/zone.ts'\n` })).toEqual([])
  expect(faultsIn({ [path]: 'export const now = () => new Date()\n' }).join()).toContain('asks the clock')
})

test('only the configuration reads the environment', () => {
  expect(faultsIn({ 'src/kit/mail.ts': 'const url = process.env.SMTP_URL\n' }).join()).toContain(
    'add the variable to src/config.ts',
  )
})
