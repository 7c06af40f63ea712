/** Setup of the suites of `npm run test:platforms`; see some-cases.ts. */
process.env.GUARDED_ALL_CASES = 'true';
