// One person of a directory, and the calls that directories make, shared by the tests of SCIM.
import { expect } from 'vitest';
import type { PeopleServer } from './people-server.ts';

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const OFF = 'leaves: switched off in the directory';
export const BACK = 'stays: active in the directory again';

export const jo = (given: object = {}) => ({
  schemas: [CORE],
  userName: 'jo@acme.example',
  externalId: 'okta-1',
  name: { givenName: 'Jo', familyName: 'Doe' },
  emails: [{ primary: true, value: 'jo@acme.example', type: 'work' }],
  active: true,
  ...given,
});

export function callsTo(server: () => PeopleServer) {
  return {
    create: async (given: object = {}) => {
      const { status, body } = await server().scim('/Users', { method: 'POST', body: jo(given) });
      expect(status).toBe(201);
      return String(body['id']);
    },
    patch: (id: string, ...Operations: object[]) => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      return server().scim(`/Users/${id}`, { method: 'PATCH', body: { schemas, Operations } });
    },
    find: async (filter: string) => {
      const { status, body } = await server().scim(
        `/Users?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`,
      );
      return status === 200 ? (body['Resources'] as { id: string }[]).map(({ id }) => id) : body['scimType'];
    },
    said: async () => (await server().notices()).map(({ says, detail }) => `${says}: ${detail}`),
  };
}
