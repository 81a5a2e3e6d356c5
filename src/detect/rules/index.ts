import type { Rule } from '../rule.ts';
import { access } from './access.ts';
import { ai } from './ai.ts';
import { aiModels } from './ai-models.ts';
import { aiServices } from './ai-services.ts';
import { aiTools } from './ai-tools.ts';
import { aspnet } from './aspnet.ts';
import { atlassian } from './atlassian.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { chat } from './chat.ts';
import { ci } from './ci.ts';
import { ciphers } from './ciphers.ts';
import { cloudServices } from './cloud-services.ts';
import { clouds } from './clouds.ts';
import { commands } from './commands.ts';
import { commerce } from './commerce.ts';
import { containers } from './containers.ts';
import { databases } from './databases.ts';
import { derKeys } from './der.ts';
import { developers } from './developers.ts';
import { generic } from './generic.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { google } from './google.ts';
import { headers } from './headers.ts';
import { hosting } from './hosting.ts';
import { identity } from './identity.ts';
import { infra } from './infra.ts';
import { keys } from './keys.ts';
import { logins } from './logins.ts';
import { mail } from './mail.ts';
import { merchants } from './merchants.ts';
import { messaging } from './messaging.ts';
import { microsoft } from './microsoft.ts';
import { monitoring } from './monitoring.ts';
import { networks } from './networks.ts';
import { observability } from './observability.ts';
import { packages } from './packages.ts';
import { pairs } from './pairs.ts';
import { passwords } from './passwords.ts';
import { payments } from './payments.ts';
import { phrases } from './phrases.ts';
import { plainValues } from './plain-values.ts';
import { platforms } from './platforms.ts';
import { productivity } from './productivity.ts';
import { saas } from './saas.ts';
import { selfHosted } from './self-hosted.ts';
import { sites } from './sites.ts';
import { slack } from './slack.ts';
import { spaced } from './spaced.ts';
import { statements } from './statements.ts';
import { stripe } from './stripe.ts';
import { telemetry } from './telemetry.ts';
import { telephony } from './telephony.ts';
import { tools } from './tools.ts';
import { urls } from './urls.ts';
import { valuesFirst } from './value-first.ts';
import { vaults } from './vaults.ts';

/** All rules. Where two are equally sure of the same bytes, the earlier one wins. */
export const rules: readonly Rule[] = [
  ...github,
  ...gitlab,
  ...atlassian,
  ...aws,
  ...google,
  ...azure,
  ...microsoft,
  ...slack,
  ...packages,
  ...containers,
  ...ai,
  ...aiModels,
  ...aiTools,
  ...aiServices,
  ...stripe,
  ...commerce,
  ...payments,
  ...merchants,
  ...mail,
  ...telephony,
  ...chat,
  ...messaging,
  ...clouds,
  ...platforms,
  ...hosting,
  ...cloudServices,
  ...databases,
  ...infra,
  ...vaults,
  ...selfHosted,
  ...ci,
  ...developers,
  ...observability,
  ...monitoring,
  ...telemetry,
  ...productivity,
  ...saas,
  ...identity,
  ...access,
  ...keys,
  ...derKeys,
  ...logins,
  ...ciphers,
  ...aspnet,
  ...statements,
  ...networks,
  ...pairs,
  ...tools,
  ...plainValues,
  ...passwords,
  ...sites,
  ...commands,
  ...phrases,
  ...urls,
  ...headers,
  ...generic,
  ...spaced,
  ...valuesFirst,
];
