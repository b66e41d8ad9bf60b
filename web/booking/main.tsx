import 'virtual:tokens.css'
import '@fontsource-variable/inter/wght.css'
import '../public/page.css'
import '../public/form.css'
import './booking.css'
import './times.css'
import { type ComponentChild, render } from 'preact'
import { speak } from '../public/speak.ts'
import { BookingPage } from './BookingPage.tsx'
import { readFirst } from './first.ts'

const doors: Record<string, string> = { g: 'groups', u: 'members', m: 'meeting-types' }
const [, letter = '', address = ''] = location.pathname.split('/')

async function start() {
  const first = readFirst()
  if (!first) return
  const loading = speak(first.language)
  if ('door' in first) {
    await loading
    return show(<BookingPage path={`/public/${doors[letter]}/${address}`} first={first} />)
  }
  const { ManagePage } = await import('./ManagePage.tsx')
  await loading
  show(<ManagePage path={`/public/bookings/${address}`} first={first.booking} />)
}

function show(page: ComponentChild) {
  const root = document.getElementById('root')!
  root.replaceChildren()
  render(page, root)
}

void start()
