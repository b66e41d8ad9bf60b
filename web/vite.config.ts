import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig, type InlineConfig } from 'vite'
import { colorScheme } from './vite/color-scheme.ts'
import { messages } from './vite/messages.ts'
import { tokens } from './vite/tokens.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A file of its own for each picture and font: the content security policy allows no data: addresses. */
const page = (name: 'console' | 'journey' | 'booking', into: string): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  root: folder(name),
  base: `/assets/${name}/`,
  build: {
    outDir: `${into}/${name}`,
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    target: 'es2022',
    manifest: 'manifest.json',
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
})

export const consolePage = (into: string): InlineConfig => ({
  ...page('console', into),
  plugins: [react(), tokens({ mantine: true }), messages(['web/ui', 'web/console']), colorScheme()],
})

/** For a phone on a slow network: Preact, and as little else as can be. */
const publicPage = (name: 'journey' | 'booking', into: string): InlineConfig => ({
  ...page(name, into),
  resolve: { alias: { 'intl-messageformat': folder('public/message-format.ts') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [tokens({ mantine: false }), messages(['web/public', `web/${name}`])],
})
export const journeyPage = (into: string) => publicPage('journey', into)
export const bookingPage = (into: string) => publicPage('booking', into)

/** `npx vite -c web/vite.config.ts`: the console with reloading, in front of a running server. */
export default defineConfig({
  ...consolePage(folder('../dist/web')),
  base: '/',
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:3000', headers: { origin: 'http://127.0.0.1:3000' } } },
  },
})
