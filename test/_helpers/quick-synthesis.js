/**
 * Setup of every suite. CDK's own validation of templates starts an engine anew in each suite, which takes longer than
 * most syntheses, and tells warnings that no suite reads. The suites that are about it turn it on: see `npm run synth`
 * for the shipped platform, test/examples/orders for the workload and test/constructs/guardrail for the guardrails.
 */
process.env.CDK_VALIDATION = 'false';
/** What checks answered before counts for no test: each run does the work. */
process.env.GUARDED_CACHE = 'off';
/** What the clients of AWS say about versions of Node.js, no suite reads either. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
