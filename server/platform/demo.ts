import type { Services } from './services.ts'

/** The demo company: made on an empty database by the same commands the product uses. */
export type Demo = {
  /** Printed at every start while the demo company is there. */
  signIns: { role: string; email: string; app: 'office' | 'field' }[]
  /** Makes organization, people and today's work, and enqueues the rest; called at each start, it takes up what was interrupted. */
  seed: (services: Services, password: string) => Promise<void>
}
