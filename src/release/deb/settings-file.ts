import { exampleFile } from '../../config/example.ts'

/** `/etc/navish/navish.yaml`: every setting behind a comment sign, but where the data is. */
export function settingsFile(): string {
  const text = exampleFile()
  const line = '\ndataDir: /var/lib/navish\n'
  const made = text.replace('\n#dataDir: /var/lib/navish\n', line)
  if (!made.includes(line)) throw new Error('the example of the settings does not say dataDir')
  return made
}
