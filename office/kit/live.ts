import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { liveUrl } from './client.ts'
import { type Change, refresh } from './freshness.ts'

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline'

/** Changes are gathered this long, so that a busy minute asks each list once a moment and not once a change. */
const gather = 400

function changesIn(text: string): Change[] {
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed.filter(isChange) : []
}

function isChange(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value
}

/** The server says something at least every 20 seconds: after two such silences nothing is heard any more. */
const silence = 45_000

/**
 * Keeps every query fresh from the organization's feed, and tells whether it can. After a gap everything is asked again.
 * A connection that only looks open, without a network or with nothing heard on it, does not count as live.
 * @param onEnded the session is over
 */
export function useLive(onEnded: () => void): LiveState {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')

  useEffect(() => {
    let waiting: Change[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      const changes = waiting
      waiting = []
      refresh(queries, changes)
    }
    const stop = followFeed({
      onState: setState,
      onChanges: (changes) => {
        waiting.push(...changes)
        timer ??= setTimeout(flush, gather)
      },
      onGap: () => void queries.invalidateQueries(),
      onEnded,
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [queries, onEnded])

  return state
}

type Heard = {
  onState: (state: LiveState) => void
  onChanges: (changes: readonly Change[]) => void
  /** Something may have been missed. */
  onGap: () => void
  onEnded: () => void
}

/** @returns how to stop */
function followFeed({ onState, onChanges, onGap, onEnded }: Heard): () => void {
  let source: EventSource | null = null
  let listening: ReturnType<typeof setTimeout> | undefined
  let gap = false

  const close = () => {
    clearTimeout(listening)
    source?.close()
    source = null
  }
  const lose = (state: 'reconnecting' | 'offline') => {
    gap = true
    onState(state)
  }
  /** Whatever was heard, and each new try: past a silence it is tried anew, also where a server turned the stream away. */
  const heard = () => {
    clearTimeout(listening)
    listening = setTimeout(() => {
      lose('reconnecting')
      open()
    }, silence)
  }
  function open(): void {
    close()
    source = new EventSource(liveUrl)
    heard()
    source.addEventListener('error', () => lose(navigator.onLine ? 'reconnecting' : 'offline'))
    source.addEventListener('beat', heard)
    source.addEventListener('changes', (event: MessageEvent<string>) => {
      heard()
      onChanges(changesIn(event.data))
    })
    source.addEventListener('ended', () => {
      close()
      onEnded()
    })
    source.addEventListener('open', () => {
      heard()
      onState('live')
      if (gap) onGap()
      gap = false
    })
  }
  const offline = () => {
    lose('offline')
    close()
  }
  const online = () => {
    lose('reconnecting')
    open()
  }

  window.addEventListener('offline', offline)
  window.addEventListener('online', online)
  if (navigator.onLine) open()
  else offline()
  return () => {
    window.removeEventListener('offline', offline)
    window.removeEventListener('online', online)
    close()
  }
}
