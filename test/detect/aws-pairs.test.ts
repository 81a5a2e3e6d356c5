import { expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const id = fake('AKIA{base32:16}', 31);
const secret = fake('{awssecret}', 32);

it.each([
  ['Terraform', `provider "aws" {\n  access_key = "${id}"\n  secret_key = "${secret}"\n}`],
  ['Spring', `credentials:\n  accessKey: ${id}\n  secretKey: ${secret}`],
  ['PHP', `'credentials' => [\n  'key'    => '${id}',\n  'secret' => '${secret}',\n]`],
  ['boto', `client('s3', aws_access_key_id='${id}', aws_secret_access_key='${secret}')`],
  ['JavaScript', `{ accessKeyId: '${id}', secretAccessKey: '${secret}' }`],
  ['JSON', `{"key": "${id}", "secret": "${secret}"}`],
  ['properties', `amazon.s3.key=${id}\namazon.s3.secret=${secret}`],
  ['Java', `String KEY = "${id}";\nString SECRET = "${secret}";`],
  ['Go', `NewStaticCredentials("${id}", "${secret}", "")`],
  ['what the console hands out', `Access key ID,Secret access key\n${id},${secret}\n`],
])('the ID and the secret of an AWS key are both found: %s', (_, text) => {
  const { findings } = detector.scan(Buffer.from(`${text}\n`));
  expect(
    findings.map((each) => [each.secret.reveal(), each.rule.replace(/-(?:beside|near)-.*/, ''), each.confidence]),
  ).toEqual([
    [id, 'aws-access-key-id', 'high'],
    [secret, expect.stringMatching(/^aws-secret/), 'high'],
  ]);
});
