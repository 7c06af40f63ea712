import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The HTTP API of orders; callers sign their requests. */
export class OrdersApi extends Construct {
  private readonly api: HttpApi;

  public constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false, defaultAuthorizer: new HttpIamAuthorizer() });
    const logs = new LogGroup(this, 'AccessLogs', { encryptionKey: key });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: { destination: new LogGroupLogDestination(logs) },
      detailedMetricsEnabled: true,
    });
  }

  /** Serves the orders with one function. */
  public serve(handler: IFunction): void {
    const integration = new HttpLambdaIntegration('Orders', handler);
    this.api.addRoutes({ path: '/orders', methods: [HttpMethod.POST], integration });
    this.api.addRoutes({ path: '/orders/{id}', methods: [HttpMethod.GET], integration });
  }

  public get requests(): Metric {
    return this.api.metricCount({ statistic: 'Sum', period: Duration.minutes(1) });
  }

  public get errors(): Metric {
    return this.api.metricServerError({ statistic: 'Sum', period: Duration.minutes(1) });
  }

  /** Share of failed requests in percent, minute by minute; nothing to divide is no error. */
  public get errorPercent(): MathExpression {
    return new MathExpression({
      expression: 'IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)',
      usingMetrics: { errors: this.errors, requests: this.requests },
      period: Duration.minutes(1),
      label: 'failed requests, percent',
    });
  }
}
