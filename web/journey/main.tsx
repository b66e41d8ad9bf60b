import 'virtual:tokens.css'
import { render } from 'preact'

render(<h1>Guildhall</h1>, document.getElementById('root')!)
