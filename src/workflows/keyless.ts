import type { ReadUse } from './read-use.ts';

/** How to work without a stored key: what takes the place of the inputs. */
interface KeylessWay {
  readonly issuer: string;
  readonly instead: string;
}

const PERMISSION = 'give the job `permissions: id-token: write`';
const AWS: KeylessWay = {
  issuer: 'AWS',
  instead: `${PERMISSION}, use aws-actions/configure-aws-credentials with \`role-to-assume: arn:aws:iam::<account>:role/<role>\` and no keys, and let the role trust token.actions.githubusercontent.com for this repository`,
};
const AZURE: KeylessWay = {
  issuer: 'Azure',
  instead: `${PERMISSION}, use azure/login with \`client-id\`, \`tenant-id\` and \`subscription-id\` and no secret, and give the application a federated credential for this repository`,
};
const GOOGLE: KeylessWay = {
  issuer: 'Google Cloud',
  instead: `${PERMISSION}, use google-github-actions/auth with \`workload_identity_provider\` and \`service_account\` and no key, and let the pool accept this repository`,
};
const VAULT: KeylessWay = {
  issuer: 'HashiCorp Vault',
  instead: `${PERMISSION}, use hashicorp/vault-action with \`method: jwt\` and \`role\` and no token, and bind the role to this repository`,
};
const PYPI: KeylessWay = {
  issuer: 'PyPI',
  instead: `${PERMISSION}, take \`password\` away, and register the workflow at PyPI as a trusted publisher`,
};
const NPM: KeylessWay = {
  issuer: 'npm',
  instead: `${PERMISSION}, take the token away, and register the workflow at npmjs.com as the package’s trusted publisher`,
};

/** Inputs of actions, by the action: https://docs.github.com/actions/concepts/security/openid-connect. */
const INPUTS: Readonly<Record<string, readonly [inputs: readonly string[], way: KeylessWay]>> = {
  'aws-actions/configure-aws-credentials': [['AWS-ACCESS-KEY-ID', 'AWS-SECRET-ACCESS-KEY'], AWS],
  'azure/login': [['CREDS'], AZURE],
  'google-github-actions/auth': [['CREDENTIALS_JSON'], GOOGLE],
  'hashicorp/vault-action': [['TOKEN', 'SECRETID'], VAULT],
  'pypa/gh-action-pypi-publish': [['PASSWORD'], PYPI],
};

/** Environment variables that the clouds' own tools read. */
const VARIABLES: ReadonlyMap<string, KeylessWay> = new Map([
  ['AWS_ACCESS_KEY_ID', AWS],
  ['AWS_SECRET_ACCESS_KEY', AWS],
  ['ARM_CLIENT_SECRET', AZURE],
  ['AZURE_CLIENT_SECRET', AZURE],
  ['AZURE_CREDENTIALS', AZURE],
  ['GOOGLE_CREDENTIALS', GOOGLE],
  ['CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE', GOOGLE],
]);

/** The way without a key, where the receiver knows one. */
export function keylessWay({ receiver, how, as = '', script = '' }: ReadUse): KeylessWay | undefined {
  if (how === 'environment variable') {
    const publishes = /\b(?:npm|pnpm|yarn)\s+publish\b/.test(script);
    return VARIABLES.get(as) ?? (as === 'NODE_AUTH_TOKEN' && publishes ? NPM : undefined);
  }
  if (how !== 'input' || receiver.kind !== 'action') return undefined;
  const [inputs, way] = INPUTS[receiver.called.repository?.toLowerCase() ?? ''] ?? [];
  return inputs?.includes(as) ? way : undefined;
}
