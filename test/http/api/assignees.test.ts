import { expect, test } from 'bun:test'
import { setupApi } from './setup.ts'

test('those who may act can be given an alert; who only looks, or may not come in, is not offered', async () => {
  await using api = await setupApi()

  const { json } = await api.call('listAssignees', { as: 'viewer' })
  await api.call('updateUser', {
    as: 'admin',
    params: { id: api.userId('operator') },
    body: { disabled: true },
    headers: { 'if-match': '*' },
  })
  const after = await api.call('listAssignees', { as: 'viewer' })

  expect(json['items']).toEqual(['admin@example.org', 'operator@example.org'])
  expect(after.json['items']).toEqual(['admin@example.org'])
})
