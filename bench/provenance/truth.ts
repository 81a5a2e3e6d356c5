import { type CredentialId, credentialId } from '../../src/model/credential.ts';
import { identity } from '../../src/model/identity.ts';
import type { VariableSighting } from '../../src/model/sighting.ts';
import { ENVIRONMENT } from '../organizations/audit-log.ts';
import { type MadeUpOrganization, type MadeUpRepository, NOW } from '../organizations/organization.ts';
import type { Account } from '../organizations/people.ts';
import type { Setting } from '../organizations/settings.ts';
import { textCredential } from './announced.ts';

interface Expectation {
  readonly credential: CredentialId;
  readonly kind: string;
  readonly story: string;
  readonly maker: Account | undefined;
}

/** Who truly made each credential. */
export function expectations({ repositories, tokens, authorizations }: MadeUpOrganization): readonly Expectation[] {
  return [
    ...repositories.flatMap(ofRepository),
    ...tokens.map(({ id, maker }) =>
      expect('fine-grained-token', maker, credentialId('fine-grained-token', id + 5000)),
    ),
    ...authorizations.map(({ id, by }) => expect('sso-authorization', by, credentialId('sso-authorization', id))),
  ];
}

function ofRepository(repository: MadeUpRepository): readonly Expectation[] {
  const { id, book, keys, hooks, texts, settings } = repository;
  return [
    ...book.leaks.map(({ maker, story }, at) => ({
      ...expect('secret in code', maker, leakCredential(id, at)),
      story,
    })),
    ...keys.map((key) => expect('deploy-key', key.maker, credentialId('deploy-key', id, key.id))),
    ...hooks.map((hook) => expect('webhook', hook.maker, credentialId('webhook', id, hook.id))),
    ...texts.map((text) => expect('secret in text', text.maker, textCredential(repository, text.id))),
    ...settings.map((setting) => {
      // An App stored it for somebody whom nothing names.
      const maker = setting.created.by.bot ? undefined : setting.created.by;
      return expect(setting.what === 'variable' ? 'variable' : 'CI secret', maker, settingCredential(id, setting));
    }),
  ];
}

function expect(kind: string, maker: Account | undefined, credential: CredentialId): Expectation {
  return { credential, kind, story: kind, maker };
}

export function leakCredential(repositoryId: number, at: number): CredentialId {
  return credentialId('plaintext-secret', 'code', repositoryId, at);
}

function settingCredential(repositoryId: number, { what, product, level, name }: Setting): CredentialId {
  if (what === 'variable') return credentialId('plaintext-secret', 'variable', name);
  const environment = level === 'environment' ? ENVIRONMENT : '';
  return credentialId(`${product}-secret`, level === 'organization' ? 'organization' : repositoryId, environment, name);
}

/** A secret seen in a variable, soon after it was set: before anybody else set it again. */
export function variableSightings({ repositories }: MadeUpOrganization): readonly VariableSighting[] {
  return repositories.flatMap(({ id, fullName, settings }) =>
    settings.flatMap((setting): VariableSighting[] => {
      if (setting.what !== 'variable') return [];
      const { name, level, created, again } = setting;
      const place = level === 'organization' ? {} : { repositoryId: id, repository: fullName };
      const scope = level === 'environment' ? { ...place, environment: ENVIRONMENT } : place;
      // Every second one is seen late: who set it in between is taken for its maker.
      const late = again[0] !== undefined && again[0].at < NOW && name.endsWith('2');
      const firstSeenAt = late ? NOW : created.at + 3_600_000;
      const credential = settingCredential(id, setting);
      return [{ id: identity('seen', name), in: 'variable', credential, scope, name, firstSeenAt }];
    }),
  );
}
