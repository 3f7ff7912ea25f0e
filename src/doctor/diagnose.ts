import { backupsCheck } from './checks/backups.ts'
import {
  clockCheck,
  damageCheck,
  databaseCheck,
  historyCheck,
  logCheck,
} from './checks/database.ts'
import {
  dataDirCheck,
  fileSystemCheck,
  leftoversCheck,
  modesCheck,
  ownersCheck,
} from './checks/files.ts'
import { diskCheck, memoryCheck, openFilesCheck } from './checks/machine.ts'
import { serverCheck, versionCheck } from './checks/server.ts'
import { proxiesCheck, publicUrlCheck, secretKeyCheck, settingsCheck } from './checks/settings.ts'
import {
  alarmsCheck,
  channelsCheck,
  deadCheck,
  deliveriesCheck,
  pendingCheck,
  peopleCheck,
  silenceCheck,
} from './checks/work.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'

/** Each looks at what is known and says one thing; null: there is nothing to say. In the order in which they are shown. */
const checks: readonly ((facts: Facts) => Finding | null)[] = [
  dataDirCheck,
  modesCheck,
  ownersCheck,
  fileSystemCheck,
  diskCheck,
  leftoversCheck,
  databaseCheck,
  damageCheck,
  historyCheck,
  logCheck,
  clockCheck,
  settingsCheck,
  publicUrlCheck,
  proxiesCheck,
  secretKeyCheck,
  serverCheck,
  versionCheck,
  openFilesCheck,
  memoryCheck,
  pendingCheck,
  deadCheck,
  channelsCheck,
  deliveriesCheck,
  silenceCheck,
  alarmsCheck,
  peopleCheck,
  backupsCheck,
]

/** Everything that is found. */
export function diagnose(facts: Facts): Finding[] {
  return checks.flatMap((check) => check(facts) ?? [])
}
