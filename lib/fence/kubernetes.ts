import { type Resource, isObject } from './template';

/** Ways of signing in to a cluster under which access entries count. */
const WITH_ENTRIES: readonly string[] = ['API', 'API_AND_CONFIG_MAP'];

const ENTRIES =
  "the aws-auth map knows role ARNs without their path alone, and the stage's roles have one; use access entries (authenticationMode API, cluster.grantAccess or AWS::EKS::AccessEntry)";

/** Clusters let the stage's roles in by access entries: the older map of roles cannot name them. */
export function kubernetesProblems({ type, properties }: Resource): string[] {
  if (type === 'AWS::EKS::Cluster') return modeProblems(properties['AccessConfig'], 'AccessConfig.AuthenticationMode');
  const { Config: config, Manifest: manifest } = properties;
  if (type === 'Custom::AWSCDK-EKS-Cluster')
    return modeProblems(
      isObject(config) ? config['accessConfig'] : undefined,
      'Config.accessConfig.authenticationMode',
    );
  if (type !== 'Custom::AWSCDK-EKS-KubernetesResource') return [];
  const text = JSON.stringify(manifest ?? '');
  return text.includes('aws-auth') && text.includes('rolearn') ? [`maps roles in aws-auth: ${ENTRIES}`] : [];
}

function modeProblems(access: unknown, property: string): string[] {
  const name = property.split('.').at(-1)!;
  const mode = isObject(access) ? access[name] : undefined;
  if (typeof mode === 'string' && WITH_ENTRIES.includes(mode)) return [];
  const got = mode === undefined ? 'not set' : JSON.stringify(mode);
  return [`${property} is ${got}, expected "API": ${ENTRIES}`];
}
