import { base62, hex, token, UUID } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const provider = 'Azure';

const portal = (says: string) => ({ url: 'https://portal.azure.com', says });

const regenerate = portal('Move its users to the second key of the resource, then regenerate this one.');

/** Azure writes into its newer keys what they are for, six characters before their end. */
function marked(id: string, of: string, marks: readonly string[], lead: number, end: string): Rule {
  const source = marks.map((mark) => mark.replace('+', '\\+')).join('|');
  return {
    id,
    provider,
    title: `Azure key of ${of}, with its mark`,
    keywords: marks.map((mark) => mark.toLowerCase()),
    lead,
    pattern: `(?<![\\w+/-])([A-Za-z0-9+/]{${lead}}(?:${source})[A-Za-z0-9+/]{6}${end})(?![\\w+/=-])`,
    entropy: 4,
    confidence: 'high',
    examples: marks.map((mark) => `"primaryKey": "<<{base62:${lead}}${mark}{base62:6}${end}>>"`),
    counterexamples: [`{base62:20}${marks[0]}{base62:6}${end}`],
    rotate: regenerate,
  };
}

export const microsoft: readonly Rule[] = [
  {
    id: 'azure-devops-pat',
    provider: 'Azure DevOps',
    title: 'Azure DevOps personal access token',
    keywords: ['azdo'],
    lead: 76,
    pattern: token(`${base62(76)}AZDO${base62(4)}`),
    entropy: 4,
    confidence: 'high',
    examples: ['PAT=<<{base62:76}AZDO{base62:4}>>'],
    counterexamples: ['{base62:40}AZDO{base62:4}'],
    rotate: {
      url: 'https://dev.azure.com/_usersSettings/tokens',
      says: 'Its owner revokes it; an administrator can do it with the token admin API.',
    },
  },
  {
    id: 'azure-devops-legacy-pat',
    provider: 'Azure DevOps',
    title: 'Azure DevOps personal access token (old form)',
    keywords: [
      'azure_devops',
      'azuredevops',
      'azure-devops',
      'dev.azure.com',
      'visualstudio.com',
      'vsts_',
      'vss_',
      'ado_pat',
      'ado_token',
      'system_accesstoken',
    ],
    pattern: String.raw`(?i:azure[_-]?devops|dev\.azure\.com|visualstudio\.com|vsts_|vss_|ado_pat|ado_token|system_accesstoken)[^\n]{0,80}?(?<![\w+/-])([a-z2-7]{52})(?![\w+/=-])`,
    entropy: 3.8,
    confidence: 'high',
    examples: ['AZURE_DEVOPS_EXT_PAT=<<{base32-lower:52}>>', 'vss_nuget: <<{base32-lower:52}>>'],
    counterexamples: ['AZURE_DEVOPS_PAT={base32-lower:30}', 'azuredevops {hex:64}'],
    rotate: {
      url: 'https://dev.azure.com/_usersSettings/tokens',
      says: 'Its owner revokes it; an administrator can do it with the token admin API.',
    },
  },
  {
    id: 'azure-container-registry-password',
    provider,
    title: 'Azure container registry password',
    keywords: ['+acr'],
    lead: 42,
    pattern: `(?<![\\w+/-])([A-Za-z0-9+/]{42}\\+ACR${base62(6)})(?![\\w+/=-])`,
    entropy: 3.8,
    confidence: 'high',
    examples: ['docker login -p <<{base62:42}+ACR{base62:6}>>'],
    counterexamples: ['{base62:20}+ACR{base62:6}'],
    rotate: regenerate,
  },
  {
    id: 'azure-functions-key',
    provider,
    title: 'Azure Functions key',
    keywords: ['azfu'],
    lead: 44,
    pattern: `(?<![\\w+/-])([A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{6}==)(?![\\w+/=-])`,
    entropy: 3.8,
    confidence: 'high',
    examples: ['x-functions-key: <<{base62:44}AzFu{base62:6}==>>'],
    counterexamples: ['{base62:20}AzFu{base62:6}=='],
    rotate: regenerate,
  },
  {
    id: 'azure-function-url',
    provider,
    title: 'URL of an Azure function with its key',
    keywords: ['.azurewebsites.net/api/'],
    pattern: String.raw`\.azurewebsites\.net/api/[\w/.-]{1,80}\?(?:[\w-]{1,20}=[\w.-]{0,40}&){0,3}code=([A-Za-z0-9%/+_-]{40,90}(?:==|%3[dD]%3[dD]))`,
    entropy: 3.8,
    confidence: 'high',
    examples: ['https://acme.azurewebsites.net/api/orders?code=<<{base62:54}==>>'],
    counterexamples: ['https://acme.azurewebsites.net/api/orders?code={var:FUNCTION_KEY}'],
    rotate: regenerate,
  },
  marked('azure-marked-long-key', 'storage account, Cosmos DB or Batch', ['+ASt', 'ACDb', '+ABa'], 76, '=='),
  marked(
    'azure-marked-key',
    'Service Bus, Event Hubs, IoT Hub or Redis',
    ['+ASb', '+AEh', '+ARm', 'AIoT', 'AzCa'],
    33,
    '=',
  ),
  marked('azure-search-key', 'AI Search', ['AzSe'], 42, ''),
  {
    id: 'azure-logic-app-url',
    provider,
    title: 'Azure Logic App or Power Automate trigger URL',
    keywords: ['.logic.azure.com'],
    pattern: String.raw`\.logic\.azure\.com(?::443)?/workflows/${hex(32)}/triggers/[^\s"'?]{1,60}\?[^\s"']{10,160}?sig=([\w-]{43})(?![\w-])`,
    confidence: 'high',
    examples: [
      'https://prod-1.westus.logic.azure.com:443/workflows/{hex:32}/triggers/manual/paths/invoke?api-version=2016-10-01&sig=<<{base62:43}>>',
    ],
    counterexamples: ['https://prod-1.westus.logic.azure.com/workflows/{hex:32}'],
    rotate: portal('Regenerate the access key of the Logic App; its trigger URL changes.'),
  },
  {
    id: 'microsoft-teams-webhook',
    provider: 'Microsoft Teams',
    title: 'Microsoft Teams incoming webhook',
    keywords: ['webhook.office.com/'],
    pattern: `(?<=//[\\w-]{1,28}\\.)webhook\\.office\\.com/webhookb2/(${UUID}@${UUID}/IncomingWebhook/${hex(32)}/${UUID})`,
    confidence: 'high',
    examples: ['https://acme.webhook.office.com/webhookb2/<<{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}>>'],
    counterexamples: ['https://acme.webhook.office.com/webhookb2/{uuid}'],
    rotate: { url: 'https://teams.microsoft.com', says: 'Delete the connector of the channel and make a new one.' },
  },
];
