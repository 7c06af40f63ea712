/** The rule packs of cdk-nag, by the names that their findings carry. */
export const PACKS = ['AwsSolutions', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321', 'Serverless'] as const;

/** One rule pack. */
export type PackName = (typeof PACKS)[number];

/** The packs that check where nobody chose: what AWS advises, and the controls that auditors ask after most. */
export const DEFAULT_PACKS: readonly PackName[] = ['AwsSolutions', 'NIST.800.53.R5'];

/** Whether a text names a pack. */
export function isPack(text: string): text is PackName {
  return (PACKS as readonly string[]).includes(text);
}
