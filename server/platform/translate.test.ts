import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { isDatabaseDown } from './database.ts'
import { jsonLog } from './log.ts'
import { problemFrom } from './translate.ts'

const said = (code: string): pg.DatabaseError =>
  Object.assign(new pg.DatabaseError('said by the database', 0, 'error'), { code })

for (const [what, code] of [
  ['a statement that took too long', '57014'],
  ['a lock somebody holds', '55P03'],
  ['a transaction that stood still because this process did', '25P03'],
  ['a server that shuts down', '57P01'],
  ['a full disk', '53100'],
] as const) {
  test(`S8: ${what} is no fault of what was asked: 503 with Retry-After, and asked for again`, () => {
    const lines: string[] = []
    const log = jsonLog('debug', (line) => lines.push(line))
    const { body, headers } = problemFrom(said(code), log, 'request')
    assert.equal(body.status, 503)
    assert.ok(Number(headers['Retry-After']) > 0)
    assert.ok(isDatabaseDown(said(code)))
    assert.ok(lines.every((line) => line.includes('"level":"warn"')))
  })
}
