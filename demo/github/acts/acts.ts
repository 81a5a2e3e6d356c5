// Everything that people do on GitHub, as methods of the stand-in: `github.addMember(org, actor, user)`.
import type { World } from '../world.ts';
import * as apps from './apps.ts';
import * as checks from './checks.ts';
import * as credentials from './credentials.ts';
import * as edits from './edits.ts';
import * as issues from './issues.ts';
import * as queue from './merge-queue.ts';
import * as merges from './merges.ts';
import * as people from './people.ts';
import * as pulls from './pulls.ts';
import * as pushes from './pushes.ts';
import * as repositories from './repositories.ts';
import * as reviewComments from './review-comments.ts';
import * as runs from './runs.ts';
import * as tokens from './tokens.ts';

export function acts(world: World) {
  return bind(world, {
    user: people.user,
    organization: people.organization,
    addMember: people.addMember,
    removeMember: people.removeMember,
    blockUser: people.blockUser,
    unblockUser: people.unblockUser,
    setCollaborator: people.setCollaborator,
    inviteCollaborator: people.inviteCollaborator,
    acceptInvitation: people.acceptInvitation,
    removeCollaborator: people.removeCollaborator,
    createTeam: people.createTeam,
    addToTeam: people.addToTeam,
    removeFromTeam: people.removeFromTeam,
    setTeamRole: people.setTeamRole,
    addPublicKey: people.addPublicKey,

    createRepository: repositories.createRepository,
    fork: repositories.fork,
    renameRepository: repositories.renameRepository,
    renameOrganization: repositories.renameOrganization,
    setVisibility: repositories.setVisibility,
    setArchived: repositories.setArchived,
    setIssues: repositories.setIssues,
    transferRepository: repositories.transferRepository,
    deleteRepository: repositories.deleteRepository,

    commit: pushes.commit,
    push: pushes.push,
    runWorkflow: runs.runWorkflow,
    sign: pushes.sign,

    addDeployKey: credentials.addDeployKey,
    deleteDeployKey: credentials.deleteDeployKey,
    useDeployKey: credentials.useDeployKey,
    setSecret: credentials.setSecret,
    deleteSecret: credentials.deleteSecret,
    setVariable: credentials.setVariable,
    deleteVariable: credentials.deleteVariable,
    createEnvironment: credentials.createEnvironment,
    deleteEnvironment: credentials.deleteEnvironment,
    addHook: credentials.addHook,
    deleteHook: credentials.deleteHook,
    createPersonalAccessToken: tokens.createPersonalAccessToken,
    revokePersonalAccessToken: tokens.revokePersonalAccessToken,
    requestTokenAccess: tokens.requestTokenAccess,
    approveTokenAccess: tokens.approveTokenAccess,
    revokeTokenAccess: tokens.revokeTokenAccess,

    openPull: pulls.openPull,
    editPull: pulls.editPull,
    closePull: pulls.closePull,
    reopenPull: pulls.reopenPull,
    review: pulls.review,
    reviewComment: reviewComments.reviewComment,
    editReviewComment: reviewComments.editReviewComment,
    deleteReviewComment: reviewComments.deleteReviewComment,
    mergePull: merges.mergePull,
    enqueue: queue.enqueue,
    dequeue: queue.dequeue,
    createCheck: checks.createCheck,
    updateCheck: checks.updateCheck,
    rerequestCheck: checks.rerequestCheck,
    requestAction: checks.requestAction,
    requireCheck: checks.requireCheck,
    deleteRuleset: checks.deleteRuleset,

    openIssue: issues.openIssue,
    editIssue: issues.editIssue,
    closeIssue: issues.closeIssue,
    reopenIssue: issues.reopenIssue,
    comment: issues.comment,
    editComment: issues.editComment,
    deleteComment: issues.deleteComment,
    deleteRevision: edits.deleteRevision,

    install: apps.install,
    registerApp: apps.register,
    confirmManifest: apps.confirmManifest,
    acceptPermissions: apps.acceptPermissions,
    suspend: apps.suspend,
    unsuspend: apps.unsuspend,
    uninstall: apps.uninstall,
    chooseRepositories: apps.chooseRepositories,
  });
}

type Act = (world: World, ...rest: never[]) => unknown;
type Bound<T extends Record<string, Act>> = {
  [K in keyof T]: T[K] extends (world: World, ...rest: infer A) => infer R ? (...rest: A) => R : never;
};

function bind<T extends Record<string, Act>>(world: World, unbound: T): Bound<T> {
  const entries = Object.entries(unbound).map(([name, act]) => [name, (...rest: never[]) => act(world, ...rest)]);
  return Object.fromEntries(entries) as Bound<T>;
}
