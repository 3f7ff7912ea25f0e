import type { RetentionStore } from '../retention.ts'
import { createAges } from './ages.ts'
import type { Orm } from './database.ts'
import { createPayloadJoin } from './join-payloads.ts'
import { createPayloadAccount } from './payload-account.ts'
import { createRemoval } from './removal.ts'
import { createRoom } from './room.ts'
import type { Segments } from './segments.ts'
import { createStorage } from './storage.ts'

/** What is removed, and the account of what is kept. Prepared when it is first asked for: most commands never do. */
export function createRetention(db: Orm, segments: Segments): RetentionStore {
  let made: RetentionStore | null = null
  const parts = () =>
    (made ??= {
      ...createAges(db),
      ...createRemoval(db, segments),
      ...createPayloadAccount(db),
      ...createPayloadJoin(db, segments),
      ...createRoom(db),
      ...createStorage(db),
    })
  return {
    noteAge: (now, ran) => parts().noteAge(now, ran),
    removeSome: (what, asked) => parts().removeSome(what, asked),
    countPayloads: () => parts().countPayloads(),
    joinPayloads: () => parts().joinPayloads(),
    giveBackRoom: () => parts().giveBackRoom(),
    noteRetention: (removed, asked) => parts().noteRetention(removed, asked),
    showStorage: () => parts().showStorage(),
  }
}
