import { useEffect, useState } from 'preact/hooks'
import type { ChannelView } from '../../contract/channels.ts'
import type { PreviewView, RuleView } from '../../contract/rules.ts'
import { calls } from '../api.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { SeverityMark } from '../parts/severity.tsx'
import { Time } from '../parts/time.tsx'
import { sentenceOf } from '../problem.ts'
import { channelName } from './known-channels.ts'
import { changeWords } from './rule-words.ts'

interface Props {
  channels: readonly ChannelView[]
  /** One that need not be there; left out: all that are there. */
  rule?: Pick<RuleView, 'match' | 'channelIds'>
  /** Those that are there: what was found of others is not theirs. */
  rules?: readonly RuleView[]
}

/** What would have been sent in the last week, when somebody wants to know. */
export function Preview({ channels, rule, rules }: Props) {
  const [found, setFound] = useState<PreviewView | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const asked = JSON.stringify(rule ?? rules)
  useEffect(() => setFound(null), [asked])

  async function ask(): Promise<void> {
    setFault(null)
    try {
      const only = rule && { match: rule.match, channelIds: [...rule.channelIds] }
      setFound(await calls.previewRules(only === undefined ? {} : { rule: only }))
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }

  return (
    <section class="card panel preview" aria-label="Preview">
      <h2>What would this have sent in the last week?</h2>
      {found === null && (
        <div class="buttons">
          <Button icon="search" onClick={ask}>
            {rule === undefined ? 'Look' : 'Look what this rule would have sent'}
          </Button>
        </div>
      )}
      <Fault text={fault} />
      <div role="status">
        {found !== null && <Found found={found} channels={channels} isOne={rule !== undefined} />}
      </div>
    </section>
  )
}

interface FoundProps {
  found: PreviewView
  channels: readonly ChannelView[]
  isOne: boolean
}

const columns = ['opened', 'reopened', 'resolved'] as const

function Found({ found, channels, isOne }: FoundProps) {
  const { alerts, complete, untold, examples } = found
  if (alerts === 0)
    return <p>No alert opened in the last 7 days, so there is nothing to look at.</p>
  const told = found.channels.map(({ channelId, ...counts }) => ({
    key: channelId,
    name: channelName(channels, channelId),
    counts,
  }))
  const rows = [
    ...told,
    { key: '', name: isOne ? 'not told by it' : 'told nowhere', counts: untold },
  ]
  return (
    <div class="found">
      <p>
        {alerts === 1 ? '1 alert' : `${alerts.toLocaleString('en')} alerts`} opened in the last 7
        days
        {complete ? '' : ', of which only the newest were looked at'}. By the severity that they
        have now, and as if nothing had been snoozed:
      </p>
      <table class="counts" aria-label="How much each channel would have been told">
        <thead>
          <tr>
            <th scope="col">Channel</th>
            {columns.map((each) => (
              <th key={each} scope="col">
                {changeWords[each]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts }) => (
            <tr key={key} class={key === '' ? 'quiet' : ''}>
              <th scope="row">{name}</th>
              {columns.map((each) => (
                <td key={each} class="number">
                  {counts[each].toLocaleString('en')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {examples.length > 0 && (
        <details class="fold">
          <summary>
            {examples.length === 1 ? 'The newest' : `The newest ${examples.length}`}
          </summary>
          <ul class="examples">
            {examples.map(({ at, change, alertId, title, severity, ways }) => (
              <li key={`${at} ${change} ${alertId}`}>
                <span class="quiet">
                  <Time at={at} /> {changeWords[change]}
                </span>
                <SeverityMark severity={severity} />
                <Link to={`/alerts/${alertId}`}>{title}</Link>
                <span class="quiet">
                  → {ways.map(({ channelId }) => channelName(channels, channelId)).join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
