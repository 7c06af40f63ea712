/** What the population looks at of a CloudTrail event; nothing of it is trusted to be there. */
export interface TrailEvent {
  readonly eventID?: string;
  readonly eventTime?: string;
  readonly eventName?: string;
  readonly eventSource?: string;
  readonly awsRegion?: string;
  readonly recipientAccountId?: string;
  readonly readOnly?: boolean | string;
  readonly errorCode?: string;
  readonly userIdentity?: {
    readonly type?: string;
    readonly arn?: string;
    readonly accountId?: string;
    readonly invokedBy?: string;
    readonly sessionContext?: { readonly sessionIssuer?: { readonly arn?: string; readonly userName?: string } };
  };
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly resources?: readonly { readonly ARN?: string }[];
}

/** `cloudformation:ExecuteChangeSet`. */
export function actionOf({ eventSource = '?', eventName = '?' }: TrailEvent): string {
  return `${eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '')}:${eventName}`;
}

/** Who acted, as a person reads it: the session, user or service. */
export function actorOf({ userIdentity }: TrailEvent): string {
  return userIdentity?.arn ?? userIdentity?.invokedBy ?? userIdentity?.type ?? 'nobody that the event names';
}

/** The role behind a session, else whoever acted. */
export function issuerOf(event: TrailEvent): string {
  return event.userIdentity?.sessionContext?.sessionIssuer?.arn ?? actorOf(event);
}

/** What it was done to, where the event says so. */
export function resourceOf({ resources, requestParameters }: TrailEvent): string {
  const named = resources?.find((one) => one.ARN)?.ARN;
  if (named) return named;
  const told = Object.entries(requestParameters ?? {}).find(
    ([key, value]) => typeof value === 'string' && /(name|arn|id)$/i.test(key),
  );
  return told ? String(told[1]) : '';
}

/** Name of the stack that a CloudFormation event is about, without the rest of an ARN. */
export function stackOf({ requestParameters }: TrailEvent): string {
  const named = requestParameters?.stackName;
  const text = typeof named === 'string' ? named : '';
  return /:stack\/([^/]+)\//.exec(text)?.[1] ?? text;
}
