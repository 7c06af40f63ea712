import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aws_ec2 as ec2,
  aws_eks as eks,
  aws_eks_v2 as eks2,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { network } from './stores';
import type { Workloads } from './workload';

/** Stands for the layer with kubectl, which is a package of its own. */
function kubectl(scope: Construct): lambda.LayerVersion {
  const folder = mkdtempSync(join(tmpdir(), 'layer-'));
  writeFileSync(join(folder, 'kubectl'), '');
  return new lambda.LayerVersion(scope, 'Layer', { code: lambda.Code.fromAsset(folder) });
}

const version = eks2.KubernetesVersion.V1_31;
/** The network has no others. */
const vpcSubnets = [{ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }];

/** Pods that act as roles of their own, by EKS Pod Identity. */
export const PODS: Workloads = {
  'service-account-of-a-construct': (scope) => {
    const cluster = new eks2.Cluster(scope, 'Cluster', {
      version,
      vpc: network(scope),
      vpcSubnets,
      kubectlProviderOptions: { kubectlLayer: kubectl(scope) },
    });
    const account = cluster.addServiceAccount('Orders', { identityType: eks2.IdentityType.POD_IDENTITY });
    new s3.Bucket(scope, 'Documents').grantRead(account);
  },
  'role-of-an-association': (scope) => {
    const { clusterName } = new eks2.Cluster(scope, 'Cluster', { version, vpc: network(scope), vpcSubnets });
    const assumedBy = new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com'));
    const role = new iam.Role(scope, 'Role', { assumedBy });
    new s3.Bucket(scope, 'Documents').grantReadWrite(role);
    const { roleArn } = role;
    const pod = { namespace: 'orders', serviceAccount: 'orders' };
    new eks.CfnPodIdentityAssociation(scope, 'Pods', { clusterName, roleArn, ...pod });
  },
};
