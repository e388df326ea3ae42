import { FileIcon } from '#ui/icons.ts'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { usePhone } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { bytesText } from '../../outbox/words.ts'
import { Section } from '../../shell/Screen.tsx'

/** Drawings, manuals and orders the office put here. */
export function Files({ view }: { view: WorkOrderView }) {
  const phone = usePhone()
  const own = view.order.work.files.map(({ id, sha256, name, size, technician }) => ({
    id,
    sha256,
    name,
    size,
    from: technician ? view.nameOf(technician) : 'Office',
  }))
  const files = [...own, ...(view.site?.files ?? []).map((file) => ({ ...file, from: 'Site' }))]
  if (files.length === 0) return null

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
    <Section id="files" title="Files" count={files.length}>
      <Card flush>
        <Rows>
          {files.map((file) => (
            <ListRow
              key={file.id}
              icon={<FileIcon stroke={1.75} />}
              title={file.name}
              detail={`${file.from} · ${bytesText(file.size)}`}
              onPress={() => void open(file.sha256, file.name)}
            />
          ))}
        </Rows>
      </Card>
    </Section>
  )
}
