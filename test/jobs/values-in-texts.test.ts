import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { type GitHub, GitHubFailure, NotVisible } from '../../src/github/github.ts';
import { runJob } from '../../src/jobs/index.ts';
import { look } from '../../src/jobs/requests.ts';
import { textAgain } from '../../src/jobs/scanning/text-again.ts';
import { readAgain, textsAround } from '../../src/jobs/scanning/value.ts';
import { PLAINTEXT_SECRET, type Scope } from '../../src/model/credential.ts';
import { RetryLater } from '../../src/model/job.ts';
import { Secret } from '../../src/model/secret.ts';
import type { VariableSighting } from '../../src/model/sighting.ts';
import { fake } from '../support/fake-tokens.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makePlaintext, makeSighting } from '../support/make-facts.ts';

const [TOKEN, OTHER, THIRD] = [1, 2, 3].map((seed) => fake('ghp_{base62:30}{crc32-base62}', seed));
const OF_NO_RULE = 'known-to-github-alone-0123456789';
const SHOP = { repositoryId: 1, repository: 'acme/shop' };
const organization = { id: 1, login: 'acme', installationId: 5, state: 'active' as const };

const seenIn = (name: string, scope: Scope): VariableSighting => {
  return { id: name, in: 'variable', credential: makePlaintext().id, scope, name, firstSeenAt: 1 };
};

describe('the address of a text', () => {
  const asked = async (name: string, scope: Scope, answer: object) => {
    let request = '';
    const find: GitHub['find'] = async (route, parameters, schema) => {
      request = route.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(parameters[key]));
      return schema.parse(answer);
    };
    const text = await textAgain({ github: { find } as GitHub, organization }, seenIn(name, scope));
    return [request, text];
  };

  it.each<[string, Scope, object, string, string]>([
    ['REGION', SHOP, { value: 'x' }, 'GET /repos/acme/shop/actions/variables/REGION', 'x'],
    ['REGION', {}, { value: 'x' }, 'GET /orgs/acme/actions/variables/REGION', 'x'],
    [
      'REGION',
      { ...SHOP, environment: 'eu' },
      { value: 'x' },
      'GET /repos/acme/shop/environments/eu/variables/REGION',
      'x',
    ],
    ['agents variable A', SHOP, { value: 'x' }, 'GET /repos/acme/shop/agents/variables/A', 'x'],
    ['agents variable A', {}, { value: 'x' }, 'GET /orgs/acme/agents/variables/A', 'x'],
    ['secret-scanning alert #7', SHOP, { secret: 'x' }, 'GET /repos/acme/shop/secret-scanning/alerts/7', 'x'],
    ['webhook 7', SHOP, { config: { url: 'x' } }, 'GET /repos/acme/shop/hooks/7', 'x'],
    ['webhook 7', {}, { config: { url: 'x' } }, 'GET /orgs/acme/hooks/7', 'x'],
    ['issue #7', SHOP, { title: 'a', body: null }, 'GET /repos/acme/shop/issues/7', 'a\n'],
    ['comment 7', SHOP, { body: 'x' }, 'GET /repos/acme/shop/issues/comments/7', 'x'],
    ['review comment 7', SHOP, { body: 'x' }, 'GET /repos/acme/shop/pulls/comments/7', 'x'],
  ])('%s of %j', async (name, scope, answer, request, text) => {
    expect(await asked(name, scope, answer)).toEqual([request, text]);
  });

  it.each([
    new NotVisible({ why: 'permission', says: 'not visible' }),
    new GitHubFailure('500', 500),
    new GitHubFailure('cut', 0),
  ])('that does not answer gives no value: %s', async (error) => {
    const find = () => Promise.reject(error);
    expect(await textAgain({ github: { find } as never, organization }, seenIn('A', SHOP))).toBeUndefined();
  });

  it('behind a rate limit is asked later', async () => {
    const find = () => Promise.reject(new RetryLater('later', 1000));
    await expect(textAgain({ github: { find } as never, organization }, seenIn('A', SHOP))).rejects.toThrow('later');
  });
});

describe('a value that was seen only in a text', () => {
  let acme: Door;
  let days: FastDays;
  beforeAll(async () => {
    acme = await makeDoor();
    days = await startFastDays(acme);
    await days.store.organizations.save(acme.organization);
    await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  });
  afterAll(async () => {
    await days.close();
    await acme.close();
  });

  const lookAt = (source: string, repositoryId?: number) =>
    runJob(days.context, { ...look(acme.acme.id, repositoryId, { sources: [source] }), id: 'test', attempt: 1 });
  const again = async (value: string) => {
    const print = fingerprint(new Secret(value), days.context.fingerprintKey);
    const known = await days.store.credentials.list(acme.acme.id);
    const credential = known.find(
      ({ kind, plaintext }) => kind === PLAINTEXT_SECRET && plaintext?.fingerprint === print,
    );
    if (credential === undefined) return 'never seen';
    const all = await days.store.sightings.list(acme.acme.id);
    const sightings = all.filter((each) => each.credential === credential.id);
    const site = { organization: acme.organization, github: acme.door };
    const present = sightings.filter((each) => each.in === 'variable' && each.goneAt === undefined).length;
    return { present, value: (await readAgain(days.context, site, credential, sightings))?.secret.reveal() };
  };

  it('is read again from a variable until it is replaced, and is gone from there when the variable is deleted', async () => {
    const { github, shop, mallory } = acme;
    github.setVariable(shop, mallory, 'KEY', `${TOKEN}`);
    await lookAt('actions-variable', shop.id);
    expect(await again(`${TOKEN}`)).toEqual({ present: 1, value: TOKEN });
    github.setVariable(shop, mallory, 'KEY', `${OTHER}`);
    expect(await again(`${TOKEN}`)).toEqual({ present: 1, value: undefined });
    await lookAt('actions-variable', shop.id);
    expect(await again(`${TOKEN}`)).toEqual({ present: 0, value: undefined });
    expect(await again(`${OTHER}`)).toEqual({ present: 1, value: OTHER });
    github.fault({ on: /actions\/variables/, status: 403 });
    await lookAt('actions-variable', shop.id);
    expect(await again(`${OTHER}`)).toMatchObject({ present: 1 });
    github.deleteVariable(shop, mallory, 'KEY');
    await lookAt('actions-variable', shop.id);
    expect(await again(`${OTHER}`)).toEqual({ present: 0, value: undefined });
  });

  it('has what stands beside it told of every place, or of none where one cannot be read', async () => {
    const { github, shop, mallory } = acme;
    const value = fake('ghp_{base62:30}{crc32-base62}', 4);
    github.setVariable(shop, mallory, 'FIRST', `first ${value}`);
    github.setVariable(shop, mallory, 'SECOND', `second ${value}`);
    await lookAt('actions-variable', shop.id);
    const around = async () => {
      const all = await days.store.sightings.list(acme.acme.id);
      const id = fingerprint(new Secret(value), days.context.fingerprintKey);
      const credential = (await days.store.credentials.list(acme.acme.id)).find(
        ({ plaintext }) => plaintext?.fingerprint === id,
      );
      if (credential === undefined) throw new Error('never seen');
      const sightings = all.filter((each) => each.credential === credential.id);
      const site = { organization: acme.organization, github: acme.door };
      return (await textsAround(days.context, site, credential, sightings))?.toSorted();
    };
    expect(await around()).toEqual([`first ${value}`, `second ${value}`]);
    github.setVariable(shop, mallory, 'SECOND', 'another');
    expect(await around()).toBeUndefined();
    await lookAt('actions-variable', shop.id);
    expect(await around()).toEqual([`first ${value}`]);
  });

  it('is found also where the code holds more values than fit into a call', async () => {
    const { github, shop, mallory } = acme;
    const { store } = days.context;
    const many = Array.from({ length: 200_000 }, () => makeSighting());
    Object.assign(days.context, { store: { ...store, sightings: { ...store.sightings, at: async () => many } } });
    github.setVariable(shop, mallory, 'MANY', `${THIRD}`);
    await lookAt('actions-variable', shop.id);
    Object.assign(days.context, { store });
    github.deleteVariable(shop, mallory, 'MANY');
    expect(await again(`${THIRD}`)).toMatchObject({ present: 1 });
  });

  it('is gone with its environment', async () => {
    const place = acme.github.createEnvironment(acme.shop, acme.alice, 'eu');
    acme.github.setVariable(place, acme.mallory, 'KEY', `${TOKEN}`);
    await lookAt('environment', acme.shop.id);
    expect(await again(`${TOKEN}`)).toEqual({ present: 1, value: TOKEN });
    acme.shop.environments = [];
    await lookAt('environment', acme.shop.id);
    expect(await again(`${TOKEN}`)).toEqual({ present: 0, value: undefined });
  });

  it('is read again from an alert that somebody closed, also where no rule of ours knows it', async () => {
    const alert = {
      number: 1,
      createdAt: Date.now(),
      validity: 'active',
      secretType: 'acme',
      secret: OF_NO_RULE,
    } as const;
    acme.shop.alerts = [{ ...alert, state: 'open' }];
    await lookAt('secret-scanning-alert');
    acme.shop.alerts = [{ ...alert, state: 'resolved' }];
    await lookAt('secret-scanning-alert');
    expect(await again(OF_NO_RULE)).toEqual({ present: 1, value: OF_NO_RULE });
  });
});
