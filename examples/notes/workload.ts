import type { Stage } from 'aws-cdk-lib';
import type { Environment } from 'cdk-guarded-environments';
import { NotesStack } from './notes-stack';

/** What platform.yaml's `workload` calls, once for each environment and region; the team's own app calls it too. */
export function addWorkload(stage: Stage, environment: Environment): void {
  new NotesStack(stage, 'notes', environment);
}
