/** What the reader chose; `system` follows the device. Kept per browser, shared by both apps. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'roundtrip.theme'
const listeners = new Set<(choice: ThemeChoice) => void>()

function asChoice(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system'
}

/** A browser may refuse storage altogether; then the choice lasts as long as the page. */
let unkept: ThemeChoice = 'system'

export function themeChoice(): ThemeChoice {
  try {
    return asChoice(localStorage.getItem(key))
  } catch (error) {
    if (error instanceof DOMException) return unkept
    throw error
  }
}

function show(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice
}

/** Call first thing in an app's main file, so the first paint is already right. */
export function applyTheme(): void {
  show(themeChoice())
  window.addEventListener('storage', (event) => {
    if (event.key !== key) return
    const choice = asChoice(event.newValue)
    show(choice)
    for (const tell of listeners) tell(choice)
  })
}

export function chooseTheme(choice: ThemeChoice): void {
  unkept = choice
  try {
    if (choice === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, choice)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
  show(choice)
  for (const tell of listeners) tell(choice)
}

/** Tells when the choice changes, here or in another tab; returns how to stop. */
export function onThemeChoice(tell: (choice: ThemeChoice) => void): () => void {
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
  }
}
