/** What the first admin is led through. */
export const steps = ['Admin', 'Address', 'Sentry', 'Try it'] as const
