import { gather, type Gathered, type Sources } from '../../../lib/audit';
import { readAssembly } from '../../../lib/prover';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../_helpers/assembly-folder';

const trust = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** An organization of four accounts and one role, whose pack is small enough to be verified many times. */
export function smallSources(app = smallAssembly()): Sources {
  return {
    world: readAssembly(app),
    reports: [],
    records: [],
    sample: { size: 25, seed: 1 },
    time: '2026-11-27T12:00:00.000Z',
    generator: { name: 'cdk-guarded-environments', version: '0.1.0' },
  };
}

function smallAssembly(): string {
  return assemblyFolder([
    {
      name: 'organization',
      account: ACCOUNTS.management,
      template: { Metadata: organizationMetadata(), Resources: {} },
    },
    {
      name: 'prod',
      account: ACCOUNTS.prod,
      template: {
        Resources: {
          Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker', AssumeRolePolicyDocument: trust } },
        },
      },
    },
  ]);
}

/** Its pack, with some of its sources changed. */
export function smallPack(changed: Partial<Sources> = {}): Gathered & { readonly sources: Sources } {
  const sources = { ...smallSources(), ...changed };
  return { ...gather(sources), sources };
}
