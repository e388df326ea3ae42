import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { type Config, readConfig, settings, settingsTable } from './config.ts'

test('without a setting only this machine can reach it, with its own database and the demo company', () => {
  assert.deepEqual(read({}), {
    port: 8080,
    host: '127.0.0.1',
    dataDir: resolve('data'),
    database: { kind: 'embedded' },
    publicUrl: 'http://127.0.0.1:8080',
    tls: undefined,
    trustProxy: false,
    demo: true,
    demoPassword: undefined,
    logLevel: 'info',
  })
})

test('a setting that is empty or blank counts as not set', () => {
  assert.equal(read({ PORT: '', HOST: '  ' }).port, 8080)
})

test('a direct database address falls back to the pooled one', () => {
  const url = 'postgresql://roundtrip@db.example.com/roundtrip'
  assert.deepEqual(read({ DATABASE_URL: url }).database, { kind: 'external', url, directUrl: url })
})

const wrong: [string, Record<string, string>, RegExp][] = [
  ['a port that is no number', { PORT: 'eighty' }, /PORT must be a whole number from 0 to 65535, not “eighty”/],
  ['a port that is too high', { PORT: '65536' }, /PORT must be/],
  ['a switch that is neither on nor off', { DEMO: 'maybe' }, /DEMO must be on or off, not “maybe”/],
  ['a log level that does not exist', { LOG_LEVEL: 'loud' }, /LOG_LEVEL must be debug or info or warn or error/],
  ['a database address of another kind', { DATABASE_URL: 'mysql://db/x' }, /DATABASE_URL must begin with postgresql/],
  [
    'a direct address without the pooled one',
    { DATABASE_DIRECT_URL: 'postgres://db/x' },
    /DATABASE_DIRECT_URL is set but DATABASE_URL is not/,
  ],
  ['a public address that is no address', { PUBLIC_URL: 'work.example.com' }, /PUBLIC_URL must be an address such as/],
  [
    'a public address with a path',
    { PUBLIC_URL: 'https://example.com/work', TRUST_PROXY: 'on' },
    /must end after the name or port, as https:\/\/example\.com does/,
  ],
  ['a certificate without its key', { TLS_CERT: 'cert.pem' }, /TLS_CERT is set but TLS_KEY is not/],
  ['a key without its certificate', { TLS_KEY: 'key.pem' }, /TLS_KEY is set but TLS_CERT is not/],
  ['a password that is too short', { DEMO_PASSWORD: 'short' }, /DEMO_PASSWORD must have at least 8 characters/],
  ['an address others can reach, without TLS', { HOST: '0.0.0.0' }, /HOST is 0\.0\.0\.0, which others can reach/],
  ['a proxy without an https address', { HOST: '0.0.0.0', TRUST_PROXY: 'on' }, /TRUST_PROXY needs a PUBLIC_URL/],
  ['an https address that nothing serves', { PUBLIC_URL: 'https://work.example.com' }, /nothing does TLS/],
]

for (const [what, env, sentence] of wrong) {
  test(`${what} is refused with a sentence`, () => {
    assert.match(problems(env).join('\n'), sentence)
  })
}

test('every wrong setting is named at once, not one a start', () => {
  assert.equal(problems({ PORT: 'x', DEMO: 'x', LOG_LEVEL: 'x' }).length, 3)
})

test('a wrong database address is not repeated, because it may hold a password', () => {
  assert.doesNotMatch(problems({ DATABASE_URL: 'mysql://root:secret@db/x' }).join(), /secret/)
})

test('others can reach it with our own certificate, or through a proxy that has one', () => {
  const own = read({ HOST: '0.0.0.0', TLS_CERT: 'c.pem', TLS_KEY: 'k.pem', PUBLIC_URL: 'https://work.example.com' })
  assert.deepEqual(own.tls, { certFile: resolve('c.pem'), keyFile: resolve('k.pem') })
  const proxied = read({ HOST: '::', TRUST_PROXY: 'on', PUBLIC_URL: 'https://work.example.com/' })
  assert.equal(proxied.publicUrl, 'https://work.example.com')
})

test('the table of settings has a row for each', () => {
  const table = settingsTable()
  for (const { name } of settings) assert.ok(table.includes(`| \`${name}\` |`), name)
})

function read(env: Record<string, string>): Config {
  const result = readConfig(env)
  assert.ok('config' in result, 'problems' in result ? result.problems.join('\n') : '')
  return result.config
}

function problems(env: Record<string, string>): string[] {
  const result = readConfig(env)
  return 'problems' in result ? result.problems : []
}
