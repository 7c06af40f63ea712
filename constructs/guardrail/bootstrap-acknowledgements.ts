import type { Acknowledgment } from 'aws-cdk-lib';

/** Findings about the official template's resources that stand for a reason, by logical id. */
export const BOOTSTRAP_ACKNOWLEDGEMENTS: Readonly<Record<string, readonly Acknowledgment[]>> = {};
