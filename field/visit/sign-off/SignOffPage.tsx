import { useRef, useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Visit } from '#core/work-orders/document.ts'
import { consentTo, consentVersion } from '#core/work-orders/summary.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { type Signature, SignaturePad } from '#ui/blocks/SignaturePad.tsx'
import { StickyBar } from '#ui/blocks/StickyBar.tsx'
import { hideToasts, toast } from '#ui/blocks/Toast.tsx'
import { sayRefusal, useMe, usePhone, useWithdraw, useWorkOrder } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { useFollowing, useWhereabouts } from '../../position/use-whereabouts.ts'
import { goBack } from '../../routes/router.ts'
import { Screen } from '../../shell/Screen.tsx'
import { NotHere } from '../NotHere.tsx'
import { NotSignedSheet } from './NotSignedSheet.tsx'
import { useShownSummary } from './shown-summary.ts'
import { SummaryText } from './SummaryText.tsx'
import styles from './SignOff.module.css'

export function SignOffPage({ workOrder, visitId }: { workOrder: Id; visitId: Id }) {
  const view = useWorkOrder(workOrder)
  const visit = view?.order.work.visits.find((one) => one.id === visitId)
  if (!view || !visit) return <NotHere />
  return <SignOff view={view} visit={visit} />
}

/** The customer takes the phone, reads what was done and signs it; or says no, or is not there. */
function SignOff({ view, visit }: { view: WorkOrderView; visit: Visit }) {
  const phone = usePhone()
  const whereabouts = useWhereabouts()
  useFollowing()
  const { organization } = useMe()
  const { work } = view.order
  const withdraw = useWithdraw(work.id)
  const shown = useShownSummary(work, visit)
  const paper = useRef<HTMLElement>(null)
  const shownText = () => paper.current?.innerText ?? ''
  const [signing, setSigning] = useState(false)
  const [notSigned, setNotSigned] = useState<'refused' | 'unattended' | null>(null)
  const [capacity, setCapacity] = useState('')
  const consent = consentTo(organization.name)
  const back = () => goBack({ page: 'visit', workOrder: work.id, visit: visit.id })

  function done(fact: Id | undefined, words: string) {
    setSigning(false)
    setNotSigned(null)
    back()
    if (fact) toast(words, { undo: { onUndo: () => void withdraw(fact, 'The sign-off is taken back.') } })
  }
  async function keep(signature: Signature) {
    if (!shown) return
    const captured = await phone.captureSignature({
      workOrder: work.id,
      image: new Blob([signature.png], { type: 'image/png' }),
      sign: {
        visit: visit.id,
        ...shown.named,
        shownText: shownText(),
        name: signature.name,
        capacity: capacity.trim(),
        strokes: signature.strokes.map((stroke) => stroke.flat()),
        consent,
        consentVersion,
        ...whereabouts.now(),
      },
    })
    if ('refusal' in captured) throw new Error(sayRefusal(captured.refusal))
    done(captured.facts[0], `Signed by ${signature.name}.`)
  }

  return (
    <Screen
      title="Summary of the visit"
      overline={view.reference}
      onBack={back}
      bar={
        <StickyBar
          above={
            <div className={styles.others}>
              <Button kind="quiet" onClick={() => setNotSigned('refused')}>
                Does not sign
              </Button>
              <Button kind="quiet" onClick={() => setNotSigned('unattended')}>
                Nobody is here
              </Button>
            </div>
          }
        >
          <Button
            kind="primary"
            size="large"
            wide
            busy={shown === null}
            onClick={() => {
              hideToasts()
              setSigning(true)
            }}
          >
            Sign
          </Button>
        </StickyBar>
      }
    >
      {shown ? <SummaryText shown={shown.summary} view={view} paper={paper} /> : null}
      <TextField
        label="Signs as"
        optional
        placeholder="Tenant, site manager, …"
        maxLength={200}
        value={capacity}
        onChange={(event) => setCapacity(event.target.value)}
      />
      <p className={styles.consent}>{consent}</p>
      <SignaturePad
        open={signing}
        onClose={() => setSigning(false)}
        onSigned={keep}
        title={work.details.title}
        statement={consent}
        name={work.details.contact?.name ?? ''}
      />
      {shown && notSigned ? (
        <NotSignedSheet
          kind={notSigned}
          workOrder={work.id}
          visit={visit.id}
          shown={shown}
          shownText={shownText}
          onClose={() => setNotSigned(null)}
          onDone={(fact) => done(fact, notSigned === 'refused' ? 'Refusal kept.' : 'Kept: nobody was there.')}
        />
      ) : null}
    </Screen>
  )
}
