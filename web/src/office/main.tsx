import { render } from 'preact'
import './office.css'
import { Shell } from './shell'

render(<Shell />, document.getElementById('app')!)
