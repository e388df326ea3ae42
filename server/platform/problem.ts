import type { ProblemBody } from '#core/kit/contract.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { sentence } from '#core/kit/sentences.ts'

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'Refused',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Invalid',
  429: 'Too many attempts',
  431: 'Headers too large',
  500: 'Something went wrong',
  503: 'Not available right now',
}

/** An answer that is an error: thrown anywhere below a route, turned into problem+json in one place. */
export class HttpProblem extends Error {
  readonly body: ProblemBody
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { fields?: ProblemBody['fields']; current?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(`${status} ${code}`)
    this.body = { type: 'about:blank', title: titles[status] ?? 'Error', status, code, detail }
    if (more.fields) this.body.fields = more.fields
    if (more.current !== undefined) this.body.current = more.current
    this.headers = more.headers ?? {}
  }
}

/** Unknown, foreign, deleted, malformed ids: the same for all. */
export function notFound(): HttpProblem {
  return new HttpProblem(404, 'not_found', 'There is nothing here.')
}

export function notSignedIn(): HttpProblem {
  return new HttpProblem(401, 'not_signed_in', 'Sign in to go on.')
}

export function notAllowed(): HttpProblem {
  return new HttpProblem(403, 'not_allowed', 'Your role does not include this.')
}

/** An intention that is refused: 409 with the code and its sentence from the catalogue. */
export function refused(refusal: Refusal): HttpProblem {
  return new HttpProblem(409, refusal.code, sentence(refusal.code, refusal.params))
}

/** The row was changed since the caller read it; `current` is the row as it is now. */
export function changedMeanwhile(current: unknown): HttpProblem {
  return new HttpProblem(409, 'changed_meanwhile', 'Somebody changed this meanwhile. Look at it and save again.', {
    current,
  })
}

export function invalidBody(fields: NonNullable<ProblemBody['fields']>, detail?: string): HttpProblem {
  return new HttpProblem(422, 'invalid_body', detail ?? fields[0]?.detail ?? 'The body is not valid.', { fields })
}

/** One field is wrong, found by a rule and not by the schema. */
export function invalidField(path: string, code: string, detail: string): HttpProblem {
  return invalidBody([{ path, code, detail }])
}

/** Longer than anybody should wait: what was asked may be asked again. */
export function busy(): HttpProblem {
  return new HttpProblem(503, 'busy', 'The server is too busy to do this in time. Try again in a moment.', {
    headers: { 'Retry-After': '5' },
  })
}

export function unavailable(): HttpProblem {
  return new HttpProblem(503, 'unavailable', 'The server cannot reach its database. Try again in a moment.', {
    headers: { 'Retry-After': '2' },
  })
}
