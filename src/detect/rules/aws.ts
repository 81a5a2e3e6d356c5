import { assigned, base32, base64, lower, token, UUID, upper } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const provider = 'AWS';
const rotate = {
  url: 'https://console.aws.amazon.com/iam/home#/security_credentials',
  says: 'Make the key inactive with iam:UpdateAccessKey, see that nothing breaks, then delete it with iam:DeleteAccessKey.',
};
const temporary = {
  url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html',
  says: 'It ends by itself; attach AWSRevokeOlderSessions to the role to end it at once.',
};
/** What AWS calls it: services of others have keys of the same form, and call them `secretKey` too. */
const NAMES = 'aws[\\w.-]{0,16}(?:secret|sk)|secret[_.-]?access[_.-]?key';
/** A link that somebody signed tells by which key, and nothing of it. */
const OF_NO_LINK = '(?<!(?i:amz-credential)(?:=|%3D))(?:(?<!(?i:awsaccesskeyid)=)|(?!\\w{20}&))';

/** In `AKIA`, and not the keyword of the ID: one keyword has one finding at a place, and the ID is one of its own. */
const BEHIND_ID = ['kia'];

export const aws: readonly Rule[] = [
  {
    id: 'aws-access-key-id',
    provider,
    title: 'AWS access key ID',
    keywords: ['akia'],
    pattern: OF_NO_LINK + token(`AKIA${upper(16)}`),
    entropy: 3,
    checksum: 'base32',
    confidence: 'high',
    wrapped: ['AKIA'],
    examples: ['aws_access_key_id = <<AKIA{base32:16}>>', '"<<AKIA{base32:16}>>"', '"<<AKIA0{upper:15}>>"'],
    counterexamples: [
      'AKIAIOSFODNN7{text:EXAMPLE}',
      'AKIA{base32:12}',
      'akia{lower:16}',
      'AKIA{same:X:16}',
      'X-Amz-Credential=AKIA{base32:16}%2F2031',
    ],
    rotate,
  },
  {
    id: 'aws-temporary-key-id',
    provider,
    title: 'AWS temporary access key ID',
    keywords: ['asia'],
    pattern: token(`ASIA${base32(16)}`),
    entropy: 3,
    confidence: 'medium',
    examples: ['AWS_ACCESS_KEY_ID=<<ASIA{base32:16}>>'],
    counterexamples: ['ASIA{base32:10}', 'Asia{letters:16}'],
    rotate: temporary,
  },
  {
    id: 'aws-secret-access-key',
    provider,
    title: 'AWS secret access key',
    keywords: ['aws_secret', 'awssecret', 'aws-secret', 'aws.secret', 'secret_access_key', 'secretaccesskey', 'aws_sk'],
    context: 'assignment',
    pattern: assigned(NAMES, `(?=[A-Za-z/+]{0,39}\\d)(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])${base64(40)}`),
    entropy: 4.1,
    confidence: 'high',
    examples: [
      'aws_secret_access_key = <<{awssecret}>>',
      '"SecretAccessKey": "<<{awssecret}>>"',
      'aws.secretKey: <<{awssecret}>>',
    ],
    counterexamples: [
      'aws_secret_access_key = {hex:40}',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY{text:EXAMPLEKEY}',
    ],
    rotate,
  },
  {
    id: 'aws-secret-beside-key-id',
    provider,
    title: 'AWS secret access key behind its key ID',
    keywords: BEHIND_ID,
    lead: 1,
    pattern: String.raw`AKIA[A-Z0-9]{16}\\?["'\x60]?[ \t]{0,4}[,;:|\t]\s{0,24}\\?["'\x60]?(?=[A-Za-z/+]{0,39}\d)(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])(?<secret>${base64(40)})(?![\w+/=-])`,
    entropy: 4.1,
    confidence: 'high',
    examples: [
      'new BasicAWSCredentials("AKIA{base32:16}", "<<{awssecret}>>")',
      'Access key ID,Secret access key\nAKIA{base32:16},<<{awssecret}>>\n',
    ],
    counterexamples: ['"AKIA{base32:16}", "{hex:40}"', '"AKIA{base32:16}", secretKeyOfTheAccountThatIsNotHereAtAll12'],
    rotate,
  },
  {
    id: 'aws-secret-near-key-id',
    provider,
    title: 'AWS secret access key below its key ID',
    keywords: BEHIND_ID,
    lead: 1,
    pattern: String.raw`AKIA[A-Z0-9]{16}(?![A-Za-z0-9])[^\n]{0,80}(?:\n[^\n=:]{0,80}){0,2}?(?i:secret(?:[_.-]?access)?[_.-]?key|secret)\\?["'\x60]?[ \t]{0,16}(?:=>|[:=])[ \t]{0,16}\\?["'\x60]?(?=[A-Za-z/+]{0,39}\d)(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])(?<secret>${base64(40)})(?![\w+/=-])`,
    entropy: 4.1,
    confidence: 'high',
    examples: [
      'access_key = "AKIA{base32:16}"\n  secret_key = "<<{awssecret}>>"',
      'accessKey: AKIA{base32:16}\nsecretKey: <<{awssecret}>>',
      '{"key": "AKIA{base32:16}", "secret": "<<{awssecret}>>"}',
      "'credentials' => ['key' => 'AKIA{base32:16}',\n 'secret' => '<<{awssecret}>>']",
    ],
    counterexamples: [
      'access_key = "AKIA{base32:16}"\nsecret_key = "{hex:40}"',
      'AKIA{base32:16}\nsecret_key = {base62:20}',
    ],
    rotate,
  },
  {
    id: 'aws-session-token',
    provider,
    title: 'AWS session token',
    keywords: ['session_token', 'sessiontoken', 'security_token'],
    context: 'assignment',
    pattern: assigned(
      '(?:session|security)_?token',
      `(?:FwoGZXIvYXdzE|IQoJb3JpZ2lu)(?![A-Za-z0-9+/]{0,100}EXAMPLE)[A-Za-z0-9+/]{80,1400}={0,2}`,
    ),
    reach: 1600,
    value: 'any',
    confidence: 'high',
    examples: ['AWS_SESSION_TOKEN=<<IQoJb3JpZ2lu{base64:300}>>', '"SessionToken": "<<FwoGZXIvYXdzE{base64:202}==>>"'],
    counterexamples: [
      'AWS_SESSION_TOKEN={base62:100}',
      '"SessionToken": "IQoJb3JpZ2luX2VjEOz////////////////////wEXAMPLE{base62:200}"',
    ],
    rotate: temporary,
  },
  {
    id: 'aws-bedrock-api-key',
    provider,
    title: 'Amazon Bedrock API key (long-lived)',
    keywords: ['absk'],
    pattern: `(?<![\\w+/-])(ABSK[A-Za-z0-9+/]{109,269}={0,2})(?![\\w+/=-])`,
    confidence: 'high',
    examples: ['AWS_BEARER_TOKEN_BEDROCK=<<ABSK{base64:126}==>>'],
    counterexamples: ['ABSK{base64:40}'],
    rotate: {
      url: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
      says: 'Delete the key with iam:DeleteServiceSpecificCredential.',
    },
  },
  {
    id: 'aws-bedrock-short-key',
    provider,
    title: 'Amazon Bedrock API key (short-lived)',
    keywords: ['bedrock-api-key-'],
    pattern: `(?<![\\w-])(bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/]{40,2000}={0,2})(?![\\w+/=-])`,
    reach: 2100,
    value: 'any',
    confidence: 'high',
    examples: ['<<bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{base64:600}==>>'],
    counterexamples: ['bedrock-api-key-name'],
    rotate: { ...temporary, says: 'It ends within twelve hours; revoke the sessions of its role to end it at once.' },
  },
  {
    id: 'aws-mws-key',
    provider,
    title: 'Amazon Marketplace Web Service key',
    keywords: ['amzn.mws.'],
    pattern: token(String.raw`amzn\.mws\.${UUID}`),
    confidence: 'high',
    examples: ['<<amzn.mws.{uuid}>>'],
    counterexamples: ['amzn.mws.{hex:8}'],
    rotate: {
      url: 'https://sellercentral.amazon.com',
      says: 'Revoke the authorisation of the developer in Seller Central.',
    },
  },
  {
    id: 'aws-appsync-key',
    provider,
    title: 'AWS AppSync API key',
    keywords: ['da2-'],
    pattern: token(`da2-${lower(26)}`),
    confidence: 'high',
    examples: ['"aws_appsync_apiKey": "<<da2-{lower:26}>>"'],
    counterexamples: ['da2-{lower:12}', 'da2-{same:x:26}'],
    rotate: {
      url: 'https://console.aws.amazon.com/appsync',
      says: 'Make a new API key for the API, then delete this one with appsync:DeleteApiKey.',
    },
  },
];
