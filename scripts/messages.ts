import { existsSync, writeFileSync } from 'node:fs'
import { cataloguePath, findMessages, readCatalogue } from '../web/vite/messages.ts'

const translated = ['nl', 'de', 'es', 'fr']
const write = process.argv.includes('--write')
const used = await findMessages(['web', 'src'])
const faults: string[] = []

for (const language of translated) {
  const known = existsSync(cataloguePath(language)) ? readCatalogue(language) : {}
  if (write) {
    const sorted = [...used.keys()].sort().map(message => [message, known[message] ?? ''])
    writeFileSync(cataloguePath(language), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
    continue
  }
  for (const [message, files] of used) {
    if (!known[message]) faults.push(`messages/${language}.json lacks “${message}” (${files[0]})`)
  }
  for (const message of Object.keys(known)) {
    if (!used.has(message))
      faults.push(`messages/${language}.json translates “${message}”, which nothing says`)
  }
}

if (faults.length > 0) {
  console.log(faults.join('\n'))
  console.log('`node scripts/messages.ts --write` adds what is missing, empty, and drops what is unused.')
  process.exitCode = 1
} else {
  console.log(`${used.size} messages in ${translated.length + 1} languages.`)
}
