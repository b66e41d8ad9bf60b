import 'virtual:tokens.css'
import '@fontsource-variable/inter/wght.css'
import '../public/page.css'
import '../public/form.css'
import { render } from 'preact'
import { JourneyPage } from './JourneyPage.tsx'

const root = document.getElementById('root')!
const token = location.pathname.split('/')[2] ?? ''
root.replaceChildren()
render(<JourneyPage token={token} />, root)
