import { config } from 'zod'

/**
 * Before anything has a shape. The content security policy knows no `eval`; zod tries it all the same, and the error that
 * ends in, with its report, is worth a tenth of the time the app takes to open.
 */
config({ jitless: true })
