// Restores, and is killed right after a step. Run by restore.test.ts.
import { restoreBackup } from '../../src/backup/restore.ts'

const [file = '', dataDir = '', dyingStep = ''] = process.argv.slice(2)
await restoreBackup({
  file,
  dataDir,
  identity: null,
  clock: () => Date.parse('2026-09-01T12:00:00Z'),
  mayReplace: () => Promise.resolve(true),
  onStep(step) {
    if (step === dyingStep) process.kill(process.pid, 'SIGKILL')
  },
})
