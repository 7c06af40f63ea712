import type { Principal } from '../../world/model';
import type { Closure, Explorer } from '../closure/closure';
import { servicesTrusted } from '../closure/pass-role';
import type { ResultUnknown } from '../result';
import { guardedResources } from '../theorems/listed';
import { Deployers } from './deployers';

/**
 * Machines that may deploy to prod where no pipeline is listed that they could belong to. A theorem about pipelines speaks of
 * nothing then, and yet somebody releases: by which approvals, and how it is taken back, nobody can say.
 */
export function unserved(closure: Closure): readonly ResultUnknown[] {
  if (guardedResources(closure.world, /^AWS::CodePipeline::Pipeline$/).length > 0) return [];
  return closure.once(deployingMachines);
}

function deployingMachines({ closure }: Explorer): readonly ResultUnknown[] {
  const deployers = new Deployers(closure);
  const prod = closure.world.accounts.filter(({ environment, closed }) => environment === 'prod' && !closed);
  const found = prod.flatMap(({ principals }) =>
    principals
      .filter((one) => isMachine(closure, one))
      .flatMap((one) => {
        const deployment = deployers.own(one);
        return deployment ? [{ one, action: deployment.request.action }] : [];
      }),
  );
  return found.map(({ one, action }) => ({
    why: `${one.arn} may deploy to prod (${action}), and no pipeline is listed in a guarded account: nothing says by which approvals, and how it is taken back. List the pipeline, or take the right away`,
    where: one.where,
    who: `whoever starts, or changes, what runs as ${one.arn}`,
    way: [`let it call ${action}`, 'prod is another one: no approval and no gate was in the way'],
    change: one.where,
  }));
}

/** CloudFormation's own role deploys what somebody else starts, who is judged instead. */
function isMachine({ organization }: Closure, one: Principal): boolean {
  if (one.kind !== 'role' || one.person || one.serviceLinked || !one.trust) return false;
  const services = servicesTrusted(organization, one);
  return services.length === 0 || services.some((host) => host !== 'cloudformation.amazonaws.com');
}
