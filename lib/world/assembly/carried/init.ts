import { resolve } from '../intrinsics';
import type { Item } from '../stacks';
import type { Kind } from '../../meaning/meaning';
import { plainLeaves, type Leaf } from './leaves';

/** Metadata by which the helpers of CloudFormation set an instance up when it starts, as the instance's role. */
const INIT = 'AWS::CloudFormation::Init';

/** Where an instance takes what it runs from: archives, files and packages by their address; the rest is text. */
const FETCHED = /\.(sources\.|files\..*\.source$|packages\.)/;

/** What an instance runs by metadata that stand beside its properties. */
export function initLeaves({ raw, scope }: Item): readonly Leaf[] {
  const metadata = raw.Metadata?.[INIT];
  if (metadata === undefined) return [];
  return plainLeaves({ Metadata: resolve({ [INIT]: metadata }, scope) }).map((leaf) => ({
    ...leaf,
    kind: kindOf(leaf.path),
  }));
}

function kindOf(path: string): Kind {
  return FETCHED.test(path) ? 'url' : 'commands';
}

/** What CloudFormation does at an update by attributes beside the properties: the functions that judge a shift of traffic. */
export function updateLeaves({ raw, scope }: Item): readonly Leaf[] {
  if (raw.UpdatePolicy === undefined) return [];
  return plainLeaves({ UpdatePolicy: resolve(raw.UpdatePolicy, scope) }).map((leaf) => ({
    ...leaf,
    ...(HOOK.test(leaf.path) ? { kind: 'callee' as const } : {}),
  }));
}

const HOOK = /\.(Before|After)AllowTrafficHook$/;
