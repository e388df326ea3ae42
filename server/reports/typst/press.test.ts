import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PaperJob } from './job.ts'
import { PaperError, type PaperErrorCode } from './paper-error.ts'
import { createPress, type Press, type PressOptions } from './press.ts'
import { invoiceData } from '../page-data.ts'
import { sampleInvoice } from '../sample.ts'

const job = (): PaperJob => ({
  template: 'invoice.typ',
  data: invoiceData(sampleInvoice(), new Map()),
  direction: 'ltr',
  images: [],
  standard: 'a-3a',
  timestamp: 1_780_000_000,
})

const is = (code: PaperErrorCode) => (error: unknown) => error instanceof PaperError && error.code === code

async function withPress(options: PressOptions, work: (press: Press) => Promise<void>): Promise<void> {
  const press = createPress(options)
  try {
    await work(press)
  } finally {
    press.close()
  }
}

describe('the press', () => {
  it('starts a new compiler after one died, and only the paper it was at is lost', () =>
    withPress({}, async (press) => {
      const hit = press.print(job())
      const waiting = press.print(job())
      const first = press.pid()
      assert.ok(first)
      process.kill(first, 'SIGKILL')
      await assert.rejects(hit, is('paper_crashed'))
      assert.ok((await waiting).byteLength > 1000)
      assert.notEqual(press.pid(), first)
    }))

  it('ends a compiler that takes too long', () =>
    withPress({ timeLimitMs: 5 }, async (press) => {
      const slow = press.print(job())
      const pid = press.pid()
      assert.ok(pid)
      await assert.rejects(slow, is('paper_timeout'))
      assert.equal(press.pid(), undefined)
      await assert.rejects(async () => {
        for (let i = 0; i < 200; i++) {
          process.kill(pid, 0)
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      })
    }))

  it('refuses data the template cannot read, says why, and sets the next paper', () =>
    withPress({}, async (press) => {
      await assert.rejects(
        press.print({ ...job(), data: {} }),
        (error) => is('paper_refused')(error) && /labels/.test(String(error)),
      )
      assert.ok((await press.print(job())).byteLength > 1000)
    }))

  it('replaces a compiler that has grown too large', () =>
    withPress({ memoryLimitBytes: 1 }, async (press) => {
      await press.print(job())
      assert.equal(press.pid(), undefined)
      assert.ok((await press.print(job())).byteLength > 1000)
    }))

  it('tells everybody who waits when the server stops', async () => {
    const press = createPress()
    const waiting = [press.print(job()), press.print(job())]
    press.close()
    for (const paper of waiting) await assert.rejects(paper, is('paper_closed'))
    await assert.rejects(press.print(job()), is('paper_closed'))
  })
})
