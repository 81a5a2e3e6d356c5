import type { Repository } from '../../model/organization.ts';
import type { Command } from '../../policy/commands/command.ts';
import type { Desk } from '../../policy/commands/desk.ts';
import type { Context, Site } from '../context.ts';
import { deskFacts, type Said } from '../reading/desk-facts.ts';
import { readGround } from '../reading/ground.ts';
import { noRight } from './rights.ts';

/** All that these commands, or a button, are judged by; undefined where nobody decides anything. */
export async function openDesk(
  { store, now }: Context,
  site: Site,
  repository: Repository,
  said: Said,
  commands: readonly Command[],
): Promise<Desk | undefined> {
  const ground = await readGround(store, site.organization, now());
  const facts = await deskFacts(store, ground, repository, said, commands);
  if (facts === undefined) return undefined;
  const why = await noRight(store, site, facts.policy, repository, said.speaker, ground.who);
  return why === undefined ? facts : { ...facts, noRight: why };
}
