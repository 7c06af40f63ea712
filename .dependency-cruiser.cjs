/** The arrows between the rooms; test/architecture.test.ts runs these rules too. */
const room = (name) => `^constructs/${name}/`;
const leaves = '^constructs/(environment|guardrail|access|rollback|evidence|checks)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-own-index',
      severity: 'error',
      comment: 'files of a room never import their own index',
      from: { path: '^(constructs|lib)/([^/]+)/' },
      to: { path: '^$1/$2/index\\.ts$' },
    },
    {
      name: 'lib-stands-alone',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(constructs|bin|node_modules/(aws-cdk-lib|constructs|cdk-nag))/' },
    },
    { name: 'constructs-below-bin', severity: 'error', from: { path: '^constructs/' }, to: { path: '^bin/' } },
    {
      name: 'iam-is-the-ground',
      severity: 'error',
      from: { path: '^lib/iam/' },
      to: { path: '^lib/', pathNot: '^lib/(iam|contract|names|errors|package-root)' },
    },
    {
      name: 'world-uses-iam',
      severity: 'error',
      from: { path: '^lib/world/' },
      to: { path: '^lib/', pathNot: '^lib/(world|assembly|contract|iam|names|errors|package-root)' },
    },
    {
      name: 'diff-uses-world',
      severity: 'error',
      from: { path: '^lib/diff/' },
      to: { path: '^lib/', pathNot: '^lib/(diff|prover|world|assembly|contract|iam|names|errors|package-root)' },
    },
    {
      name: 'assembly-reads-files-alone',
      comment:
        'scripts, synthesis and proof share the rules of an assembly, so they stand on names and on what templates say of alarms',
      severity: 'error',
      from: { path: '^lib/assembly/' },
      to: { path: '^lib/', pathNot: '^lib/(assembly|contract|rollback|names|errors|package-root)' },
    },
    {
      name: 'grounds-stand-alone',
      severity: 'error',
      comment:
        'what findings do, what is kept, how far work is and how the continuous proof is called know nothing else',
      from: { path: '^lib/(findings|kept|progress|continuous)/' },
      to: { path: '^lib/', pathNot: '^lib/($1/|errors|package-root)' },
    },
    {
      name: 'contract-is-below-all',
      severity: 'error',
      from: { path: '^lib/contract/' },
      to: { path: '^lib/', pathNot: '^lib/contract/' },
    },
    {
      name: 'prover-uses-world',
      severity: 'error',
      from: { path: '^lib/prover/' },
      to: { path: '^lib/', pathNot: '^lib/(prover|world|contract|iam|names|errors|package-root|progress)' },
    },
    {
      name: 'audit-is-above',
      severity: 'error',
      comment: 'nothing in lib rests on the audit pack',
      from: { path: '^lib/', pathNot: '^lib/audit/' },
      to: { path: '^lib/audit/' },
    },
    {
      name: 'checker-shares-no-code-with-the-search',
      severity: 'error',
      comment: 'what a theorem speaks of (lists of actions, tables of facts) has one home in lib/contract',
      from: { path: '^lib/prover/checker/' },
      to: { path: '^lib/', pathNot: '^lib/(prover/checker|contract)/' },
    },
    {
      name: 'pages-tell-changes',
      severity: 'error',
      comment: 'handlers and packs write the same pages, so a page rests on change control alone',
      from: { path: '^lib/page/' },
      to: { path: '^lib/', pathNot: '^lib/(page|change)/' },
    },
    {
      name: 'plan-reads-assemblies',
      severity: 'error',
      comment: 'what a change would do to stacks shows in their templates alone, whatever the proof says of them',
      from: { path: '^lib/plan/' },
      to: { path: '^lib/', pathNot: '^lib/(plan|assembly|fence|change/escape|contract|names|errors|package-root)' },
    },
    {
      name: 'nothing-uses-runtime',
      severity: 'error',
      from: { path: '^(constructs|bin|lib/(?!runtime/))' },
      to: { path: '^lib/runtime/' },
    },
    {
      name: 'environment-first',
      severity: 'error',
      from: { path: room('environment') },
      to: { path: '^constructs/', pathNot: room('environment') },
    },
    {
      name: 'leaves-use-environment',
      severity: 'error',
      from: { path: leaves },
      to: { path: '^constructs/', pathNot: `${room('environment')}|${'^constructs/$1/'}` },
    },
    {
      name: 'change-below-pipeline',
      severity: 'error',
      from: { path: room('change') },
      to: { path: '^constructs/(pipeline|sandbox|platform|proof)/' },
    },
    {
      name: 'pipeline-below-platform',
      severity: 'error',
      from: { path: room('pipeline') },
      to: { path: '^constructs/(sandbox|platform|proof)/' },
    },
    {
      name: 'sandbox-below-platform',
      severity: 'error',
      comment: 'self-service deploys with the script of the pipeline',
      from: { path: room('sandbox') },
      to: { path: '^constructs/(guardrail|access|rollback|evidence|platform|proof)/' },
    },
    {
      name: 'continuous-below-platform',
      severity: 'error',
      comment: 'the continuous proof runs the archive that the pipelines run',
      from: { path: room('continuous') },
      to: { path: '^constructs/(access|sandbox|platform|proof)/' },
    },
    {
      name: 'proof-uses-only-lib',
      severity: 'error',
      from: { path: room('proof') },
      to: { path: '^constructs/', pathNot: room('proof') },
    },
  ],
  options: {
    // Without a tsConfig: with one, the npm package `constructs` would resolve to our folder of that name.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'require', 'node', 'default'] },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdk.out|test)/' },
  },
};
