import type { DepartureSource } from './departure-source.ts';
import { organizationBlock } from './organization-block.ts';
import { organizationMembers } from './organization-members.ts';
import { repositoryCollaborators } from './repository-collaborators.ts';
import { teams } from './teams.ts';

/**
 * Every event that tells of somebody leaving. What is no event (roster, directory, `POST
 * /departures`, command, sweep) has a job of its own.
 */
export const departureSources: readonly DepartureSource[] = [
  organizationMembers,
  repositoryCollaborators,
  teams,
  organizationBlock,
];
