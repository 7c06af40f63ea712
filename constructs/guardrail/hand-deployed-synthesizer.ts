import { BootstraplessSynthesizer, type ISynthesisSession } from 'aws-cdk-lib';

/**
 * For stacks that come before any bootstrap, or live where none is: an administrator deploys them with credentials of
 * the account. CDK's own bootstrapless synthesizer still names the roles of the default bootstrap, which nobody makes.
 */
export class HandDeployedSynthesizer extends BootstraplessSynthesizer {
  public override synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
    this.emitArtifact(session);
  }
}
