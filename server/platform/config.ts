import { isIPv4 } from 'node:net'
import { resolve } from 'node:path'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export type Config = {
  port: number
  host: string
  /** Absolute. The embedded database, files, and what is made at the first start live here. */
  dataDir: string
  database: { kind: 'embedded' } | { kind: 'external'; url: string; directUrl: string }
  /** Origin people reach us at, without a slash at the end. */
  publicUrl: string
  tls: { certFile: string; keyFile: string } | undefined
  trustProxy: boolean
  demo: boolean
  /** Undefined: made at the first start and kept in the data folder. */
  demoPassword: string | undefined
  logLevel: LogLevel
}

type Setting = { name: string; fallback: string; means: string }

/** Every setting there is, in the order of the table in the README. */
export const settings = [
  { name: 'PORT', fallback: '8080', means: 'Port to listen on.' },
  {
    name: 'HOST',
    fallback: '127.0.0.1',
    means: 'Address to listen on. Any other than this machine itself needs TLS, ours or a proxy’s.',
  },
  {
    name: 'DATA_DIR',
    fallback: './data',
    means: 'Folder for the database, files and what is made at the first start.',
  },
  {
    name: 'DATABASE_URL',
    fallback: '',
    means: 'PostgreSQL of your own, 15 or newer. Empty: the one that comes with Roundtrip, in `DATA_DIR`.',
  },
  {
    name: 'DATABASE_DIRECT_URL',
    fallback: '',
    means: 'The same database past a pooler, for what needs a session of its own. Empty: `DATABASE_URL`.',
  },
  {
    name: 'PUBLIC_URL',
    fallback: '',
    means: 'Address people type, such as `https://work.example.com`. Empty: made of `HOST` and `PORT`.',
  },
  { name: 'TLS_CERT', fallback: '', means: 'Certificate file (PEM, with its chain). Needs `TLS_KEY`.' },
  { name: 'TLS_KEY', fallback: '', means: 'Private key file (PEM) of the certificate.' },
  {
    name: 'TRUST_PROXY',
    fallback: 'off',
    means: '`on`: a proxy in front of us does TLS and says who calls (`X-Forwarded-For`). Needs an https `PUBLIC_URL`.',
  },
  {
    name: 'DEMO',
    fallback: 'on',
    means: '`off`: an empty database begins empty, with a link to make the first owner.',
  },
  {
    name: 'DEMO_PASSWORD',
    fallback: '',
    means: 'Password of every demo sign-in. Empty: made at the first start and printed at each.',
  },
  { name: 'LOG_LEVEL', fallback: 'info', means: '`debug`, `info`, `warn` or `error`.' },
] as const satisfies readonly Setting[]

type Name = (typeof settings)[number]['name']

/** The settings as a Markdown table, as the README shows them. */
export function settingsTable(): string {
  const rows = settings.map(({ name, fallback, means }) => {
    return `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${means} |`
  })
  return ['| setting | default | what it is |', '|---|---|---|', ...rows].join('\n')
}

/** Reads the settings; a sentence for each value that cannot be used. */
export function readConfig(env: Record<string, string | undefined>): { config: Config } | { problems: string[] } {
  const problems: string[] = []
  const refuse = (sentence: string) => void problems.push(sentence)
  const value = (name: Name): string => {
    const given = env[name]?.trim() ?? ''
    return given === '' ? (settings.find((setting) => setting.name === name)?.fallback ?? '') : given
  }
  const oneOf = <const T extends string>(name: Name, allowed: readonly T[], fallback: T): T => {
    const found = allowed.find((option) => option === value(name).toLowerCase())
    if (found === undefined) refuse(`${name} must be ${allowed.join(' or ')}, not “${value(name)}”.`)
    return found ?? fallback
  }

  const host = value('HOST')
  const port = readPort(value('PORT'), refuse)
  const tls = readTls(value('TLS_CERT'), value('TLS_KEY'), refuse)
  const trustProxy = oneOf('TRUST_PROXY', ['on', 'off'], 'off') === 'on'
  const givenUrl = value('PUBLIC_URL')
  const publicUrl = givenUrl === '' ? ownAddress(tls !== undefined, host, port) : readOrigin(givenUrl, refuse)
  guardTransport({ host, publicUrl, tls: tls !== undefined, trustProxy }, refuse)

  const config: Config = {
    port,
    host,
    dataDir: resolve(value('DATA_DIR')),
    database: readDatabase(value('DATABASE_URL'), value('DATABASE_DIRECT_URL'), refuse),
    publicUrl,
    tls,
    trustProxy,
    demo: oneOf('DEMO', ['on', 'off'], 'on') === 'on',
    demoPassword: readDemoPassword(value('DEMO_PASSWORD'), refuse),
    logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
  }
  return problems.length === 0 ? { config } : { problems }
}

type Refuse = (sentence: string) => void

function readPort(text: string, refuse: Refuse): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  refuse(`PORT must be a whole number from 0 to 65535, not “${text}”.`)
  return 0
}

function readTls(certFile: string, keyFile: string, refuse: Refuse): Config['tls'] {
  if (certFile === '' && keyFile === '') return undefined
  if (certFile === '') refuse('TLS_KEY is set but TLS_CERT is not. Set both, or neither.')
  if (keyFile === '') refuse('TLS_CERT is set but TLS_KEY is not. Set both, or neither.')
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) }
}

function readOrigin(text: string, refuse: Refuse): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    refuse(`PUBLIC_URL must be an address such as https://work.example.com, not “${text}”.`)
    return text
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    refuse(`PUBLIC_URL must end after the name or port, as ${url.origin} does.`)
  }
  return url.origin
}

function readDatabase(url: string, directUrl: string, refuse: Refuse): Config['database'] {
  for (const [name, text] of [
    ['DATABASE_URL', url],
    ['DATABASE_DIRECT_URL', directUrl],
  ]) {
    if (text !== '' && !/^postgres(ql)?:\/\//.test(text ?? '')) {
      // The value may hold a password: it is not repeated.
      refuse(`${name} must begin with postgresql:// and name a user, a host and a database.`)
    }
  }
  if (url === '' && directUrl !== '')
    refuse('DATABASE_DIRECT_URL is set but DATABASE_URL is not. Set DATABASE_URL too.')
  if (url === '') return { kind: 'embedded' }
  return { kind: 'external', url, directUrl: directUrl === '' ? url : directUrl }
}

const shortestPassword = 8

function readDemoPassword(text: string, refuse: Refuse): string | undefined {
  if (text === '') return undefined
  if (text.length < shortestPassword) refuse(`DEMO_PASSWORD must have at least ${shortestPassword} characters.`)
  return text
}

type Transport = { host: string; publicUrl: string; tls: boolean; trustProxy: boolean }

/** Without TLS phones get no service worker, no hashing and no secure cookie: off this machine it is not optional. */
function guardTransport({ host, publicUrl, tls, trustProxy }: Transport, refuse: Refuse): void {
  const https = publicUrl.startsWith('https:')
  if (tls && !https) refuse('PUBLIC_URL must begin with https:// when TLS_CERT is set.')
  if (trustProxy && !https) refuse('TRUST_PROXY needs a PUBLIC_URL that begins with https://.')
  if (https && !tls && !trustProxy) {
    refuse('PUBLIC_URL begins with https://, but nothing does TLS. Set TLS_CERT and TLS_KEY, or TRUST_PROXY=on.')
  }
  if (!isLoopback(host) && !tls && !trustProxy && !https) {
    refuse(
      `HOST is ${host}, which others can reach, and there is no TLS: field apps would not work and passwords could be read. Set TLS_CERT and TLS_KEY, or TRUST_PROXY=on with an https PUBLIC_URL.`,
    )
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

function ownAddress(tls: boolean, host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host
  const url = URL.parse(`${tls ? 'https' : 'http'}://${name}:${port}`)
  return url === null ? '' : url.origin
}
