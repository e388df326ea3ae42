import { heading } from '#core/work-orders/labels.ts'
import { SignOffIcon } from '#ui/icons.ts'
import { ButtonLink } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { pathTo } from '../../routes/paths.ts'
import type { OnVisit } from '../card.ts'
import { FactLine } from './FactLine.tsx'

export function SignOffSection({ view, visit }: OnVisit) {
  const { work } = view.order
  return (
    <Section id="sign-off" title="Sign-off">
      {visit.signOffs.length > 0 ? (
        <Card flush>
          <Rows>
            {visit.signOffs.map((signOff) => (
              <ListRow
                key={signOff.id}
                icon={<SignOffIcon stroke={1.75} />}
                title={
                  signOff.kind === 'signed'
                    ? `Signed by ${signOff.name}`
                    : signOff.kind === 'refused'
                      ? `Refused${signOff.name ? ` by ${signOff.name}` : ''}`
                      : 'Nobody was there to sign'
                }
                detail={
                  <>
                    {signOff.kind === 'signed' ? signOff.capacity : heading(signOff.reason)}
                    <FactLine view={view} fact={signOff.id} at={signOff.at} who={view.nameOf(signOff.technician)} />
                  </>
                }
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>
          {work.requires.signOff ? 'The customer signs what was done.' : 'Not asked for on this job.'}
        </p>
      )}
      <ButtonLink
        size="large"
        wide
        icon={<SignOffIcon aria-hidden stroke={1.75} />}
        href={pathTo({ page: 'sign-off', workOrder: work.id, visit: visit.id })}
      >
        {visit.signOffs.length > 0 ? 'Sign again' : 'Show summary and sign'}
      </ButtonLink>
    </Section>
  )
}
