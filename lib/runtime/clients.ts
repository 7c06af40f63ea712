import { ApplicationSignalsClient } from '@aws-sdk/client-application-signals';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PATIENCE } from './patience';

/** The part of an SDK client that handlers use; a test may put anything in its place that answers commands. */
export type Sender<C extends { send: unknown }> = Pick<C, 'send'>;

/** Clients in the account and region of a target, with the right to read alarms and objectives there. */
export interface TargetClients {
  readonly cloudwatch: Sender<CloudWatchClient>;
  readonly signals: Sender<ApplicationSignalsClient>;
}

/** Every service that handlers talk to. */
export interface Clients {
  readonly table: Sender<DynamoDBDocumentClient>;
  readonly bucket: Sender<S3Client>;
  readonly pipeline: Sender<CodePipelineClient>;
  readonly calendars: Sender<SSMClient>;
  readonly topic: Sender<SNSClient>;
  readonly bus: Sender<EventBridgeClient>;
  readonly machines: Sender<SFNClient>;
  readonly metrics: Sender<CloudWatchClient>;
  readonly target: (readerRole: string, region: string) => TargetClients;
}

/** Clients of the handler's own account and region. */
export function createClients(): Clients {
  const targets = new Map<string, TargetClients>();
  return {
    table: DynamoDBDocumentClient.from(new DynamoDBClient(PATIENCE), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    bucket: new S3Client(PATIENCE),
    pipeline: new CodePipelineClient(PATIENCE),
    calendars: new SSMClient(PATIENCE),
    topic: new SNSClient(PATIENCE),
    bus: new EventBridgeClient(PATIENCE),
    machines: new SFNClient(PATIENCE),
    metrics: new CloudWatchClient(PATIENCE),
    target: (readerRole, region) => {
      const key = `${readerRole} ${region}`;
      const known = targets.get(key) ?? targetClients(readerRole, region);
      targets.set(key, known);
      return known;
    },
  };
}

function targetClients(readerRole: string, region: string): TargetClients {
  const credentials = fromTemporaryCredentials({
    params: { RoleArn: readerRole, RoleSessionName: 'guarded-change', DurationSeconds: 900 },
  });
  const options = { ...PATIENCE, region, credentials };
  return { cloudwatch: new CloudWatchClient(options), signals: new ApplicationSignalsClient(options) };
}
