import { Sheet } from '#ui/blocks/Overlay.tsx'
import { SignInForm } from './SignInForm.tsx'

/** Signing in again, over whatever is open. */
export function SignInSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} onClose={onClose} title="Sign in">
      <SignInForm onDone={onClose} />
    </Sheet>
  )
}
