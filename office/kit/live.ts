import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { liveUrl } from './client.ts'
import { type Change, refresh } from './freshness.ts'

export type LiveState = 'connecting' | 'live' | 'reconnecting'

/** Changes are gathered this long, so that a busy minute asks each list once a moment and not once a change. */
const gather = 400

function changesIn(text: string): Change[] {
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed.filter(isChange) : []
}

function isChange(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value
}

/**
 * Keeps every query fresh from the organization's feed, and tells whether it can. After a gap everything is asked again.
 * @param onEnded the session is over
 */
export function useLive(onEnded: () => void): LiveState {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')

  useEffect(() => {
    const source = new EventSource(liveUrl)
    let waiting: Change[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    let gap = false

    const flush = () => {
      timer = undefined
      const changes = waiting
      waiting = []
      refresh(queries, changes)
    }
    source.addEventListener('error', () => {
      gap = true
      setState('reconnecting')
    })
    source.addEventListener('changes', (event: MessageEvent<string>) => {
      waiting.push(...changesIn(event.data))
      timer ??= setTimeout(flush, gather)
    })
    source.addEventListener('ended', () => {
      source.close()
      onEnded()
    })
    source.addEventListener('open', () => {
      setState('live')
      if (gap) void queries.invalidateQueries()
      gap = false
    })
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [queries, onEnded])

  return state
}
