import type { Cloud } from '../cloud';
import type { StandIn } from '../server';

/** Budgets of Application Signals: an objective that was deployed has all of its budget left. */
export function budgets(cloud: Cloud): StandIn {
  return (name, input, by, region) => {
    const ids = (input.SloIds ?? []) as string[];
    for (const id of ids) {
      const resource = id.startsWith('arn:') ? id : `arn:aws:application-signals:${region}:${by.account}:slo/${id}`;
      cloud.authorize(by, { action: `application-signals:${name}`, resource });
    }
    const known = (id: string) =>
      cloud.taken.has(`AWS::ApplicationSignals::ServiceLevelObjective ${by.account} ${region} ${id.split('/').at(-1)}`);
    return {
      Timestamp: Date.now() / 1000,
      Reports: ids
        .filter(known)
        .map((Arn) => ({ Arn, Name: Arn.split('/').at(-1), BudgetStatus: 'OK', Attainment: 100 })),
      Errors: ids
        .filter((id) => !known(id))
        .map((Arn) => ({ Name: Arn, Arn, ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'not found' })),
    };
  };
}
