import { render } from 'preact'
import { keepApp } from '../field/browser'
import '../field/field.css'
import { language } from '../field/net/http'
import { App } from './app'
import './install.css'
import { lang } from './words'

language.now = lang === 'zh' ? 'zh-CN' : 'en'
document.documentElement.lang = language.now
render(<App />, document.getElementById('app')!)
void keepApp('install').catch(() => undefined) // private browsing refuses; missing() says so
