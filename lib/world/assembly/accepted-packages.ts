import { INSTALLS } from '../../contract/proof/platform-commands';
import { PACKAGE_NAME } from '../../contract/package-name';
import type { Exception } from '../model';
import { isObject } from './template';
import type { Item } from './stacks';
import { property, textsOf } from './value';

/**
 * Packages that a Verify takes the word of beside the one that is deployed: each is named by the certificate, with the digest
 * that the approvers of the release let in. It sanctions no request of anybody.
 */
export function acceptedPackages(items: readonly Item[]): Exception[] {
  return items
    .filter(({ type }) => type === 'AWS::CodeBuild::Project')
    .flatMap(({ properties, where }) =>
      textsOf(property(properties, 'Source', 'BuildSpec')).flatMap(({ pattern }) => {
        const sha256 = acceptedBy(pattern);
        return sha256 === undefined ? [] : [exceptionOf(sha256, where)];
      }),
    );
}

function exceptionOf(sha256: string, where: string): Exception {
  return {
    id: `accepted-package-${sha256.slice(0, 12)}`,
    statement: `the package ${PACKAGE_NAME} with the SHA-256 ${sha256} proves the releases that it made itself, as soon as a release with ${where} went through the approvers`,
    principals: [],
    actions: [],
    resources: [],
  };
}

/** Digest of the second package that the commands of a buildspec install; none where they install one alone. */
function acceptedBy(buildSpec: string): string | undefined {
  const spec = parsed(buildSpec);
  const install = isObject(spec) && isObject(spec.phases) ? spec.phases.install : undefined;
  const commands = isObject(install) && Array.isArray(install.commands) ? install.commands : [];
  return INSTALLS.verify.exec(commands.map(String).join('\n'))?.groups?.upgrade;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
