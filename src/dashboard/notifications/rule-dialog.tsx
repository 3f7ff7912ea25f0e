import { useState } from 'preact/hooks'
import type { ChannelView } from '../../contract/channels.ts'
import type { RuleView } from '../../contract/rules.ts'
import { changes, type Change } from '../../core/notice.ts'
import { severities, type Severity } from '../../core/severity.ts'
import { calls } from '../api.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Check, Checks } from '../parts/check.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Form } from '../parts/form.tsx'
import { Problem } from '../problem.ts'
import { kindName } from './kinds.ts'
import { Preview } from './preview.tsx'
import { changeWords, severityInWords } from './rule-words.ts'
import { sourceDraftOf, sourcesIn, type SourceDraft } from './source-draft.ts'
import { knownProjects, SourceFields } from './source-fields.tsx'

interface Props {
  /** null: it is a new one. */
  rule: RuleView | null
  channels: readonly ChannelView[]
  onClose: () => void
  onSaved: (rule: RuleView) => void
}

/** What stands in the fields. */
interface RuleDraft extends SourceDraft {
  name: string
  leastSeverity: Severity
  changes: readonly Change[]
  channelIds: readonly string[]
  last: boolean
}

/** Makes a rule, or changes one. */
export function RuleDialog({ rule: first, channels, onClose, onSaved }: Props) {
  const [rule, setRule] = useState(first)
  const [slugs] = useState(knownProjects)
  const [draft, setDraft] = useState(() => draftOf(first, slugs, channels))
  const change = (to: Partial<RuleDraft>) => setDraft({ ...draft, ...to })
  const given = ruleIn(draft)

  async function save(): Promise<void> {
    if (rule === null) {
      onSaved(await calls.createRule(given))
      return
    }
    try {
      onSaved(await calls.updateRule({ id: rule.id, ifMatch: rule.revision, ...given }))
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) throw error
      const newer = error.current as RuleView
      setRule(newer)
      setDraft(draftOf(newer, slugs, channels))
      throw new Problem(
        error.status,
        error.code,
        'Not saved: somebody else changed this rule meanwhile. The fields show how it is now; change what you want, and save again.',
      )
    }
  }

  return (
    <Dialog title={first === null ? 'Add a rule' : `Edit ${first.name}`} onClose={onClose} isWide>
      <Form does={first === null ? 'Add it' : 'Save'} onSend={save} onCancel={onClose}>
        <Field
          label="Name"
          required
          autocomplete="off"
          maxLength={100}
          placeholder="the worst to those on call"
          value={draft.name}
          onValue={(name) => change({ name })}
        />
        <Checks
          label="Tell it on"
          options={channels.map(({ id, name, kind }) => [id, `${name} (${kindName(kind)})`])}
          chosen={draft.channelIds}
          onChosen={(channelIds) => change({ channelIds })}
        />
        <Select
          label="Least severity"
          value={draft.leastSeverity}
          options={severities.map((each) => [each, severityInWords(each)])}
          onValue={(leastSeverity) => change({ leastSeverity })}
        />
        <Checks
          label="When an alert"
          hint="None: always."
          options={changes.map((each) => [each, whenWords[each]])}
          chosen={draft.changes}
          onChosen={(some) => change({ changes: some as Change[] })}
        />
        <SourceFields draft={draft} slugs={slugs} onChange={change} />
        <Check
          label="The last one, when it matches"
          hint="Rules after it are not looked at then."
          isChecked={draft.last}
          onValue={(last) => change({ last })}
        />
        <Preview channels={channels} rule={given} />
      </Form>
    </Dialog>
  )
}

const whenWords: Record<Change, string> = {
  ...changeWords,
  opened: 'opens',
  worse: 'gets worse',
  reopened: 'comes back',
  resolved: 'is resolved',
}

function draftOf(
  rule: RuleView | null,
  slugs: readonly string[],
  channels: readonly ChannelView[],
): RuleDraft {
  const only = channels.length === 1 ? channels.map(({ id }) => id) : []
  return {
    name: rule?.name ?? '',
    leastSeverity: rule?.match.leastSeverity ?? 'error',
    ...sourceDraftOf(rule?.match ?? { integrationIds: [], projects: [] }, slugs),
    changes: rule?.match.changes ?? [],
    channelIds: rule?.channelIds ?? only,
    last: rule?.last ?? false,
  }
}

function ruleIn(draft: RuleDraft) {
  const { name, channelIds, leastSeverity, last } = draft
  return {
    name,
    channelIds: [...channelIds],
    last,
    match: {
      leastSeverity,
      ...sourcesIn(draft),
      changes: [...draft.changes],
    },
  }
}
