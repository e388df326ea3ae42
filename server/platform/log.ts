import type { LogLevel } from './config.ts'

/** Structured lines. Callers name their fields one by one: no bodies, headers, tokens or addresses of people. */
export type Log = {
  debug: (event: string, fields?: LogFields) => void
  info: (event: string, fields?: LogFields) => void
  warn: (event: string, fields?: LogFields) => void
  error: (event: string, error: unknown, fields?: LogFields) => void
}
export type LogFields = Record<string, string | number | boolean | null>

const levels: LogLevel[] = ['debug', 'info', 'warn', 'error']

/** One JSON object a line, from `least` upwards. */
export function jsonLog(least: LogLevel, write: (line: string) => void): Log {
  const line = (level: LogLevel, event: string, fields: LogFields = {}) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return
    write(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }))
  }
  return {
    debug: (event, fields) => line('debug', event, fields),
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    error: (event, error, fields) =>
      line('error', event, {
        ...fields,
        error: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? (error.stack ?? null) : null,
      }),
  }
}
