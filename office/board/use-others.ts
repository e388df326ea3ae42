import { useEffect, useRef } from 'react'
import { addMinutes, formatSpan } from '#core/kit/time.ts'
import type { Board, BoardVisit } from '#core/scheduling/board-api.ts'
import { visitMarks } from '#ui/status.ts'
import type { Desk } from './desk.ts'
import type { HeardStore } from './heard.ts'
import { othersWords } from './others.ts'

/** What changes within this is said in one sentence, so that a busy morning is not read out all day. */
const gathered = 3000

/** Says what others changed in the days that are shown. `loaded` is the board without what is under way here. */
export function useOthers(
  loaded: Board,
  isOwn: Desk['isOwn'],
  heard: HeardStore,
  { locale, technician }: { locale: string; technician: (id: string) => string },
): void {
  const said = useRef(loaded.visits)
  const timer = useRef(0)
  const latest = useRef(loaded)
  const { zone } = loaded
  useEffect(() => {
    latest.current = loaded
    if (loaded.visits === said.current || timer.current) return
    timer.current = window.setTimeout(() => {
      timer.current = 0
      const plan = ({ start, minutes, crew }: BoardVisit) =>
        [...crew.map(technician), formatSpan(start, addMinutes(start, minutes), zone, locale)].join(', ')
      const status = (visit: BoardVisit) => visitMarks[visit.status].word
      const words = othersWords(said.current, latest.current.visits, isOwn, { plan, status })
      said.current = latest.current.visits
      if (words) heard.say(words)
    }, gathered)
  }, [loaded, isOwn, heard, zone, locale, technician])
  useEffect(() => () => window.clearTimeout(timer.current), [])
}
