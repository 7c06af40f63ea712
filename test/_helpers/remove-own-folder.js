/** After the run. */
module.exports = () => globalThis.removeOwnFolder();
