/** Why a paper could not be made. The job that asked may try again after all but `paper_refused`. */
export type PaperErrorCode =
  /** The compiler refused the template or the data; the message says what. */
  | 'paper_refused'
  /** The compiler did not finish within the time limit and was ended. */
  | 'paper_timeout'
  /** The compiler died over it, or could not be started. */
  | 'paper_crashed'
  /** The server is stopping. */
  | 'paper_closed'

export class PaperError extends Error {
  readonly code: PaperErrorCode

  constructor(code: PaperErrorCode, message: string) {
    super(message)
    this.name = 'PaperError'
    this.code = code
  }
}
