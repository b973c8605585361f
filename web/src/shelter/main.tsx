import { render } from 'preact'
import { keepApp } from '../field/browser'
import '../field/field.css'
import { language } from '../field/net/http'
import { App } from './app'
import './shelter.css'
import { lang } from './words'

language.now = lang === 'zh' ? 'zh-CN' : 'en'
document.documentElement.lang = language.now
render(<App />, document.getElementById('app')!)
void keepApp('shelter').catch(() => undefined) // private browsing refuses; missing() says so
