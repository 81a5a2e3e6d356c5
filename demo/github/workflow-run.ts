import type { Repository } from './model.ts';
import type { User } from './records.ts';

/** That a workflow ran. Nothing runs here: an act says that something did. */
export interface WorkflowRun {
  readonly id: number;
  readonly repository: Repository;
  /** `.github/workflows/deploy.yml` */
  readonly path: string;
  readonly sha: string;
  readonly actor: User;
  readonly createdAt: number;
}
