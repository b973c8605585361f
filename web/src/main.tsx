import { render } from 'preact'
import { App } from './app'
import './style.css'
import { readPage } from './url'

// The map's chunk comes while the server is asked about the county; a failure is told where it is used.
if (!readPage(location.href).list) import('./map').catch(() => undefined)

render(<App />, document.getElementById('app')!)
