/** The site: a page, and an answer for the load balancer. Where the database is and who it belongs to come by the environment. */
const { createServer } = require('node:http');

const { DATABASE_HOST, DATABASE_USER, DATABASE_PASSWORD, SESSION_KEY, PORT = '8080' } = process.env;
const ready = [DATABASE_HOST, DATABASE_USER, DATABASE_PASSWORD, SESSION_KEY].every(Boolean);

createServer((request, response) => {
  const status = ready ? 200 : 503;
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(
    request.url === '/health' ? String(status) : `Good day, from ${ready ? DATABASE_HOST : 'nowhere yet'}.\n`,
  );
}).listen(Number(PORT));
