import type { Environment, Repository, Vault } from './model.ts';
import { found } from './world.ts';

export const emptyVault = (): Vault => ({
  secrets: { actions: new Map(), dependabot: new Map(), codespaces: new Map(), agents: new Map() },
  variables: new Map(),
  agentsVariables: new Map(),
});

export const environment = (repository: Repository, name: string): Environment =>
  found(repository.environments.find((environment) => environment.name === name));
