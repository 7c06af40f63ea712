import type { Cloud } from '../cloud';
import type { StandIn } from '../server';

/**
 * Application Signals: an objective that was deployed has all of its budget left, or has no data while nothing was measured
 * of it, and says when it was created.
 */
export function objectives(cloud: Cloud): StandIn {
  return (name, input, by, region) => {
    const ids = ((input.SloIds ?? [input.Id]) as string[]).map((id) => ({
      id,
      resource: id.startsWith('arn:') ? id : `arn:aws:application-signals:${region}:${by.account}:slo/${id}`,
      name: id.split('/').at(-1)!,
    }));
    for (const { resource } of ids) cloud.authorize(by, { action: `application-signals:${name}`, resource });
    if (name === 'GetServiceLevelObjective') return { Slo: { CreatedTime: cloud.unmeasured.get(ids[0]!.name) } };
    const known = (one: string) =>
      cloud.taken.has(`AWS::ApplicationSignals::ServiceLevelObjective ${by.account} ${region} ${one}`);
    return {
      Timestamp: Date.now() / 1000,
      Reports: ids
        .filter((one) => known(one.name))
        .map((one) => ({ Arn: one.id, Name: one.name, ...budget(cloud, one.name) })),
      Errors: ids
        .filter((one) => !known(one.name))
        .map(({ id }) => ({ Name: id, Arn: id, ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'not found' })),
    };
  };
}

function budget({ unmeasured }: Cloud, name: string): object {
  return unmeasured.has(name) ? { BudgetStatus: 'INSUFFICIENT_DATA' } : { BudgetStatus: 'OK', Attainment: 100 };
}
