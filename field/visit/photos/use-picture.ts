import { useEffect, useState } from 'react'
import { usePhone, useStatus } from '../../hooks.ts'

/** One clear point, so that nothing is said about a picture while it is looked up. */
const blank = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

/** The address of a picture, blank while it is looked up; null when it cannot be had here. Looked up again once there is a network. */
export function usePicture(sha256: string, size: 'thumbnail' | 'full'): string | null {
  const phone = usePhone()
  const connection = useStatus().connection.at
  const [found, setFound] = useState<{ sha256: string; address: string | null } | null>(null)
  useEffect(() => {
    let wanted = true
    phone.photoUrl(sha256, size).then(
      (address) => {
        // A picture that shows stays when the network goes.
        if (wanted) setFound((before) => ({ sha256, address: address ?? addressOf(before, sha256) }))
      },
      (error: unknown) => console.error(error),
    )
    return () => {
      wanted = false
    }
  }, [phone, sha256, size, connection])
  return found?.sha256 === sha256 ? found.address : blank
}

function addressOf(found: { sha256: string; address: string | null } | null, sha256: string): string | null {
  return found?.sha256 === sha256 ? found.address : null
}
