import { bucketArn, decryptByAlias, keysOf, permissionSetRolePattern, readPages, throughAlias } from '../../lib/access';
import type { PolicyStatementJson } from '../../lib/access';
import { DEPLOYED } from '../../lib/change/deployed';
import { controlName } from './change-control-exceptions';
import { contextOf } from './context';
import type { Persona } from './persona';
import type { ChangeControlAccess, PersonaAccessProps, SanctionedRequest } from './persona-access-props';
import { exceptionId, partitionOf, permissionSetName } from './set-name';
import { toolingOf } from './toolings';

/** Change control of the pipelines whose approvals a persona answers: whoever decides reads the page of the change. */
function decidedBy(persona: Persona, { approvals = [], changeControls = [] }: PersonaAccessProps) {
  const pipelines = approvals.filter((one) => one.persona === persona).map(({ pipelineName }) => pipelineName);
  return changeControls.filter(({ application }) => pipelines.includes(application));
}

/** Pages for approvers among the records of an application; the records themselves are read in the table. */
function pagesArn(control: ChangeControlAccess, account: string, partition: string): string {
  const bucket = bucketArn(partition, DEPLOYED.bucket(controlName(control), account, control.region));
  return `${bucket}/${DEPLOYED.recordFolder(control.application)}*.html`;
}

/** What an approver reads of the changes that wait for an answer: their pages, and nothing else of the store. */
export function pages(persona: Persona, props: PersonaAccessProps, partition: string): PolicyStatementJson[] {
  const controls = decidedBy(persona, props);
  return [
    readPages(controls.map((control) => pagesArn(control, toolingOf(props, control), partition))),
    decryptByAlias(
      'DecryptPages',
      's3',
      controls.map((control) => keysOf(partition, control.region, toolingOf(props, control))),
      [...new Set(controls.map((control) => DEPLOYED.keyAlias(controlName(control))))],
    ),
  ];
}

/** Reading a page takes kms:Decrypt, which the ceiling leaves to nobody; the read itself it leaves to all. */
export function pageException(props: PersonaAccessProps, control: ChangeControlAccess): SanctionedRequest[] {
  const { application, region } = control;
  const { approvals = [] } = props;
  const account = toolingOf(props, control);
  const personas = approvals.filter((one) => one.pipelineName === application).map((one) => one.persona);
  if (personas.length === 0) return [];
  return [
    {
      id: exceptionId(props, `decrypt-pages-${application}`),
      statement: `Whoever approves changes of ${application} opens their pages in S3, which needs kms:Decrypt on the key of its records.`,
      principals: [...new Set(personas)].map((one) => permissionSetRolePattern(account, permissionSetName(props, one))),
      actions: ['kms:Decrypt'],
      resources: [keysOf(partitionOf(props), region, account)],
      condition: contextOf(throughAlias('s3', [DEPLOYED.keyAlias(controlName(control))])),
    },
  ];
}
