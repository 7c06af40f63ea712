/** The one language that zod speaks here, in the place of all of them; the bundles do the same. */
exports.en = require('zod/v4/locales/en.cjs').default;
