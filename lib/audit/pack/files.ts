import type { Gathered } from '../evidence/gather';
import type { Evidence } from '../evidence/schema';
import { accessCsv, changesCsv } from '../render/csv';
import { assessmentResults, componentDefinition } from '../render/oscal';
import { reportPage } from '../render/page/page';
import { findingsSarif } from '../render/sarif';

/** The files of a pack beside its manifest. */
export const PACK_FILES = [
  'report.html',
  'evidence.json',
  'findings.sarif',
  'oscal-assessment-results.json',
  'oscal-component-definition.json',
  'access-matrix.csv',
  'changes.csv',
  'certificate.json',
] as const;

/** Name of the manifest. */
export const MANIFEST = 'manifest.json';

/** One file of a pack. */
export type PackFile = (typeof PACK_FILES)[number];

/** What is made from the evidence alone, and so can be made again by whoever verifies. */
export const DERIVED: Readonly<Partial<Record<PackFile, (evidence: Evidence) => string>>> = {
  'report.html': reportPage,
  'findings.sarif': findingsSarif,
  'oscal-assessment-results.json': assessmentResults,
  'oscal-component-definition.json': componentDefinition,
  'access-matrix.csv': accessCsv,
  'changes.csv': changesCsv,
};

/** The text of evidence.json. */
export function evidenceText(evidence: Evidence): string {
  return `${JSON.stringify(evidence, undefined, 1)}\n`;
}

/** What evidence can be worked out from again, as certificate.json holds it. */
export type Input = Pick<Gathered, 'certificate' | 'world' | 'deployed'>;

/** The text of certificate.json: the certificate, and the world that it is about, so that it can be checked alone. */
export function certificateText({ certificate, world, deployed }: Input): string {
  return `${JSON.stringify({ ...certificate, input: world, ...(deployed ? { deployed } : {}) })}\n`;
}

/** The texts of all files of a pack beside its manifest. */
export function packTexts(gathered: Gathered): Readonly<Record<PackFile, string>> {
  const derived = Object.entries(DERIVED).map(([name, render]) => [name, render(gathered.evidence)] as const);
  return {
    ...(Object.fromEntries(derived) as Record<PackFile, string>),
    'evidence.json': evidenceText(gathered.evidence),
    'certificate.json': certificateText(gathered),
  };
}
