import { z } from 'zod';
import type { Repository } from '../model/organization.ts';
import { type GitHub, ownerAndName } from './github.ts';

const Environment = z.object({ name: z.string() });

/** The names of a repository's deployment environments. */
export async function* environments(github: GitHub, repository: Repository): AsyncIterable<string> {
  const where = ownerAndName(repository.fullName);
  for await (const { name } of github.pages('GET /repos/{owner}/{repo}/environments', where, Environment)) yield name;
}
