import { ActionIcon, Button, FileButton, Select } from '@mantine/core'
import { IconFileTypePdf, IconPaperclip, IconPhoto, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { officeFileTypes, type SiteFile, siteFileApi } from '#core/customers/file-api.ts'
import type { Id } from '#core/kit/ids.ts'
import { type Audience, audiences } from '#core/work-orders/words.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ask, newId } from '../kit/ask.ts'
import { call, fileUrl, putFile } from '../kit/client.ts'
import { refresh } from '../kit/freshness.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { useMay, useMe } from '../kit/me.ts'
import { sentenceOf } from '../kit/problem.ts'
import { sha256Of } from '../kit/sha256.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { tried } from '../kit/tried.ts'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import { sizeText } from '../work-orders/record/FilesPanel.tsx'

const audienceWords: Readonly<Record<Audience, string>> = {
  office: 'Office only',
  crew: 'For the crew',
  customer: 'For customer',
}
const choices = audiences.map((value) => ({ value, label: audienceWords[value] }))

/** A drawing, a manual, a method statement: carried to the phone of whoever comes here. */
export function SiteFilesPanel({ site }: { site: Id }) {
  const queries = useQueryClient()
  const mayEdit = useMay('customers.edit')
  const files = useQuery(ask(siteFileApi.listSiteFiles, { params: { id: site } }))
  const [audience, setAudience] = useState<Audience>('crew')
  const attach = useMutation({
    mutationFn: async (chosen: File[]) => {
      for (const file of chosen) {
        const bytes = await file.arrayBuffer()
        const sha256 = await sha256Of(bytes)
        await putFile(sha256, bytes)
        await call(siteFileApi.attachSiteFile, {
          params: { id: site },
          body: { id: newId(), sha256, name: file.name.slice(0, 200), audience },
        })
      }
      return chosen.length
    },
    onSuccess: (count) => toast(count === 1 ? 'File attached' : `${count} files attached`),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => refresh(queries, [{ kind: 'site_file', id: site, version: 0 }]),
  })
  return (
    <Panel
      title="Files"
      count={files.data?.items.length}
      flush
      id="files"
      actions={
        mayEdit ? (
          <div className="actions">
            <Select
              size="xs"
              w={124}
              aria-label="Who sees the next file"
              data={choices}
              value={audience}
              onChange={(value) => value && setAudience(value)}
              allowDeselect={false}
            />
            <FileButton multiple accept={officeFileTypes.join(',')} onChange={(chosen) => attach.mutate(chosen)}>
              {({ onClick }) => (
                <Button
                  variant="default"
                  loading={attach.isPending}
                  leftSection={<IconPaperclip size={15} stroke={1.75} aria-hidden />}
                  onClick={onClick}
                >
                  Attach
                </Button>
              )}
            </FileButton>
          </div>
        ) : null
      }
    >
      <Loaded query={files} failed="The files could not be shown">
        {({ items }) =>
          items.length === 0 ? (
            <p className={`${layout.pad} ${layout.empty}`}>No files. JPEG, PNG, WebP and PDF can be attached.</p>
          ) : (
            items.map((file) => <FileLine key={file.id} file={file} />)
          )
        }
      </Loaded>
    </Panel>
  )
}

function FileLine({ file }: { file: SiteFile }) {
  const queries = useQueryClient()
  const mayEdit = useMay('customers.edit')
  const { zone } = useMe().organization
  const [withdrawing, setWithdrawing] = useState(false)
  const Icon = file.mediaType === 'application/pdf' ? IconFileTypePdf : IconPhoto
  const edit = useMutation({
    mutationFn: (audience: Audience) =>
      call(siteFileApi.editSiteFile, { params: { id: file.id }, body: { version: file.version, audience } }),
    onSuccess: () => toast('Saved'),
    onError: (error) => toast(sentenceOf(error), { urgent: true }),
    onSettled: () => refresh(queries, [{ kind: 'site_file', id: file.siteId, version: 0 }]),
  })
  const withdraw = () =>
    tried(
      async () => {
        await call(siteFileApi.withdrawSiteFile, { params: { id: file.id } })
        return 'File withdrawn'
      },
      () => refresh(queries, [{ kind: 'site_file', id: file.siteId, version: 0 }]),
    )
  return (
    <div className={layout.line}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div className={layout.grow}>
        <a href={fileUrl(file.sha256, 'original')} download={file.name}>
          {file.name}
        </a>
        <p className={layout.detail}>
          {sizeText(file.size)}, {file.attachedBy}, <ShortTime at={file.attachedAt} zone={zone} day />
        </p>
      </div>
      {mayEdit ? (
        <>
          <Select
            size="xs"
            w={124}
            aria-label={`Who sees ${file.name}`}
            data={choices}
            value={file.audience}
            onChange={(value) => value && edit.mutate(value)}
            allowDeselect={false}
          />
          <ActionIcon aria-label={`Withdraw ${file.name}`} onClick={() => setWithdrawing(true)}>
            <IconTrash size={16} stroke={1.75} />
          </ActionIcon>
        </>
      ) : (
        <span className={layout.detail}>{audienceWords[file.audience]}</span>
      )}
      {withdrawing ? (
        <Dialog
          title={`Withdraw ${file.name}`}
          action="Withdraw"
          danger
          onClose={() => setWithdrawing(false)}
          onSubmit={withdraw}
        >
          <p>It leaves every list and every phone.</p>
        </Dialog>
      ) : null}
    </div>
  )
}
