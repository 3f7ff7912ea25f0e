import { useState } from 'preact/hooks'
import type { IntegrationView } from '../../contract/integrations.ts'
import { lengthInWords } from '../../core/length.ts'
import { calls } from '../api.ts'
import { tell } from '../live/live.ts'
import { Select } from '../parts/select.tsx'
import { may } from '../session.ts'
import { toast, toastFault } from '../toasts.tsx'
import { choiceOf, choicesOf, secondsOf } from './watch-choices.ts'

interface Props {
  integration: IntegrationView
}

/** After how long without a webhook people are told. */
export function Watch({ integration }: Props) {
  const { silentAfterSeconds: seconds } = integration
  return (
    <section class="card panel">
      <h2>Tell when it is silent</h2>
      {may('admin') ? (
        <Choice integration={integration} />
      ) : (
        <p>
          {seconds === null
            ? 'Nobody is told when nothing comes from it.'
            : `An alert opens when nothing comes from it for more than ${lengthInWords(seconds)}.`}
        </p>
      )}
    </section>
  )
}

function Choice({ integration }: Props) {
  /** What was chosen, until it is saved. */
  const [chosen, setChosen] = useState<string | null>(null)
  /** What was saved, until the page knows it. */
  const [newest, setNewest] = useState(integration)
  const known = newest.revision > integration.revision ? newest : integration
  const { id, name, revision, silentAfterSeconds } = known

  async function save(to: number | null, ifMatch: number): Promise<IntegrationView | null> {
    try {
      const saved = await calls.updateIntegration({ id, silentAfterSeconds: to, ifMatch })
      setNewest(saved)
      tell('integration', saved)
      return saved
    } catch (error) {
      toastFault(error)
      return null
    }
  }

  async function choose(choice: string): Promise<void> {
    setChosen(choice)
    const to = secondsOf(choice)
    const saved = await save(to, revision)
    setChosen(null)
    if (saved === null) return
    const says =
      to === null
        ? `Nobody is told any more when ${name} is silent.`
        : `It is told when nothing comes from ${name} for more than ${lengthInWords(to)}.`
    toast(says, {
      // Not over what somebody else decided since.
      undo: async () => {
        if ((await save(silentAfterSeconds, saved.revision)) !== null) toast('Undone.')
      },
    })
  }

  return (
    <Select
      label="Open an alert when nothing comes"
      value={chosen ?? choiceOf(silentAfterSeconds)}
      options={choicesOf(silentAfterSeconds)}
      onValue={(choice) => void choose(choice)}
      hint="It ends by itself with the next webhook. Samples do not count."
    />
  )
}
