import { openAccounts } from './accounts.ts'
import { browserPorts } from './browser-ports.ts'
import { openDexieStore } from './dexie-store.ts'
import { type Field, openField } from './field.ts'
import { openJournalInFiles } from './journal/in-worker.ts'
import { browserPictures } from './pictures.ts'
import type { Ports } from './ports.ts'
import { filesOfTheApp, noReserve, openReserve, openWithRoom, reserveInFiles } from './reserve.ts'

/** The field app in a browser: `const field = openBrowserField()` once, beside the root of the screens. */
export function openBrowserField(): Field {
  const here = browserPorts()
  const journal = openJournalInFiles(here)
  const ports: Ports = { ...here, journal: () => journal }
  // Asked for, not insisted on: what is stored is on the disk either way (S31).
  navigator.storage.persist().catch(ports.report)
  const files = filesOfTheApp().catch((error: unknown) => {
    ports.report(error)
    return null
  })
  const room = openReserve(files.then((found) => (found ? reserveInFiles(found) : noReserve)))
  return openField({
    ports,
    pictures: browserPictures,
    accounts: () => openWithRoom(room, () => openAccounts()),
    store: (database, first) => openWithRoom(room, () => openDexieStore(database, first, {}, files)),
    deviceName: nameOfDevice(navigator.userAgent),
  })
}

/** What the office calls the phone until somebody names it. */
function nameOfDevice(agent: string): string {
  const device = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(agent)?.[0] ?? 'Phone'
  return device === 'Macintosh' ? 'Mac' : device
}
