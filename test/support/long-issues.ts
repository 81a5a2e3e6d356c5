// Long issues of ours in one repository of the stand-in, one a test.
import type { Remembered } from '../../src/actions/action.ts';
import { caseIssue } from '../../src/actions/case-issue.ts';
import type { CaseStep } from '../../src/model/step.ts';
import { type Door, makeDoor } from './make-door.ts';
import { caseStepOf, makePolicy } from './make-situation.ts';

const BODY = 'Case.\n\n- [Page 1](#handback-page-1)\n- [Page 2](#handback-page-2)';

export type LongIssues = Awaited<ReturnType<typeof makeLongIssues>>;

export async function makeLongIssues() {
  const acme: Door = await makeDoor({ permissions: { issues: 'write' } });
  const security = await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
  let keys = 0;

  function newStep(pages: readonly string[], given: Partial<CaseStep> = {}): CaseStep {
    keys += 1;
    const step = caseStepOf({ policy: makePolicy({ cases: { repository: 'security' } }) });
    return { ...step, key: `long-${keys}`, body: BODY, pages, ...given };
  }

  function carryOut(step: CaseStep, remembered?: Remembered, now = Date.now()): Promise<Remembered> {
    const known = remembered === undefined ? {} : { remembered };
    return caseIssue.carryOut({ github: acme.door, botLogin: 'handback[bot]', now, ...known }, step);
  }

  function issueOf({ key }: CaseStep) {
    const [issue, ...more] = security.issues.filter(({ body }) => body?.includes(`handback:case:${key} `));
    if (issue === undefined || more.length > 0)
      throw new Error(`${more.length + (issue ? 1 : 0)} issues instead of one`);
    return issue;
  }

  function commentAt(step: CaseStep, index: number) {
    const comment = issueOf(step).comments[index];
    if (comment === undefined) throw new Error(`no comment ${index}`);
    return comment;
  }

  return {
    acme,
    newStep,
    carryOut,
    issueOf,
    commentAt,
    /** What comments say, without their markers. */
    said: (step: CaseStep) => issueOf(step).comments.map(({ body }) => body.split('\n\n<!--')[0]),
    writes: () => acme.github.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD').length,
  };
}
