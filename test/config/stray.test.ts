import { describe, expect, test } from 'bun:test'
import { strayVariables } from '../../src/config/stray.ts'

describe('strayVariables', () => {
  test('tells of variables that nothing reads, and what may have been meant', () => {
    const env = { NAVISH_DATA_DRI: '/x', NAVISH_COLOUR: 'red', HOME: '/home/jane' }

    expect(strayVariables(env)).toEqual([
      'nothing reads the variable NAVISH_DATA_DRI: did you mean NAVISH_DATA_DIR?',
      'nothing reads the variable NAVISH_COLOUR',
    ])
  })

  test('tells of none that is read', () => {
    const env = {
      NAVISH_PORT: '1',
      NAVISH_SECRET_KEY_FILE: '/x',
      NAVISH_CONFIG_FILE: '/x',
      NAVISH_SERVER: 'x',
      NAVISH_TOKEN_FILE: '/x',
    }

    expect(strayVariables(env)).toEqual([])
  })

  test('tells of the file of what is no secret: it would not be read', () => {
    expect(strayVariables({ NAVISH_HOST_FILE: '/x' })[0]).toContain('NAVISH_HOST_FILE')
  })
})
