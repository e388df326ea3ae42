import { useRef } from 'react'
import type { Visit } from '#core/work-orders/document.ts'
import { SyncMark } from '#ui/SyncMark.tsx'
import { AddIcon, FileIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { sayRefusal, usePhone } from '../../hooks.ts'
import forms from '../../shell/forms.module.css'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { bytesText } from '../../outbox/words.ts'
import { Section } from '../../shell/Screen.tsx'

/** Drawings, manuals and orders the office put here. */
export function Files({ view, visit }: { view: WorkOrderView; visit?: Visit }) {
  const phone = usePhone()
  const own = view.order.work.files.map(({ id, sha256, name, size, technician }) => ({
    id,
    sha256,
    name,
    size,
    from: technician ? view.nameOf(technician) : 'Office',
    state: technician ? view.stateOf(id) : null,
  }))
  const files = [...own, ...(view.site?.files ?? []).map((file) => ({ ...file, from: 'Site', state: null }))]
  if (files.length === 0 && !visit) return null

  async function open(sha256: string, name: string) {
    // Opened before the address is known: a window that comes later is taken for an advertisement.
    const page = window.open('', '_blank')
    const address = await phone.photoUrl(sha256, 'full')
    if (address && page) page.location.href = address
    else {
      page?.close()
      toast(`${name} is not on this phone. It opens as soon as there is a network.`)
    }
  }
  return (
    <Section
      id="files"
      title="Files"
      count={files.length || undefined}
      action={visit ? <AddFile view={view} visit={visit} /> : undefined}
    >
      {files.length > 0 ? (
        <Card flush>
          <Rows>
            {files.map((file) => (
              <ListRow
                key={file.id}
                icon={<FileIcon stroke={1.75} />}
                title={file.name}
                detail={[file.from, bytesText(file.size), view.isHere(file.sha256) ? '' : 'Not on this phone yet']
                  .filter(Boolean)
                  .join(' · ')}
                trail={file.state ? <SyncMark state={file.state} iconOnly /> : undefined}
                onPress={() => void open(file.sha256, file.name)}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>No drawings or manuals yet.</p>
      )}
    </Section>
  )
}

/** A paper that was handed over, a data sheet: kept like a photo, as it is. */
function AddFile({ view, visit }: { view: WorkOrderView; visit: Visit }) {
  const phone = usePhone()
  const picker = useRef<HTMLInputElement | null>(null)
  async function keep(file: File) {
    const captured = await phone.captureFile({
      workOrder: view.order.work.id,
      visit: visit.id,
      file,
      name: file.name.slice(0, 200),
      audience: 'crew',
    })
    if ('refusal' in captured) toast(sayRefusal(captured.refusal), { urgent: true })
    else toast(`${file.name} kept.`)
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label="File to add"
        accept="application/pdf"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void keep(file)
        }}
      />
      <Button
        kind="quiet"
        size="small"
        icon={<AddIcon aria-hidden stroke={1.75} />}
        onClick={() => picker.current?.click()}
      >
        Add
      </Button>
    </>
  )
}
