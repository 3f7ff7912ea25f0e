import { useState } from 'preact/hooks'
import type { ChannelTestView } from '../../contract/channels.ts'
import { calls } from '../api.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { sentenceOf } from '../problem.ts'

interface Props {
  id: string
  onTested: () => unknown
}

/** Tells a test on a channel, and shows what the other side answered. */
export function TestChannel({ id, onTested }: Props) {
  const [answer, setAnswer] = useState<ChannelTestView | null>(null)
  const [fault, setFault] = useState<string | null>(null)

  async function test(): Promise<void> {
    setFault(null)
    setAnswer(null)
    try {
      setAnswer(await calls.testChannel({ id }))
    } catch (error) {
      setFault(sentenceOf(error))
    }
    await onTested()
  }

  return (
    <section class="card panel">
      <h2>Try it</h2>
      <p class="quiet">
        A test is told there now, once, also when the channel is switched off. Nothing else comes of
        it.
      </p>
      <div class="buttons">
        <Button icon="send" onClick={test}>
          Send a test
        </Button>
      </div>
      <Fault text={fault} />
      <div role="status">{answer !== null && <Became answer={answer} />}</div>
    </section>
  )
}

const tags = {
  sent: ['good', 'sent'],
  retry: ['warn', 'did not work now'],
  refused: ['bad', 'refused'],
} as const

function Became({ answer: { result, status, reply, why, ms } }: { answer: ChannelTestView }) {
  const [look, words] = tags[result]
  return (
    <div class="became">
      <p>
        <span class={`tag ${look}`}>{words}</span>{' '}
        {why ?? 'The other side took it. Look whether it is there.'}
      </p>
      <p class="hint">
        {status === null ? 'No answer' : `The answer was ${status}`}, after{' '}
        {ms.toLocaleString('en')} ms.
      </p>
      {reply !== '' && <pre class="command">{reply}</pre>}
    </div>
  )
}
