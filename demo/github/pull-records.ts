// What people make of a pull request: its end, reviews, comments on its lines.
import type { Comment, User } from './records.ts';

/** What becomes of a pull request. */
export interface PullFate {
  mergedAt?: number;
  mergedBy?: User;
  mergeSha?: string;
  reviews: Review[];
  comments: ReviewComment[];
}

export interface Review {
  /** Nobody: the account is gone. */
  by: User | null;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  at: number;
  url: string;
}

/** On one line of a commit. */
export interface ReviewComment extends Omit<Comment, 'reactions'> {
  /** Id of the review that it is part of. */
  review: number;
  path: string;
  line: number;
  sha: string;
}
