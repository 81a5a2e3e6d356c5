import { type CredentialId, credentialId } from '../../src/model/credential.ts';
import { ENVIRONMENT } from '../organizations/audit-log.ts';
import { type MadeUpOrganization, type MadeUpRepository, NOW } from '../organizations/organization.ts';
import type { Account } from '../organizations/people.ts';
import type { Setting } from '../organizations/settings.ts';
import { credentialIn } from './leaks.ts';

interface Expectation {
  readonly credential: CredentialId;
  readonly kind: string;
  readonly story: string;
  readonly maker: Account | undefined;
}

/** Who truly made each credential, asked once: a value may be in several places. */
export function expectations({ repositories, tokens, authorizations }: MadeUpOrganization): readonly Expectation[] {
  const all = [
    ...repositories.flatMap(ofRepository),
    // Both are made in the browser of whoever is signed in: GitHub has no request for it that a
    // borrowed token could send.
    ...tokens.map(({ id, by }) => expect('fine-grained-token', by, credentialId('fine-grained-token', id + 5000))),
    ...authorizations.map(({ id, by }) => expect('sso-authorization', by, credentialId('sso-authorization', id))),
  ];
  return [...new Map(all.map((each) => [each.credential, each])).values()];
}

function ofRepository(repository: MadeUpRepository): readonly Expectation[] {
  const { id, book, keys, hooks, texts, settings } = repository;
  return [
    ...book.leaks.map(({ maker, story, content }) => ({
      ...expect('secret in code', maker, credentialIn(content).id),
      story,
    })),
    ...keys.map((key) => expect('deploy-key', key.maker, credentialId('deploy-key', id, key.id))),
    ...hooks.map((hook) => expect('webhook', hook.maker, credentialId('webhook', id, hook.id))),
    ...texts.map((text) => expect('secret in text', text.maker, credentialIn(text.body).id)),
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

function settingCredential(repositoryId: number, { what, product, level, name, value }: Setting): CredentialId {
  if (what === 'variable') return credentialIn(value).id;
  const environment = level === 'environment' ? ENVIRONMENT : '';
  return credentialId(`${product}-secret`, level === 'organization' ? 'organization' : repositoryId, environment, name);
}

/** The day on which Handback reads a text: a variable soon after it was set, or after somebody else set it again. */
export function dayOf({ repositories }: MadeUpOrganization): (name: string) => number {
  const settings = repositories.flatMap((repository) => repository.settings);
  const variables = new Map(settings.filter(({ what }) => what === 'variable').map((each) => [each.name, each]));
  return (name) => {
    const variable = variables.get(name);
    if (variable === undefined) return NOW;
    const [again] = variable.again;
    // Every second one is read late: who set it in between is taken for its maker.
    const late = again !== undefined && again.at < NOW && name.endsWith('2');
    return late ? NOW : variable.created.at + 3_600_000;
  };
}
