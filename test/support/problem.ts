import { ApiProblem } from './server.ts'

/** The problem a call is answered with; anything else fails the test. */
export async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  try {
    await call
  } catch (error) {
    if (error instanceof ApiProblem) return error
    throw error
  }
  throw new Error('the call was not refused')
}
