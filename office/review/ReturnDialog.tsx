import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { useOrder } from '../work-orders/order-context.ts'

/** Asks those who were there; the question stands on their phone. */
export function ReturnDialog({ onClose }: { onClose: () => void }) {
  const { page, send } = useOrder()
  const { visits } = page.work
  const [visit, setVisit] = useState(visits.at(-1)?.id ?? '')
  const [question, setQuestion] = useState('')
  return (
    <Dialog
      title="Ask the field"
      action="Ask"
      size={460}
      reason={question.trim() === '' ? 'Write the question.' : null}
      onClose={onClose}
      onSubmit={async () =>
        (
          await send(
            { type: 'return_to_field', body: { visit, question: question.trim() } },
            { done: 'The question is on its way' },
          )
        ).ok
      }
    >
      {visits.length > 1 ? (
        <Select
          label="About"
          data={visits.map((one) => ({ value: one.id, label: `Visit ${one.number}` }))}
          value={visit}
          onChange={(value) => value && setVisit(value)}
          allowDeselect={false}
        />
      ) : null}
      <Textarea
        label="Question"
        data-autofocus
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
      />
    </Dialog>
  )
}
