import type { Calls } from '../contract/contract.ts'
import { AppError, messageOf } from '../errors.ts'
import { readPublicUrl } from '../public-url.ts'
import type { Scope } from './calls.ts'

/** What is set for all. */
export function settingsCalls({
  store,
  configuredUrl,
  audit,
}: Scope): Pick<Calls, 'showSettings' | 'updateSettings'> {
  async function show() {
    const { publicUrl } = await store.showSettings()
    if (configuredUrl !== null) {
      return { publicUrl: configuredUrl, publicUrlFrom: 'configuration' as const }
    }
    return { publicUrl, publicUrlFrom: publicUrl === null ? null : ('settings' as const) }
  }

  return {
    showSettings: show,
    async updateSettings({ publicUrl: said }) {
      if (configuredUrl !== null) {
        throw new AppError(
          'conflict',
          `The public URL is set to ${configuredUrl} by NAVISH_PUBLIC_URL or --public-url: change it there.`,
        )
      }
      const publicUrl = said === null ? null : urlIn(said)
      const text =
        publicUrl === null ? 'Took the public URL out.' : `Set the public URL to ${publicUrl}.`
      await store.changeSettings({ publicUrl }, audit('settings.public-url', text))
      return show()
    },
  }
}

function urlIn(said: string): string {
  try {
    return readPublicUrl(said)
  } catch (error) {
    const message = messageOf(error)
    throw new AppError('invalid_request', `${message[0]?.toUpperCase()}${message.slice(1)}.`)
  }
}
