import { chromium } from 'playwright-core'

/**
 * What the journeys run in: Debian's Chromium without a window of its own, which costs a quarter less than the one that
 * people use. CHROMIUM names another.
 */
export const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell'

/** WebGL is drawn in software, and pages are put together without it. */
export const args = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-compositing', '--disable-background-networking']

export function launch(extra = []) {
  return chromium.launch({ executablePath, args: [...args, ...extra] })
}
