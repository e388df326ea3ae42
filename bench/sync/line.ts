import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFirm } from '#test/processes/crew.ts'
import { type LivePhone, openLivePhone } from '#test/processes/phone.ts'
import { openPremises } from '#test/processes/premises.ts'
import { sha256 } from '#test/support/phone.ts'
import { clear, openTcpProxy, type TcpProxy } from '#test/support/tcp-proxy.ts'
import type { Person } from '#test/support/server.ts'
import type { Part } from './figures.ts'

/** 768 kbit/s up and down, 300 ms there and back: a village, not a cellar. */
const rate = 96_000
const village = { ...clear, rate, delay: 150 }
/** What a visit brings home. */
const photos = 8
const photoSize = 900_000
const cutEvery = 15_000
/** One big request that is cut each time never ends; after so many tries that is known. */
const mostTries = 3

/** How much of a slow line the photos of a visit get, in pieces and as one request, clean and cut every fifteen seconds. */
export const line: Part = async (tell) => {
  const { premises, made: firm } = await openPremises((server) => makeFirm(server, 'Line', 2))
  const proxy = await openTcpProxy(await started(premises), Math.random)
  try {
    const [first, second] = firm.jobs
    if (!first || !second) throw new Error('a firm has technicians')
    for (const [weather, cut, hold] of [
      ['clean', false, 0.9],
      ['cut every 15 s', true, 0.75],
    ] as const) {
      const phone = await openLivePhone(premises.origin, first.person, first)
      const pieces = await through(proxy, cut, () => byPhone(phone, proxy))
      phone.close()
      const share = (photos * photoSize) / rate / pieces
      tell({
        what: `${photos} photos of 0.9 MB at 768 kbit/s, 300 ms, ${weather}: share of the line`,
        value: share.toFixed(2),
        hold: String(hold),
        holds: share >= hold,
      })
      const whole = await through(proxy, cut, () => asOneRequest(proxy, second.person))
      tell({
        what: `  the same as one request, ${weather}`,
        value: whole < 0 ? 'never ends' : ((photos * photoSize) / rate / whole).toFixed(2),
      })
    }
  } finally {
    await proxy.close()
    await premises.close()
  }
}

async function started(premises: { start: () => Promise<void>; port: number }): Promise<number> {
  await premises.start()
  return premises.port
}

/** Seconds something takes in that weather; below zero when it never ended. */
async function through(proxy: TcpProxy, isCut: boolean, work: () => Promise<boolean>): Promise<number> {
  proxy.weather = village
  const cutting = isCut ? setInterval(() => proxy.cutAll(), cutEvery) : undefined
  const begun = performance.now()
  const ended = await work()
  clearInterval(cutting)
  return ended ? (performance.now() - begun) / 1000 : -1
}

async function byPhone(phone: LivePhone, proxy: TcpProxy): Promise<boolean> {
  phone.goOver(proxy.origin)
  for (let n = 0; n < photos; n++) await phone.press('photo', photoSize)
  while (!(await phone.isDrained())) await sleep(50)
  return true
}

async function asOneRequest(proxy: TcpProxy, { cookie }: Person): Promise<boolean> {
  const bytes = new Uint8Array(randomBytes(photos * photoSize))
  bytes.set(Buffer.from('%PDF-1.4\n'))
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = await sentWhole(proxy, cookie, bytes)
    if (answer === 'cut') continue
    if (answer.ok) return true
    throw new Error(`one request: ${answer.status} ${await answer.text()}`)
  }
  return false
}

async function sentWhole(
  { origin }: TcpProxy,
  cookie: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Response | 'cut'> {
  const headers = { Cookie: cookie, Origin: origin, 'X-App': 'field', 'Content-Type': 'application/pdf' }
  try {
    return await fetch(`${origin}/api/files/${sha256(bytes)}`, { method: 'PUT', body: bytes, headers })
  } catch (error) {
    // What the cut does to a request that is under way; nothing else is thrown for it.
    if (error instanceof TypeError) return 'cut'
    throw error
  }
}
