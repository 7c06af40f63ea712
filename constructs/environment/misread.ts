import { type CfnResource, Validations } from 'aws-cdk-lib';
import { intrinsicOf, type Properties } from '../../lib/fence';
import { viewOf } from './resource-view';

/** A rule of CDK's own validation that fails right code, and where it does. */
interface Misread {
  readonly types: readonly string[];
  readonly rule: string;
  readonly reason: string;
  readonly isRight: (properties: Properties) => boolean;
}

const MISREAD: readonly Misread[] = [
  {
    // Every role of a stage has a path, so every build project of a workload would fail.
    types: ['AWS::CodeBuild::Project'],
    rule: 'E3050',
    reason: 'The service role is given by its ARN, not by its name, so its path is no matter.',
    isRight: ({ ServiceRole: role }) => intrinsicOf(role)?.[0] === 'Fn::GetAtt',
  },
  {
    types: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
    rule: 'E9006',
    reason: 'The engine is given by its major version, for which RDS takes its own minor one.',
    isRight: ({ EngineVersion: version }) => typeof version === 'string' && /^\d+(\.\d+)?$/.test(version),
  },
];

/** Acknowledges what CDK's own validation misreads of a resource; where the code is wrong, its finding stands. */
export function acknowledgeMisread(resource: CfnResource): void {
  const known = MISREAD.filter(({ types }) => types.includes(resource.cfnResourceType));
  if (known.length === 0) return;
  const { properties } = viewOf(resource);
  for (const { rule, reason, isRight } of known)
    if (isRight(properties)) Validations.of(resource).acknowledge({ id: `CloudFormation-Validate::${rule}`, reason });
}
