// An act -> the world and the App after it. What it needs and is not there makes it nothing.
import { enforce, incidents, prove, sweep } from '../../src/jobs/requests.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import type { Act } from './acts.ts';
import { editIssue } from './door-changes.ts';
import { calm, deliver, type Machine, restart, turn } from './machine.ts';
import { post } from './mail.ts';
import { performPeople } from './perform-people.ts';
import { performThings } from './perform-things.ts';
import { policyText, repositoryId, type World } from './world.ts';

export async function perform(machine: Machine, act: Act): Promise<void> {
  const { world } = machine;
  world.now += 1500;
  performPeople(world, act);
  performThings(world, act);
  performByHand(world, act);
  await performOnTheWires(machine, act);
}

function performByHand(world: World, act: Act): void {
  switch (act.do) {
    case 'close-case':
    case 'reopen-case':
    case 'edit-case': {
      const issue = world.issues[act.which % Math.max(1, world.issues.length)];
      if (issue === undefined) return;
      if (act.do === 'edit-case') editIssue(world, issue, { title: 'Done', body: 'Nothing to see here.' });
      else editIssue(world, issue, { state: act.do === 'close-case' ? 'closed' : 'open' });
      return;
    }
    case 'policy': {
      const until = isoDay(world.now + 10 * DAY);
      const ids = world.keys.map((key) => `deploy-key:${repositoryId(world, key.repository)}:${key.id}`);
      const spared = act.spare ? ids.slice(0, 2).map((credential) => ({ credential, until })) : [];
      world.policy = policyText({ mode: act.mode, grace: act.grace, spared });
      post(world, 'push', { repository: '.github-private', after: 'f'.repeat(40) });
      return;
    }
    case 'touch-check': {
      const pull = world.pulls[act.which % Math.max(1, world.pulls.length)];
      if (pull === undefined) return;
      post(world, 'check_run.rerequested', { repository: pull.repository, check_run: { head_sha: pull.sha } });
      return;
    }
    default:
  }
}

async function performOnTheWires(machine: Machine, act: Act): Promise<void> {
  const { world, context } = machine;
  switch (act.do) {
    case 'deliver':
    case 'lose': {
      const any = act.which % Math.max(1, world.mail.length);
      const [mail] = world.mail.splice(any, 1);
      if (mail === undefined) return;
      if (act.do === 'deliver') await deliver(machine, mail);
      // GitHub keeps it, and sends it again when it is asked to: perhaps, and late.
      else world.former.push(mail);
      return;
    }
    case 'again': {
      const mail = world.former[act.which % Math.max(1, world.former.length)];
      if (mail !== undefined) await deliver(machine, mail);
      return;
    }
    case 'work':
      for (let left = act.turns; left > 0 && machine.waiting.length > 0; left -= 1) await turn(machine);
      return;
    case 'wait':
      world.now += act.ms;
      return;
    case 'trouble':
      world.trouble.push(...act.trouble);
      return;
    case 'lose-answers':
      world.lostAnswers = act.count;
      return;
    case 'restart':
      restart(machine);
      return;
    case 'sweep':
      return void (await context.queue.add([sweep(world.org)]));
    case 'prove':
      return void (await context.queue.add([incidents(world.org), prove(world.org), enforce(world.org)]));
    case 'settle':
      return calm(machine);
    default:
  }
}
