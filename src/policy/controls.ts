import type { Case, CaseItem } from '../model/case.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';

/** What Handback holds evidence of. A control asks for one or more of these. */
export type Topic =
  | 'inventory'
  | 'maker'
  | 'departure'
  | 'revocation'
  | 'recheck'
  | 'use-after'
  | 'leak'
  | 'age'
  | 'reuse'
  | 'exception'
  | 'record';

/** What a reader finds for each, in a certificate or an export. */
export const EVIDENCE: Readonly<Record<Topic, string>> = {
  inventory: 'every credential that is known, with its place and dates, and the places that could not be seen',
  maker: 'who made each credential, and how that is known',
  departure: 'the departure with its sources and dates',
  revocation: 'the proof for each credential: grade, request, answer, time, control read',
  recheck: 'later looks at what had been proved',
  'use-after': 'uses and acts since the departure',
  leak: 'secret values that were readable in code or variables, by mask and place',
  age: 'when each credential was made, last set and last used',
  reuse: 'the same key or value in more than one place',
  exception: 'exceptions with owner, reason, scope and end',
  record: 'the hash-chained journal',
};

export interface Control {
  readonly standard: string;
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly topics: readonly Topic[];
  /** Names under which people look for it because an article or an older edition had them. */
  readonly aliases?: readonly string[];
  readonly note?: string;
}

const OWASP = 'OWASP Non-Human Identities Top 10, 2025';
const NHI = 'https://owasp.org/www-project-non-human-identities-top-10/2025/';
const CSF = { standard: 'NIST CSF 2.0', url: 'https://nvlpubs.nist.gov/nistpubs/CSWP/NIST.CSWP.29.pdf' };
const SP63 = {
  standard: 'NIST SP 800-63B-4',
  url: 'https://pages.nist.gov/800-63-4/sp800-63b/events/',
  note: 'written for accounts of people; for machine credentials it holds by analogy',
};
const SOC2 = {
  standard: 'SOC 2, Trust Services Criteria 2017',
  url: 'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
};
const ISO = { standard: 'ISO/IEC 27001:2022, Annex A', url: 'https://www.iso.org/standard/27001' };

/**
 * The control map: which evidence of ours answers which control. docs/controls.md shows it, and what it does not claim.
 */
export const CONTROLS: readonly Control[] = [
  {
    standard: OWASP,
    id: 'NHI1',
    title: 'Improper Offboarding',
    url: `${NHI}1-improper-offboarding/`,
    topics: ['departure', 'inventory', 'maker', 'revocation', 'recheck', 'use-after'],
    aliases: ['NHI-01', 'NHI-03'],
    note: 'articles that cite “NHI-03” for gaps in rotation and revocation mean this one and NHI7; NHI3 is Vulnerable Third-Party NHI',
  },
  {
    standard: OWASP,
    id: 'NHI2',
    title: 'Secret Leakage',
    url: `${NHI}2-secret-leakage/`,
    topics: ['leak'],
    aliases: ['NHI-02'],
  },
  {
    standard: OWASP,
    id: 'NHI7',
    title: 'Long-Lived Secrets',
    url: `${NHI}7-long-lived-secrets/`,
    topics: ['age', 'revocation'],
    aliases: ['NHI-07', 'NHI-03'],
  },
  {
    standard: OWASP,
    id: 'NHI9',
    title: 'NHI Reuse',
    url: `${NHI}9-nhi-reuse/`,
    topics: ['reuse'],
    aliases: ['NHI-09'],
  },
  {
    ...CSF,
    id: 'GV.SC-10',
    title: 'Provisions for the time after a supplier relationship ends',
    topics: ['departure', 'revocation', 'recheck'],
  },
  { ...CSF, id: 'GV.RR-04', title: 'Cybersecurity in human resources practices', topics: ['departure'] },
  { ...CSF, id: 'ID.AM-08', title: 'Assets are managed throughout their life cycles', topics: ['inventory', 'age'] },
  { ...CSF, id: 'ID.RA-07', title: 'Changes and exceptions are managed and recorded', topics: ['exception'] },
  {
    ...CSF,
    id: 'PR.AA-01',
    title: 'Identities and credentials are managed',
    topics: ['inventory', 'maker', 'revocation'],
  },
  { ...CSF, id: 'PR.AA-02', title: 'Identities are bound to credentials', topics: ['maker', 'reuse'] },
  {
    ...CSF,
    id: 'PR.AA-05',
    title: 'Access permissions are managed, enforced and reviewed',
    topics: ['departure', 'revocation'],
    aliases: ['PR.AC-4', 'PR.AC-04'],
    note: 'PR.AC-4 is the name of this outcome in CSF 1.1',
  },
  { ...CSF, id: 'DE.CM-06', title: 'External service provider activities are monitored', topics: ['use-after'] },
  { ...CSF, id: 'RS.AN-06', title: 'Actions are recorded with integrity and provenance', topics: ['record'] },
  {
    ...SP63,
    id: 'SP 800-63B-4 §4',
    title: 'Record of authenticators and their life-cycle events',
    topics: ['inventory', 'maker', 'revocation', 'record'],
    aliases: ['SP 800-63', '800-63B'],
  },
  { ...SOC2, id: 'CC6.1', title: 'Logical access security', topics: ['inventory', 'leak'] },
  {
    ...SOC2,
    id: 'CC6.2',
    title: 'Credentials are removed when access is no longer authorised',
    topics: ['departure', 'revocation'],
  },
  { ...SOC2, id: 'CC6.3', title: 'Access is modified and removed', topics: ['revocation', 'exception'] },
  { ...ISO, id: 'A.5.18', title: 'Access rights', topics: ['departure', 'revocation', 'record'] },
  { ...ISO, id: 'A.6.5', title: 'Responsibilities after termination or change of employment', topics: ['departure'] },
  { ...ISO, id: 'A.8.2', title: 'Privileged access rights', topics: ['inventory', 'exception'] },
];

/** The controls that these topics are evidence for, in the order of the map. */
export function controlsFor(topics: readonly Topic[]): readonly Control[] {
  return CONTROLS.filter((control) => control.topics.some((topic) => topics.includes(topic)));
}

/** What a case holds evidence of. */
export function topicsOf({ items, incidents = [] }: Case): readonly Topic[] {
  const some = (is: (item: CaseItem) => boolean, topic: Topic): Topic[] => (items.some(is) ? [topic] : []);
  return [
    ...(['departure', 'inventory', 'maker', 'revocation', 'age', 'record'] as const),
    ...some(({ file }) => file.proof.provedAt !== undefined, 'recheck'),
    ...some(({ file }) => file.credential.kind === PLAINTEXT_SECRET, 'leak'),
    ...some(({ file }) => file.proof.back?.through !== undefined || file.sightings.length > 1, 'reuse'),
    ...some(({ exceptions = [] }) => exceptions.length > 0, 'exception'),
    ...(incidents.length > 0 ? (['use-after'] as const) : []),
  ];
}
