import { knownAs } from '../../model/person.ts';
import type { Certificate } from '../certificate.ts';
import { NOT_FOR_THEM } from './case-item.ts';
import { kindName } from './credential.ts';
import { sayException } from './decision.ts';
import { code, count, login, plain } from './markdown.ts';

/**
 * Where a certificate stands among everything that Handback did: with it anybody can check that it is as it was issued.
 */
export interface Issue {
  readonly at: string;
  readonly by: string;
  readonly sha256: string;
  /** Entries of the journal before this one, and the hash of the last of them. */
  readonly journal: { readonly entries: number; readonly head: string };
}

type Credential = Certificate['credentials'][number];

/**
 * The certificate as Markdown. No line is left out: an auditor counts them. Only the JSON
 * form has very long texts in full.
 */
export function certificateText(certificate: Certificate, issue: Issue): string {
  const { departure, organization, population, open, incidents, credentials, notVisible, decisions } = certificate;
  const sections = [
    `# Handback certificate: ${plain(knownAs(departure.person))}, ${plain(organization.login)}`,
    `**${plain(certificate.title)}**`,
    ending(certificate),
    list('Open because', open.map(plain)),
    list('Since the departure', incidents.map(incident)),
    list('Who says that this person leaves', [
      ...departure.askedBy.map(notice),
      ...departure.contradictedBy.map((each) => `contrary: ${notice(each)}`),
    ]),
    `## Credentials\n\n${population.proved} of ${population.credentials} proved${grades(population.byGrade)}. This is what the person made or set last, as far as evidence shows it.`,
    ...credentials.map(section),
    list('Machine accounts that they held, by the roster', certificate.machines.map(machine)),
    list('They answered for, and did not make', certificate.owned.map(place)),
    list('They could read, and did not make', exposed(certificate)),
    list(
      'Not covered',
      [
        ...notVisible.map(({ source, where, says }) => `${plain(source)} of ${code(where)}: ${plain(says ?? '')}`),
        ...(population.unknownMaker > 0
          ? [
              `credentials in the organisation whose maker is not known, so that each may be of this person: ${population.unknownMaker}`,
            ]
          : []),
      ],
      'Nothing that Handback knows of.',
    ),
    list('Decisions', decisions.map(decision), 'None.'),
    list('Policy', [
      `from ${code(certificate.policy.origin)}`,
      ...certificate.policy.problems.map(({ file, says }) => `problem in ${code(file)}: ${plain(says)}`),
    ]),
    `## Controls\n\nWhat this certificate is evidence for; whether a control is met is the auditor's judgement.\n\n${controls(certificate)}`,
    checking(issue),
  ];
  return `${sections.filter((each) => each !== '').join('\n\n')}\n`;
}

function ending({ departure, observer, lookedAt }: Certificate): string {
  const { engagement, state, effectiveAt, learnedAt, isKnown } = departure;
  const { vendor, sponsor, type, end } = engagement ?? {};
  const facts = [
    `departure: ${state}, access ends ${effectiveAt}, learned ${learnedAt}`,
    ...(isKnown ? [] : ['nobody with this name is known to Handback']),
    ...(type === undefined
      ? []
      : [`engagement: ${plain(type)}${vendor ? ` of ${plain(vendor)}` : ''}${end ? `, last day ${plain(end)}` : ''}`]),
    ...(sponsor === undefined ? [] : [`sponsor: ${plain(sponsor)}`]),
    `observer: ${plain(observer)}`,
    `looked at: ${count(lookedAt.places, 'place')}${lookedAt.oldestLook ? `, the longest ago on ${lookedAt.oldestLook}` : ''}`,
  ];
  return facts.map((fact) => `- ${fact}`).join('\n');
}

function section(one: Credential): string {
  const { proof } = one;
  const lines = [
    `made by: ${plain(one.because.says)}`,
    `dates: ${dated(one.dates).join(', ') || 'none'}`,
    `proof: **${proof.state}**, ${proof.grade ?? 'no grade'} of the ${proof.required} that the policy asks for${proof.says ? `: ${plain(proof.says)}` : ''}`,
    ...(proof.notForThem ? [NOT_FOR_THEM[proof.notForThem]] : []),
    ...(proof.back ? [`**back**: ${plain(proof.back.says)}`] : []),
    ...(proof.asked ? [`asked: ${asked(proof.asked)}${proof.by ? `, by ${code(proof.by)}` : ''}`] : []),
    ...(proof.control ? [`control read: ${asked(proof.control)}`] : []),
    ...dated(proof.dates),
    ...one.exceptions.map(sayException),
    `evidence: ${one.because.evidence.map(plain).join('; ') || 'none'}`,
    `id: ${code(one.id)}`,
  ];
  const where = `${code(one.where)}${one.environment ? `, environment ${code(one.environment)}` : ''}`;
  const box = one.proved ? 'x' : ' ';
  const mask = one.mask ? ` (${plain(one.mask)})` : '';
  return `- [${box}] ${kindName(one.kind)} **${plain(one.name)}**${mask} of ${where}\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}

const WORDS: Readonly<Record<string, string>> = {
  createdAt: 'made',
  updatedAt: 'last set',
  lastUsedAt: 'last used',
  firstSeenAt: 'first seen by Handback',
  provedAt: 'proved since',
  lookedAt: 'last clear look',
  unclearAt: 'last look, without a clear answer,',
  nextLook: 'next look',
};

function dated(dates: Readonly<Record<string, string>>): string[] {
  return Object.entries(dates).map(([name, at]) => `${WORDS[name] ?? name} ${at}`);
}

function asked({ request, status, requestId, date }: NonNullable<Credential['proof']['asked']>): string {
  const answer = status === 0 ? 'no answer' : String(status);
  const trace = [...(requestId ? [`GitHub's request id ${code(requestId)}`] : []), ...(date ? [plain(date)] : [])];
  return `${code(request)} → ${answer}${trace.length > 0 ? ` (${trace.join(', ')})` : ''}`;
}

function machine({ account, now, sponsor }: Certificate['machines'][number]): string {
  const next = sponsor === undefined ? 'nobody' : code(sponsor);
  const holder = { them: 'still held by them', nobody: `now ${next}, who is not known`, somebody: `now ${next}` }[now];
  return `${code(knownAs(account))}: ${holder}; whether its credentials were rotated is not seen`;
}

function incident(each: Certificate['incidents'][number]): string {
  if ('used' in each) return `${code(String(each.used))} was used by unknown since the departure, last on ${each.at}`;
  const asked = each.askedBy === undefined ? '' : `, asked by ${code(`@${each.askedBy.login ?? each.askedBy.id}`)},`;
  return `the account ${code(`@${each.actor?.login ?? each.actor?.id}`)}${asked} did ${code(each.action ?? '')} on ${each.at}, says the audit log`;
}

function decision({ at, by, decides, said, attempt, ...rest }: Certificate['decisions'][number]): string {
  const about = 'credential' in rest ? ` for ${code(rest.credential)}` : '';
  const { result, says } = attempt?.answer ?? { result: 'unknown', says: 'no answer came' };
  const done = attempt === undefined ? '' : `; carried out ${day(attempt.startedAt)}: ${result}, ${plain(says)}`;
  return `${day(at)}: ${login(by.login)} decided ${code(decides)}${about}, in ${plain(said)}${done}`;
}

function notice({ source, says, effectiveAt, learnedAt, detail }: Certificate['departure']['askedBy'][number]): string {
  return `${plain(source)}: ${says}, as of ${effectiveAt}, learned ${learnedAt}: ${plain(detail)}`;
}

function controls({ controls: all }: Certificate): string {
  const rows = all.map(
    ({ standard, id, title, url, aliases = [], evidence }) =>
      `| ${standard} | [${id}](${url})${aliases.length > 0 ? ` (also ${aliases.join(', ')})` : ''} | ${title} | ${evidence.join('; ')} |`,
  );
  return ['| Standard | Control | Title | Evidence here |', '|---|---|---|---|', ...rows].join('\n');
}

function checking({ at, by, sha256, journal }: Issue): string {
  return [
    '## How to check this\n',
    `- issued ${at}, asked for by ${plain(by)}`,
    `- SHA-256 of the content, as compact JSON: ${code(sha256)}. \`--format json\` gives the content, \`handback verify FILE\` compares it; the same facts give the same hash.`,
    `- the journal had ${journal.entries} ${journal.entries === 1 ? 'entry' : 'entries'}, the last with the hash ${code(journal.head || 'none')}; a later one says that this certificate was issued. \`handback verify --head HASH\` finds it.`,
  ].join('\n');
}

function list(title: string, lines: readonly string[], none?: string): string {
  if (lines.length === 0) return none === undefined ? '' : `## ${title}\n\n${none}`;
  return `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function place({ kind, name, where }: Certificate['owned'][number]): string {
  return `${kindName(kind)} **${plain(name)}** of ${code(where)}`;
}

function exposed({ exposed: { count: all, first } }: Certificate): string[] {
  const more = all - first.length;
  return [...first.map(place), ...(more > 0 ? [`and ${more} more, which the JSON form counts too`] : [])];
}

function grades(byGrade: Certificate['population']['byGrade']): string {
  const all = Object.entries(byGrade).toSorted(([a], [b]) => (a < b ? 1 : -1));
  return all.length > 0 ? ` (${all.map(([grade, many]) => `${many} at ${grade}`).join(', ')})` : '';
}

function day(at: number): string {
  return new Date(at).toISOString();
}
