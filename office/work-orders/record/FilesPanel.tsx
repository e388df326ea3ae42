import { ActionIcon, Button, FileButton, Select } from '@mantine/core'
import { IconFileTypePdf, IconPaperclip, IconPhoto, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { officeFileTypes } from '#core/customers/file-api.ts'
import { heading } from '#core/work-orders/labels.ts'
import type { FileRef } from '#core/work-orders/document.ts'
import { type Audience, audiences } from '#core/work-orders/words.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { DisabledReason } from '#ui/office/DisabledReason.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { fileUrl, putFile } from '../../kit/client.ts'
import { now } from '../../kit/clock.ts'
import { sentenceOf } from '../../kit/problem.ts'
import { sha256Of } from '../../kit/sha256.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

const sizes = ['B', 'kB', 'MB']

export function sizeText(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2
  return `${(bytes / 1000 ** step).toFixed(step === 2 ? 1 : 0)} ${sizes[step]}`
}

/** A drawing, a manual, an order: attached by the office, carried to the crew’s phones. */
export function FilesPanel() {
  const { page, why, send } = useOrder()
  const [busy, setBusy] = useState(false)
  const [audience, setAudience] = useState<Audience>('crew')
  const { files } = page.work
  const reason = why({
    type: 'file',
    body: {
      visit: null,
      technician: null,
      at: page.work.raisedAt,
      sha256: '0'.repeat(64),
      size: 1,
      type: 'application/pdf',
      name: '-',
      audience,
    },
  })

  const attach = async (chosen: File[]) => {
    setBusy(true)
    try {
      for (const file of chosen) {
        const bytes = await file.arrayBuffer()
        const sha256 = await sha256Of(bytes)
        await putFile(sha256, bytes)
        const sent = await send({
          type: 'file',
          body: {
            visit: null,
            technician: null,
            at: now(),
            sha256,
            size: file.size,
            type: file.type,
            name: file.name.slice(0, 200),
            audience,
          },
        })
        if (!sent.ok) return
      }
      toast(chosen.length === 1 ? 'File attached' : `${chosen.length} files attached`)
    } catch (error) {
      toast(sentenceOf(error), { urgent: true })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Panel
      title="Files"
      count={files.length}
      flush
      id="files"
      actions={
        <div className={styles.actions}>
          <Select
            size="xs"
            w={118}
            aria-label="Who sees the next file"
            data={audiences.map((value) => ({
              value,
              label: value === 'office' ? 'Office only' : value === 'crew' ? 'For the crew' : 'For customer',
            }))}
            value={audience}
            onChange={(value) => value && setAudience(value)}
            allowDeselect={false}
          />
          <FileButton multiple accept={officeFileTypes.join(',')} onChange={(chosen) => void attach(chosen)}>
            {({ onClick }) => (
              <DisabledReason reason={reason} onClick={onClick}>
                {(control) => (
                  <Button
                    variant="default"
                    loading={busy}
                    leftSection={<IconPaperclip size={15} stroke={1.75} aria-hidden />}
                    {...control}
                  >
                    Attach
                  </Button>
                )}
              </DisabledReason>
            )}
          </FileButton>
        </div>
      }
    >
      {files.length === 0 ? (
        <p className={`${layout.pad} ${layout.empty}`}>No files. JPEG, PNG, WebP and PDF can be attached.</p>
      ) : null}
      {files.map((file) => (
        <FileLine key={file.id} file={file} />
      ))}
    </Panel>
  )
}

function FileLine({ file }: { file: FileRef }) {
  const { zone, why, send } = useOrder()
  const [withdrawing, setWithdrawing] = useState(false)
  const Icon = file.mediaType === 'application/pdf' ? IconFileTypePdf : IconPhoto
  const reason = why({ type: 'withdraw', body: { fact: file.id, at: file.at, reason: '-' } })
  return (
    <div className={styles.line}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        {file.state === 'stored' ? (
          <a href={fileUrl(file.sha256, 'original')} download={file.name}>
            {file.name}
          </a>
        ) : (
          <span>{file.name}</span>
        )}
        <p className={layout.detail}>
          {file.state === 'stored'
            ? sizeText(file.size)
            : file.state === 'refused'
              ? 'Could not be kept'
              : 'Not arrived yet'}
          , {heading(file.audience)}, {file.by.name}, <ShortTime at={file.at} zone={zone} />
        </p>
      </div>
      <DisabledReason reason={reason} onClick={() => setWithdrawing(true)}>
        {(control) => (
          <ActionIcon aria-label={`Withdraw ${file.name}`} {...control}>
            <IconTrash size={16} stroke={1.75} />
          </ActionIcon>
        )}
      </DisabledReason>
      {withdrawing ? (
        <ReasonDialog
          title={`Withdraw ${file.name}`}
          action="Withdraw"
          danger
          onClose={() => setWithdrawing(false)}
          onReason={async (text) =>
            (
              await send(
                { type: 'withdraw', body: { fact: file.id, at: now(), reason: text } },
                { done: 'File withdrawn' },
              )
            ).ok
          }
        >
          <p>It leaves every list and every phone. That it was there stays on the record.</p>
        </ReasonDialog>
      ) : null}
    </div>
  )
}
