import { ENTERPRISE, USER } from './user.ts';

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

interface Described {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** What a directory may ask of us (RFC 7643 §5). */
export const serviceProviderConfig = {
  schemas: [CONFIG],
  documentationUri: 'https://github.com/handback/handback/blob/main/docs/departures.md',
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The value of SCIM_TOKEN, in the header Authorization',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: '/scim/v2/ServiceProviderConfig' },
};

export const resourceTypes: readonly Described[] = [
  {
    schemas: [RESOURCE_TYPE],
    id: 'User',
    name: 'User',
    description: 'A person who may leave',
    endpoint: '/Users',
    schema: USER,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }],
    meta: { resourceType: 'ResourceType', location: '/scim/v2/ResourceTypes/User' },
  },
];

export const schemas: readonly Described[] = [
  schema(USER, 'User', 'What is kept of a person; other attributes are taken and dropped', [
    { ...text('userName', 'Unique, in whatever case'), required: true, uniqueness: 'server' },
    { ...text('externalId', 'Id in the directory'), caseExact: true },
    text('displayName', 'Name for people'),
    {
      ...text('name', 'Name in parts'),
      type: 'complex',
      subAttributes: ['formatted', 'givenName', 'familyName'].map((each) => text(each, each)),
    },
    { ...text('active', 'False: has left'), type: 'boolean' },
    {
      ...text('emails', 'Addresses; they tie the person to an account at GitHub'),
      type: 'complex',
      multiValued: true,
      subAttributes: [
        text('value', 'Address'),
        text('type', 'work, home, ...'),
        { ...text('primary', 'The main one'), type: 'boolean' },
      ],
    },
  ]),
  schema(ENTERPRISE, 'EnterpriseUser', 'Of the enterprise extension, the employer', [
    text('organization', 'The vendor somebody works for, when it is another company'),
  ]),
];

function schema(id: string, name: string, description: string, attributes: readonly object[]) {
  const meta = { resourceType: 'Schema', location: `/scim/v2/Schemas/${id}` };
  return { schemas: [SCHEMA], id, name, description, attributes, meta };
}

function text(name: string, description: string) {
  const common = {
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
  };
  return { name, type: 'string', description, ...common, uniqueness: 'none' };
}
