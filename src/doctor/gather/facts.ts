import { join } from 'node:path'
import { localAddress } from '../../address.ts'
import type { Clock } from '../../clock.ts'
import type { Reading } from '../../config/config.ts'
import type { ConfigFile } from '../../config/file.ts'
import { strayVariables } from '../../config/stray.ts'
import type { Environment } from '../../config/config.ts'
import { createKeys } from '../../secrets/key.ts'
import { createSeal } from '../../secrets/seal.ts'
import { version } from '../../version.ts'
import type { Facts } from '../facts.ts'
import { gatherBackups } from './backups.ts'
import { gatherDatabase } from './database.ts'
import { gatherFiles } from './files.ts'
import { gatherMachine } from './machine.ts'
import { gatherServer } from './server.ts'
import { gatherWork } from './work.ts'

export interface World {
  reading: Reading & { file: ConfigFile | null }
  env: Environment
  clock: Clock
  user: string
  /** Read the whole database, and not only what is quickly read. */
  full: boolean
}

/** Looks at everything, and changes nothing. */
export async function gatherFacts({ reading, env, clock, user, full }: World): Promise<Facts> {
  const { config, sources, file } = reading
  const { dataDir, secretKey } = config
  const server = await gatherServer(dataDir, { url: localAddress(config, sources), clock })
  const { database, look } = gatherDatabase(dataDir, full)
  const seal = createSeal(createKeys({ configured: secretKey, dataDir }))
  const now = clock()
  try {
    const store = look?.store ?? null
    const stored = (await store?.showSettings())?.publicUrl ?? null
    return {
      now,
      version,
      user: { id: process.getuid?.() ?? null, name: user },
      settings: {
        warnings: [...(file?.warnings ?? []), ...strayVariables(env)],
        publicUrl: config.publicUrl ?? stored,
        basePath: config.basePath,
        trustedProxies: config.trustedProxies,
        backupEvery: config.backupEvery,
        isKeyConfigured: secretKey !== null,
      },
      files: gatherFiles(dataDir),
      database,
      server,
      machine: gatherMachine(dataDir, typeof server.process === 'number' ? server.process : 'self'),
      backups: gatherBackups(config.backupDir ?? join(dataDir, 'backups')),
      work: store === null ? null : await gatherWork(store, { seal, now }),
    }
  } finally {
    look?.close()
  }
}
