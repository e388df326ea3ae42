export type BackupCode =
  | 'wrong_arguments'
  | 'nothing_to_back_up'
  | 'backup_running'
  | 'not_a_backup'
  | 'backup_cut_off'
  | 'backup_damaged'
  | 'newer_version'
  | 'other_database'
  | 'data_folder_not_empty'
  | 'database_not_empty'
  | 'time_not_covered'
  | 'not_recoverable'

/** Why a backup or a restore is not done: a stable code for scripts, a sentence for people. */
export class BackupProblem extends Error {
  readonly code: BackupCode
  constructor(code: BackupCode, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** Runs a command of the terminal; a problem is its sentence and its code on one line each. */
export function runCommand(command: () => Promise<number>): void {
  command().then(
    (exitCode) => process.exit(exitCode),
    (error: unknown) => {
      const sentence = error instanceof Error ? error.message : String(error)
      process.stderr.write(`${sentence}\n${error instanceof BackupProblem ? `code: ${error.code}\n` : ''}`)
      process.exit(1)
    },
  )
}

export const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)
