import { useEffect, useState } from 'react'
import { usePhone } from '../../hooks.ts'

/** One clear point, so that nothing is said about a picture while it is looked up. */
const blank = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

/** The address of a picture, blank while it is looked up; null when it cannot be had here. */
export function usePicture(sha256: string, size: 'thumbnail' | 'full'): string | null {
  const phone = usePhone()
  const [address, setAddress] = useState<string | null>(blank)
  useEffect(() => {
    let wanted = true
    phone.photoUrl(sha256, size).then(
      (found) => (wanted ? setAddress(found) : undefined),
      (error: unknown) => console.error(error),
    )
    return () => {
      wanted = false
    }
  }, [phone, sha256, size])
  return address
}
