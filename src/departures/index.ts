import type { DepartureSource } from './departure-source.ts';
import { organizationMembers } from './organization-members.ts';
import { repositoryCollaborators } from './repository-collaborators.ts';

/** Every event that tells of somebody leaving. The roster and `handback depart` have jobs of their own. */
export const departureSources: readonly DepartureSource[] = [organizationMembers, repositoryCollaborators];
