import { useState } from 'react'
import type { Note } from '#core/work-orders/document.ts'
import { type Audience, audiences } from '#core/work-orders/words.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextArea } from '#ui/blocks/Field.tsx'
import { useKeeping, useMe, usePhone } from '../../hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { audienceHints, audienceWords } from '../../words.ts'
import { audienceOfNote } from '../audience.ts'
import type { OnVisit } from '../card.ts'
import { changedOf } from './changed.ts'
import { FactLine } from './FactLine.tsx'
import { OwnFactSheet } from './OwnFactSheet.tsx'

export function Notes(on: OnVisit) {
  const { view, visit } = on
  const { technician } = useMe()
  const [open, setOpen] = useState<Note | null>(null)
  const notes = view.order.work.notes.filter((note) => note.visit === visit.id || note.visit === null)
  return (
    <Section id="notes" title="Notes" count={notes.length || undefined}>
      <NewNote {...on} />
      {notes.length > 0 ? (
        <Card flush>
          <Rows>
            {notes.toReversed().map((note) => (
              <ListRow
                key={note.id}
                title={<span className={forms.prose}>{note.text}</span>}
                detail={
                  <FactLine
                    view={view}
                    fact={note.id}
                    at={note.at}
                    who={note.technician ? view.nameOf(note.technician) : note.by.name}
                  >
                    {`for ${audienceWords[note.audience].toLowerCase()}`}
                  </FactLine>
                }
                onPress={note.technician === technician ? () => setOpen(note) : undefined}
              />
            ))}
          </Rows>
        </Card>
      ) : null}
      {open ? <NoteSheet key={open.id} {...on} note={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  )
}

function AudiencePick({ value, onChange }: { value: Audience; onChange: (audience: Audience) => void }) {
  return (
    <div className={forms.tight}>
      <Segmented
        label="Seen by"
        hideLabel
        value={value}
        options={audiences.toReversed().map((one) => ({ value: one, label: audienceWords[one] }))}
        onChange={onChange}
      />
      <p className={forms.soft}>{audienceHints[value]}.</p>
    </div>
  )
}

function NewNote({ view, visit, card }: OnVisit) {
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  const [text, setText] = useState('')
  const { technician } = useMe()
  const [chosen, setChosen] = useState<Audience | null>(null)
  const audience = chosen ?? audienceOfNote(view.order.work.notes, visit.id, technician, card.question !== null)
  async function save() {
    const body = { ...phone.fact(visit.id), text: text.trim(), audience }
    const workOrder = view.order.work.id
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'note', body } })))) return
    setText('')
    setChosen(null)
  }
  return (
    <div className={forms.tight}>
      <TextArea
        label={card.question ? 'Your answer' : 'New note'}
        hideLabel
        placeholder={card.question ? 'Answer the office' : 'Write or dictate a note'}
        rows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text.trim() ? (
        <>
          <AudiencePick value={audience} onChange={setChosen} />
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            Save note
          </Button>
        </>
      ) : null}
      <Failure>{failed}</Failure>
    </div>
  )
}

function NoteSheet({ view, note, onClose }: OnVisit & { note: Note; onClose: () => void }) {
  const [text, setText] = useState(note.text)
  const [audience, setAudience] = useState(note.audience)
  return (
    <OwnFactSheet
      workOrder={view.order.work.id}
      fact={note.id}
      title="Note"
      changes={() => changedOf({ text: note.text, audience: note.audience }, { text: text.trim(), audience })}
      reason={text.trim() ? null : 'Write something.'}
      takenBack="Note taken back."
      onClose={onClose}
    >
      <TextArea
        label="Note"
        rows={4}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <AudiencePick value={audience} onChange={setAudience} />
    </OwnFactSheet>
  )
}
