import type * as z from 'zod'
import type { ProblemBody } from '#core/kit/contract.ts'
import { constraintOf, isConflict, isDatabaseDown, isLate } from './database.ts'
import type { Log } from './log.ts'
import { busy, HttpProblem, invalidBody, notFound, unavailable } from './problem.ts'

/** The one place where anything thrown becomes an answer. Without stack, without SQL. */
export function problemFrom(error: unknown, log: Log, requestId: string): HttpProblem {
  if (error instanceof HttpProblem) return error
  const broken = constraintOf(error)
  if (broken) return constraintProblem(broken)
  if (isLate(error)) {
    log.warn('database_late', { requestId })
    return busy()
  }
  if (isDatabaseDown(error)) {
    log.warn('database_unreachable', { requestId })
    return unavailable()
  }
  if (isConflict(error)) return unavailable()
  if (codeOf(error) === '22P02' || codeOf(error) === '22003') return notFound()
  log.error('request_failed', error, { requestId })
  return new HttpProblem(500, 'unexpected', 'Something went wrong on our side. It has been written down.')
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** What the database refused although no rule did: a clash of two writers, or an id of nothing. */
function constraintProblem({
  code,
  constraint,
  table,
}: {
  code: string
  constraint: string
  table: string
}): HttpProblem {
  const field = fieldOf(constraint, table)
  switch (code) {
    case '23505':
      if (constraint.endsWith('_pkey')) {
        return new HttpProblem(409, 'id_taken', 'This id is taken by something else.')
      }
      return new HttpProblem(409, 'already_there', `There is one with the same ${field} already.`, {
        fields: [{ path: field, code: 'already_there', detail: `There is one with the same ${field} already.` }],
      })
    case '23503':
      return invalidBody([{ path: field, code: 'not_found', detail: 'There is nothing with this id.' }])
    default:
      return invalidBody([{ path: field, code: 'out_of_range', detail: 'This value is not possible.' }])
  }
}

/** `price_item_org_id_code_key` is about `code`. */
function fieldOf(constraint: string, table: string): string {
  const rest = constraint.startsWith(`${table}_`) ? constraint.slice(table.length + 1) : constraint
  const column = rest.replace(/^org_id_?/, '').replace(/_(key|fkey|check|idx|pkey)\d*$/, '')
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) || 'id'
}

export function fieldsFrom(error: z.ZodError): NonNullable<ProblemBody['fields']> {
  return error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: issue.code,
    detail: issue.message,
  }))
}
