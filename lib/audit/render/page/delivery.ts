import type { Evidence } from '../../evidence/schema';
import { anchor, badge, count, markup, type Markup, row, table } from '../../../page/markup';

/** Pipelines stage by stage. */
export function pipelineSection({ pipelines, organization }: Evidence): Markup {
  const names = new Map(organization.accounts.map(({ id, name }) => [id, name]));
  return markup`<section><h2 id="pipelines">Pipelines, stage by stage</h2>
${pipelines.length === 0 ? markup`<p>The input describes no pipeline.</p>` : ''}
${pipelines.map((one) => pipeline(one, names))}</section>`;
}

function pipeline(one: Evidence['pipelines'][number], names: ReadonlyMap<string, string>): Markup {
  const rows = one.stages.map((stage) =>
    row([
      stage.name,
      stage.kind,
      stage.actions.join(', '),
      stage.approvers.join(' and '),
      stage.deploysTo.map((id) => names.get(id) ?? id).join(', '),
      stage.bakeMinutes === undefined ? '' : `${stage.bakeMinutes} min`,
      (stage.alarms ?? []).join(', '),
      stage.onFailure === 'ROLLBACK' ? 'rolls back' : (stage.onFailure ?? ''),
    ]),
  );
  const head = [
    'Stage',
    'Is',
    'Actions',
    'Approved by',
    'Deploys to',
    'Watched for',
    'Taken back by alarms',
    'On failure',
  ];
  return markup`<h3 id="${anchor('pipeline', one.name)}">${one.name}</h3>
<p>In ${names.get(one.account) ?? one.account}, ${one.region}. ${one.window === undefined ? 'Its window is not known.' : `Prod opens ${one.window}.`} <span class="soft">${one.where}</span></p>
${table(`Stages of ${one.name}`, head, rows)}`;
}

/** Alarms: what they watch, how fast they act. */
export function alarmSection({ alarms }: Evidence): Markup {
  const rows = alarms.map((one) =>
    row([
      one.name,
      `${one.environment}, ${one.account} ${one.region}`,
      one.watches,
      one.seconds === undefined ? 'not known' : `${one.seconds} s`,
      one.bakeMinutes === undefined ? '' : `${one.bakeMinutes} min`,
      one.problems.length === 0 ? badge('acts in time') : one.problems.join('; '),
    ]),
  );
  const head = ['Alarm', 'Where', 'Watches', 'Fires at the latest after', 'Watched for', 'So it'];
  return markup`<section><h2 id="alarms">Alarms that take a deployment back</h2>
<p>${count(alarms.length, 'alarm')}.</p>${alarms.length === 0 ? '' : table('Rollback alarms', head, rows)}</section>`;
}
