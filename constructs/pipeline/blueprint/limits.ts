/** Limits of the service: CodePipeline user guide, 'Quotas' and 'Pipeline structure reference'; API reference. */
export const LIMITS = {
  stages: { min: 2, max: 50 },
  actionsInStage: 100,
  actions: 1000,
  runOrder: 999,
  /** Of stages, actions and rules. */
  name: /^[A-Za-z0-9.@\-_]{1,100}$/,
  artifact: /^[A-Za-z0-9_-]{1,100}$/,
  namespace: /^[A-Za-z0-9@\-_]{1,100}$/,
  conditionsOnEntry: 1,
  rules: { min: 1, max: 5 },
  /** From 5 minutes to 60 days. */
  approvalMinutes: { min: 5, max: 86_400 },
  configurationKeys: 50,
  configurationValue: 50_000,
  ruleConfigurationValue: 10_000,
  /** Of a Lambda action. */
  userParameters: 1000,
  /** Of a manual approval. */
  customData: 1000,
} as const;

/** Rule providers, with the configuration that each cannot do without ('Rule structure reference'). */
export const RULE_PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  CloudWatchAlarm: ['AlarmName'],
  DeploymentWindow: ['Cron'],
  LambdaInvoke: ['FunctionName'],
  VariableCheck: ['Variable', 'Value', 'Operator'],
  Commands: [],
};

/** Rule providers that may skip a stage on entry ('Considerations for the results configured for stage conditions'). */
export const SKIPPING_PROVIDERS: readonly string[] = ['LambdaInvoke', 'VariableCheck'];
