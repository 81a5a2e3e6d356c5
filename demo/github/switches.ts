// What an administrator of a repository sets in the stand-in GitHub.

export interface RepositorySwitches {
  private: boolean;
  archived: boolean;
  hasIssues: boolean;
}

export interface EnvironmentRules {
  preventSelfReview: boolean;
  branches: 'any' | 'protected' | 'chosen';
  waitMinutes: number;
}
