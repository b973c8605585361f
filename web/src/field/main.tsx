import { render } from 'preact'
import { App } from './app'
import { keepApp } from './browser'
import './field.css'
import { language } from './net/http'
import { lang } from './words'

language.now = lang === 'zh' ? 'zh-CN' : 'en'
document.documentElement.lang = language.now
render(<App />, document.getElementById('app')!)
void keepApp('field').catch(() => undefined) // private browsing refuses; missing() says so
