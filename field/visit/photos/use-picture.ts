import { useEffect, useState } from 'react'
import { usePhone } from '../../hooks.ts'

/** The address of a picture once it is known; null when it cannot be had here. */
export function usePicture(sha256: string, size: 'thumbnail' | 'full'): string | null {
  const phone = usePhone()
  const [address, setAddress] = useState<string | null>(null)
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
