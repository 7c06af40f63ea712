import { Aws } from 'aws-cdk-lib';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BOUNDARY_NAME, GUARDRAIL_PATH, WORKLOAD_PATH } from '../../../lib/names';
import type { Right } from '../../change/acknowledge';
import { giveRights, serviceFor, useKey } from '../../change/machine-role';
import { ARTIFACTS } from '../blueprint/names';
import type { ArtifactStore } from './artifact-store';
import { projectArn, writeLog } from './project';

/** What the role of a project that runs committers' code is made from. */
export interface CommitterRoleProps {
  readonly application: string;
  readonly purpose: 'build' | 'integration-test';
  readonly project: string;
  readonly store: ArtifactStore;
  /** The artifact it makes, if any. */
  readonly makes?: string;
}

/**
 * A role for code that a committer wrote. It reads the source, writes its own artifact and its log, and nothing else; it
 * lives among the workloads and carries their boundary, so that it is none of the machines that deploy.
 */
export function committerRole(scope: Construct, id: string, props: CommitterRoleProps): Role {
  const boundary = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy${GUARDRAIL_PATH}${BOUNDARY_NAME}`;
  const role = new Role(scope, id, {
    roleName: props.project,
    path: WORKLOAD_PATH,
    assumedBy: serviceFor('codebuild.amazonaws.com', projectArn(scope, props.project)),
    permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(scope, `${id}Boundary`, boundary),
    description: `Runs code of the committers of ${props.application}: ${props.purpose}`,
  });
  giveRights(role, committerRights(scope, props));
  useKey(props.store.key, role);
  return role;
}

function committerRights(scope: Construct, { store, makes, project }: CommitterRoleProps): Right[] {
  const rights = [store.read(ARTIFACTS.source), store.look(), writeLog(scope, project)];
  return makes ? [...rights, store.write(makes)] : rights;
}
