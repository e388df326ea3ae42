import { later } from './shell/later.tsx'

/** What the first picture does without: fetched after it, and kept on the phone with everything else (SYNC S30). */
export const Pages = later(async () => (await import('./Pages.tsx')).Pages)
export const SignIn = later(async () => (await import('./sign-in/SignIn.tsx')).SignIn)
export const SignInSheet = later(async () => (await import('./sign-in/SignInSheet.tsx')).SignInSheet)
export const AskForStep = later(async () => (await import('./visit/steps/AskForStep.tsx')).AskForStep)
