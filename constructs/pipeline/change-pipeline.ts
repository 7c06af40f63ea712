import { Construct } from 'constructs';
import type { ChangePipelineProps } from './change-pipeline-props';

/** The one way to prod of one application. */
export class ChangePipeline extends Construct {
  public constructor(scope: Construct, id: string, _props: ChangePipelineProps) {
    super(scope, id);
  }
}
