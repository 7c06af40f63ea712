import { join } from 'node:path';
import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, FunctionUrlAuthType, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AvailabilityObjective, type Environment, RollbackAlarms } from 'cdk-guarded-environments';
import type { Construct } from 'constructs';

const NIST = 'NIST.800.53.R5::NIST.800.53.R5-';

/** Notes: one function behind a URL that asks for a signature, and one table. */
export class NotesStack extends Stack {
  public constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { description: `Notes in ${environment.name}` });
    const table = this.makeTable();
    const notes = this.makeFunction(table);
    table.grantReadWriteData(notes);
    const { url } = notes.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    new CfnOutput(this, 'Url', { value: url, description: 'GET lists the notes, POST adds one' });
    const minute = { period: Duration.minutes(1), statistic: 'Sum' };
    const [requests, errors] = [notes.metricInvocations(minute), notes.metricErrors(minute)];
    new RollbackAlarms(this, 'Rollback', {
      bake: Duration.minutes(15),
      alarms: [{ name: 'errors', metric: errors, threshold: 5 }],
    });
    if (environment.isProd) this.promise(requests, errors);
  }

  private makeTable(): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    acknowledge(table, 'DynamoDBInBackupPlan', 'Any second of the last 35 days can be restored.');
    return table;
  }

  private makeFunction(table: Table): LambdaFunction {
    const logGroup = new LogGroup(this, 'Logs');
    acknowledge(logGroup, 'CloudWatchLogGroupEncrypted', 'The log says how many notes there are and nothing of them.');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    acknowledge(role, 'IAMNoInlinePolicy', 'The policy belongs to this role alone and goes when the role goes.');
    const notes = new LambdaFunction(this, 'Notes', {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: 'notes.handler',
      environment: { TABLE_NAME: table.tableName },
      role,
      logGroup,
      timeout: Duration.seconds(10),
      reservedConcurrentExecutions: 5,
    });
    acknowledge(notes, 'LambdaInsideVPC', 'It calls DynamoDB alone, over TLS and by IAM.');
    acknowledge(notes, 'LambdaDLQ', 'Nobody calls it without waiting for the answer.');
    return notes;
  }

  private promise(requests: IMetric, errors: IMetric): void {
    new AvailabilityObjective(this, 'Availability', { name: this.stackName, requests, errors });
  }
}

function acknowledge(construct: Construct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `${NIST}${rule}`, reason });
}
