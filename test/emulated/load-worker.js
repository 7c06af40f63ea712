/** One of several processes that seal executions at once through the deployed bundle, as a Lambda for each would. */
const { record: handler } = require(process.env.LOAD_BUNDLE);
const ids = JSON.parse(process.env.LOAD_EXECUTIONS);

console.error = () => undefined;

/** State machine and Lambda try again what an overloaded service did not answer; so does this. */
async function eventually(execution) {
  for (let turn = 0; ; turn++) {
    try {
      return await handler({ do: 'seal', execution });
    } catch (error) {
      if (turn === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4000));
    }
  }
}

Promise.all(ids.map(eventually)).then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
