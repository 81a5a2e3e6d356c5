import { DAY } from '../../src/model/time.ts';
import type { Repository } from '../github/model.ts';
import type { GitHub } from '../github/stand-in.ts';
import type { User, World } from './cast.ts';

export interface History {
  readonly github: GitHub;
  readonly people: World['people'];
  readonly repositories: World['repositories'];
  readonly now: number;
}

const POLICY = `version: 1
mode: block
cases:
  repository: security
roster:
  repository: people
issuer_probes: true
`;

const ROSTER = (lastWeek: string) => `people:
  - login: alice
    type: employee
  - login: bob
    type: employee
  - login: carol
    type: employee
  - login: mallory
    email: mallory@vendor.example
    type: contractor
    vendor: Initech
    sponsor: alice
  - login: eve
    type: contractor
    vendor: Initech
    sponsor: bob
    end: ${lastWeek}
`;

const DEPLOY = `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}
`;

/** Years of ordinary work by five people, and what two of them left in it. */
export async function writeHistory({ github, people, repositories, now }: History): Promise<void> {
  const { alice, bob, carol, mallory, eve } = people;
  const { policy, roster, security, ...code } = repositories;
  const at = (days: number) => new Date(now - days * DAY);
  const by = (who: User, days: number, message: string, files: Record<string, string>) => ({
    author: who.name,
    email: who.email,
    date: at(days),
    message,
    files,
  });
  const lastWeek = new Date(now - 7 * DAY).toISOString().slice(0, 10);

  await github.commit(policy, [
    by(alice, 30, 'Ask for proof when somebody leaves', { '.github/handback.yml': POLICY }),
  ]);
  await github.commit(roster, [by(alice, 30, 'Who works here', { 'people.yml': ROSTER(lastWeek) })]);
  await github.commit(security, [by(alice, 30, 'Start', { 'README.md': '# Security\n' })]);
  for (const repository of Object.values(code))
    await github.commit(repository, ordinaryYears(repository, [alice, bob, carol, eve], now));
  await github.commit(code.shop, [
    by(mallory, 200, 'Deploy from CI', {
      '.github/workflows/deploy.yml': DEPLOY,
      'deploy.sh': '#!/bin/sh\nrsync -a dist/ prod:/srv/shop\n',
    }),
  ]);
}

function ordinaryYears({ name }: Repository, authors: readonly User[], now: number) {
  return Array.from({ length: 40 }, (_, index) => {
    const author = authors[index % authors.length] ?? authors[0];
    const file = `src/module-${index % 9}.js`;
    return {
      author: author?.name ?? '',
      email: author?.email ?? '',
      date: new Date(now - (1200 - index * 24) * DAY),
      message: `Work on ${file}`,
      files: { [file]: `// ${name}, revision ${index}\nexport const step${index} = (value) => value + ${index};\n` },
    };
  });
}
