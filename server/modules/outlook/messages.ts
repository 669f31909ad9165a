import { alsoSaid } from '#core/messages.ts'

alsoSaid({
  'The account is not connected.': 'Обліковий запис не під’єднано.',
  'The user may not sign in any more.': 'Користувач більше не може входити.',
  'Microsoft does not accept the sign-in any more.': 'Microsoft більше не приймає вхід.',
  'Microsoft refused the sign-in ({}).': 'Microsoft відмовив у вході ({}).',
  'Microsoft’s sign-in does not answer: {}': 'Вхід Microsoft не відповідає: {}',
  'Microsoft’s sign-in asks to wait.': 'Вхід Microsoft просить зачекати.',
  'Microsoft Graph does not answer: {}': 'Microsoft Graph не відповідає: {}',
  'The connection to Microsoft Graph broke.': 'З’єднання з Microsoft Graph обірвалося.',
  'Microsoft Graph asks to wait ({}).': 'Microsoft Graph просить зачекати ({}).',
  'Microsoft Graph: {}': 'Microsoft Graph: {}',
  'It broke off; the server’s log says why.': 'Перервалося; причина — у журналі сервера.',
})
