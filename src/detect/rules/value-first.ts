import { NO_WORD, OF_A_FORM } from '../names.ts';
import { CHOSEN_VALUE, RANDOM_VALUE } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Find out what the value opens, replace it there, and keep the new one in a secret store.',
};

/** So far before the end of the name a value may begin. */
const LEAD = 112;

/** From the value to the name: the end of it, and the next field or attribute. */
const TO_NAME = String.raw`["'](?:,\s{0,24}|\s{1,24})["']?(?i:name|key)["']?\s{0,2}[:=]\s{0,2}["'][\w./-]{0,48}?`;
const VALUE = String.raw`(?<=[\s"'<{,-])["']?(?i:value)["']?\s{0,2}`;

/** Ends of names as they stand last in an object or an element: elsewhere the keyword would be too frequent. */
const ends = (words: readonly string[]) =>
  words.flatMap((word) => [`_${word}"`, ...['"}', '" }', '"/>', '" />', '"></'].map((end) => word + end)]);

interface ValueFirst {
  readonly kind: string;
  readonly title: string;
  readonly words: readonly string[];
  /** Regex source of the value. */
  readonly shape: string;
  readonly value: 'chosen' | 'generic';
  readonly example: string;
}

function valueFirst({ kind, title, words, shape, value, example }: ValueFirst): Rule {
  const word = `(?i:${words.join('|')})`;
  const [name = ''] = words;
  return {
    id: `value-first-${kind}`,
    provider: 'Generic',
    title,
    keywords: ends(words),
    lead: LEAD,
    pattern: String.raw`(?=[\s\S]{${LEAD},${LEAD + 1}}?${word}["'][\s}/>])[\s\S]{0,${LEAD}}?${VALUE}[:=]\s{0,2}["']${shape}${TO_NAME}${OF_A_FORM}(?<!["']_)${word}(?=["'\r\n])`,
    value,
    generic: true,
    entropy: value === 'chosen' ? 2.5 : 3.3,
    confidence: 'medium',
    examples: [
      `{"containerDefinitions": [{"image": "shop", "cpu": 256, "memory": 512, "command": ["run", "all"], "environment": [{"value": "<<${example}>>", "name": "SHOP_${name.toUpperCase()}"}]}]}`,
      `<?xml version="1.0"?>\n<configuration>\n  <appSettings>\n    <add value="https://acme.io/orders/of/the/shop" key="Url" />\n    <add value="<<${example}>>" key="Shop.${name}" />\n  </appSettings>\n`,
    ],
    counterexamples: [
      `{"containerDefinitions": [{"image": "shop", "cpu": 256, "memory": 512, "command": ["run", "all"], "environment": [{"value": "{var:SHOP_SECRET_2031}", "name": "SHOP_${name.toUpperCase()}"}]}]}`,
      `{"containerDefinitions": [{"image": "shop", "cpu": 256, "memory": 512, "command": ["run", "all"], "environment": [{"value": "${example}", "name": "SHOP_IMAGE"}, {"value": "x", "name": "SHOP_${name.toUpperCase()}"}]}]}`,
      `<form method="post">\n  <p>The text that stands before the field must be long enough for the rule to look.</p>\n  <input type="hidden" value="q4{base62:30}" name="_token" /><input type="hidden" value="q4{base62:30}" name="csrf_token" />\n`,
      `<form>\n  <p>The text that stands before the field must be long enough for the rule to look.</p>\n  <input value="changeme" name="${name}" />\n`,
    ],
    rotate,
  };
}

/**
 * The value stands before its name: fields of JSON that were sorted backwards, and
 * attributes of XML as somebody typed them.
 */
export const valuesFirst: readonly Rule[] = [
  valueFirst({
    kind: 'password',
    title: 'Password that stands before its name',
    words: ['password', 'passwd', 'pwd', 'passphrase'],
    shape: `${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    example: 'Kestrel{digits:4}!',
  }),
  valueFirst({
    kind: 'secret',
    title: 'Secret, key or token that stands before its name',
    words: ['secret', 'token', 'apikey', 'api_key', 'secret_key', 'access_key', 'secretkey'],
    shape: RANDOM_VALUE,
    value: 'generic',
    example: 'q4{base62:30}',
  }),
  {
    id: 'aws-ssm-parameter-value',
    provider: 'AWS',
    title: 'Value of an encrypted parameter of AWS Systems Manager',
    keywords: ['"securestring"', "'securestring'", 'securestring --'],
    pattern: String.raw`["']?(?i:securestring)["']?(?:(?:,\s{0,24}|\s{1,24})(?:["']?(?!(?i:value))\w{1,20}["']?\s{0,12}[:=] ?[^\n]{1,100}\n\s{0,24}){0,4}?["']?(?i:value)["']?\s{0,12}[:=]\s{0,2}["']| (?:--(?!value)[\w-]{1,20} (?:(?!--)\S{1,80} )?){0,4}--value[ =]["']?)${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    reach: 640,
    confidence: 'medium',
    examples: [
      'resource "aws_ssm_parameter" "db" {\n  name  = "/shop/db"\n  type  = "SecureString"\n  value = "<<Kestrel{digits:4}!>>"\n}\n',
      'type = "SecureString"\n  description = "of the shop"\n  overwrite = true\n  value = "<<h3{base62:14}>>"\n',
      "aws ssm put-parameter --name /shop/db --type SecureString --overwrite --value '<<k7{punctuated:8}Zw>>'",
      '{"Name": "/shop/db", "Type": "SecureString", "Value": "<<h3{base62:14}>>"}',
    ],
    counterexamples: [
      '  type  = "SecureString"\n  value = var.db_password\n',
      '  type  = "SecureString"\n  value = "{var:random_password.db.result}"\n',
      '  type  = "SecureString"\n}\nresource "x" "y" {\n  value = "Kestrel2031!"\n}\n',
      'aws ssm put-parameter --name /shop/db --type SecureString --value changeme1',
    ],
    rotate: { ...rotate, says: 'Replace what the value opens, and set the parameter outside of code.' },
  },
];
