import { apiPage } from './api.ts'
import { channelsPage } from './channels.ts'
import { commandsPage } from './commands.ts'
import { configurationPage } from './configuration.ts'
import { errorsPage } from './errors.ts'
import { metricsPage } from './metrics.ts'
import { statesPage } from './states.ts'

/** What is written in `docs/reference/` of what the code says: a function for each page. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'api.md': apiPage,
  'channels.md': channelsPage,
  'commands.md': commandsPage,
  'configuration.md': configurationPage,
  'errors.md': errorsPage,
  'metrics.md': metricsPage,
  'states.md': statesPage,
}
