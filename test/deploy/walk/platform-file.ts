/** The end of a platform.yaml whose platform has a pipeline of its own. */
export const OWN_PIPELINE = `
platform:
  repository:
    connection: arn:aws:codeconnections:eu-west-2:111111111111:connection/12345678-1234-1234-1234-123456789012
    name: example/platform
  approvers: [ReleaseManager]
  window: { timeZone: Europe/London, open: [{ days: [Tue, Thu], from: '10:00', to: '15:00' }] }
`;
