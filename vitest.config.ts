import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,cli,db,test,scripts,sdk,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/database-setup.ts'],
    setupFiles: ['test/quiet.ts'],
    pool: 'forks',
    // Two processes of tests and PostgreSQL between them fill a small machine; nothing here is timed.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
