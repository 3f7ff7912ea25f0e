import type { Notice } from '../core/notice.ts'
import type { Sending } from './notifier.ts'

/** The notice of a sending, for a notifier that takes no digests. Throws for a digest, which it should never have been given. */
export function singleOf({ notice }: Pick<Sending<unknown>, 'notice'>): Notice {
  if ('digest' in notice)
    throw new TypeError('This channel is told of each alert, and got a digest')
  return notice
}
