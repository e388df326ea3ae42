import { type Browser, chromium } from '@playwright/test'
import { newId } from '#server/platform/ids.ts'
import { syncApi } from '#core/sync/api.ts'
import { browserPath } from '#test/power-cut/phone-cuts.ts'
import type { Phone } from '../support/company.ts'

/** Bytes of one request and its answer, each as body and as what stands above it. */
export type Polled = { up: Weight; down: Weight; isSame: boolean }
type Weight = { body: number; headers: number }

/**
 * A poll that has nothing to say, sent by a real browser from a page of the field app's own origin: what it puts above a
 * request by itself weighs more than the request, and nothing else knows what that is.
 */
export async function idlePoll({ api }: Phone, digest: string): Promise<Polled> {
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ baseURL: api.origin, serviceWorkers: 'block' })
    await context.addCookies(cookiesOf(api.cookie, api.origin))
    const page = await context.newPage()
    // Of that origin, and without the app in it: that would poll too.
    await page.goto('/healthz')
    const { path } = syncApi.pull
    const ask = async (epoch: string | null) => {
      // As `field/offline/steps/fetching.ts` asks, of a phone that has handed in everything.
      const unsent = { commands: 0, files: 0, since: null }
      const body = JSON.stringify({ nonce: newId(), epoch, digest, unsent, free: 64_000_000_000 })
      const [request, text] = await Promise.all([
        page.waitForEvent('requestfinished', (one) => new URL(one.url()).pathname === path),
        page.evaluate(pull, { path, body }),
      ])
      return { sizes: await request.sizes(), reply: syncApi.pull.reply.parse(JSON.parse(text)) }
    }
    const { epoch } = (await ask(null)).reply
    const { sizes, reply } = await ask(epoch)
    return {
      up: { body: sizes.requestBodySize, headers: sizes.requestHeadersSize },
      down: { body: sizes.responseBodySize, headers: sizes.responseHeadersSize },
      isSame: reply.state === 'same',
    }
  } finally {
    await browser.close()
  }
}

/** Runs in the page, as `field/offline/wire.ts` asks. */
async function pull({ path, body }: { path: string; body: string }): Promise<string> {
  const headers = { 'X-App': 'field', 'Content-Type': 'application/json' }
  const answer = await fetch(path, { method: 'POST', headers, body, cache: 'no-store', redirect: 'error' })
  return answer.text()
}

function openBrowser(): Promise<Browser> {
  const executablePath = browserPath()
  if (executablePath === null) throw new Error('Set CHROMIUM to where a Chromium is.')
  const args = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  return chromium.launch({ executablePath, args })
}

const cookiesOf = (header: string, url: string) =>
  header.split('; ').map((one) => {
    const at = one.indexOf('=')
    return { name: one.slice(0, at), value: one.slice(at + 1), url }
  })
