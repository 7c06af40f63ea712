import { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import type { Right } from '../change/acknowledge';

/**
 * The key that signs the packs of the continuous proof. It never leaves KMS, and its policy denies signing to everyone but
 * the job, whatever rights somebody in the account gets: a pack that it signed was made by the job.
 */
export function packKey(scope: Construct, id: string, jobRoleArn: string): Key {
  const key = new Key(scope, id, {
    description: 'Signs the packs of the continuous proof',
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  key.addAlias(PROOF.packKeyAlias);
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TheJobAloneSigns',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:Sign'],
      resources: ['*'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': jobRoleArn } },
    }),
  );
  return key;
}

/** What the job does with it. */
export function signPacks(key: Key): Right {
  return { sid: 'SignPacks', actions: ['kms:Sign', 'kms:GetPublicKey'], resources: [key.keyArn] };
}
