/**
 * What the page does in a browser: search and filters, and what a cell opens to. It reads the data that the page
 * carries, asks nobody for anything, and writes text as text.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll('[data-row]')].map((node) => ({
    node,
    text: node.textContent.toLowerCase(),
    environment: node.dataset.environment,
    level: node.dataset.level,
    shown: true,
  }));
  const [search, environment, level, status] = ['search', 'environment', 'level', 'status'].map(byId);
  const matches = (row, words, where, what) =>
    words.every((word) => row.text.includes(word)) &&
    (!where || row.environment === undefined || row.environment === where) &&
    (!what || row.level === undefined || row.level.includes(what));
  function filter() {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const shown = matches(row, words, environment.value, level.value);
      if (shown) found++;
      if (shown !== row.shown) row.node.hidden = !shown;
      row.shown = shown;
    }
    const narrowed = words.length || environment.value || level.value;
    status.textContent = narrowed ? found + ' of ' + rows.length + ' entries' : '';
  }
  let waiting;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 60);
  });
  for (const select of [environment, level]) select.addEventListener('change', filter);
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    search.focus();
  });

  const data = JSON.parse(byId('data').textContent);
  const dialog = byId('detail');
  const body = byId('detail-body');
  function add(parent, tag, text) {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    parent.append(node);
    return node;
  }
  function statement(parent, place) {
    const box = add(parent, 'details');
    add(box, 'summary', place);
    add(box, 'pre', data.statements[place] ?? 'stands in evidence.json');
  }
  function group(parent, one) {
    const head = one.verdict + ': ' + one.actions.join(', ') + (one.count > one.actions.length ? ' and ' + (one.count - one.actions.length) + ' more' : '');
    add(parent, 'h3', head);
    if (one.why) add(parent, 'p', one.why);
    if (one.exceptions.length) add(parent, 'p', 'within ' + one.exceptions.map((id) => data.exceptions[id] ?? id).join(' '));
    if (one.example) add(parent, 'p', 'for example ' + one.example.action + ' on ' + one.example.resource + Object.entries(one.example.context).map(([key, values]) => '; ' + key + ' = ' + values.join(', ')).join(''));
    for (const { layer, statement: place } of one.because) {
      add(parent, 'p', layer + ' allow by').className = 'soft';
      statement(parent, place);
    }
  }
  function open(index) {
    const cell = data.access[index];
    if (!cell) return;
    const detail = data.details[cell.detail];
    byId('detail-title').textContent = cell.name + ' in ' + cell.accountName + ': ' + cell.level;
    body.replaceChildren();
    add(body, 'p', cell.principal);
    if (!detail.groups.length) add(body, 'p', 'Nothing that changes anything is allowed.');
    for (const one of detail.groups) group(body, one);
    if (detail.blocked.length) add(body, 'h3', 'What keeps other writes out');
    for (const one of detail.blocked) {
      add(body, 'p', one.count + ' actions: ' + one.by);
      if (one.statement) statement(body, one.statement);
    }
    add(body, 'h3', 'All statements that speak about it');
    for (const { layer, statements } of detail.layers) {
      add(body, 'p', layer).className = 'soft';
      for (const place of statements) statement(body, place);
    }
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }
  function followHash() {
    const [, index] = /^#access-(\\d+)$/.exec(location.hash) ?? [];
    if (index !== undefined) open(Number(index));
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    for (let box = target && target.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-access]');
    if (button) location.hash = 'access-' + button.dataset.access;
  });
  dialog.addEventListener('close', () => history.replaceState(null, '', location.pathname + location.search));
  byId('detail-close').addEventListener('click', () => dialog.close());
  addEventListener('hashchange', followHash);
  addEventListener('beforeprint', () => {
    for (const box of document.querySelectorAll('header details, main details')) box.open = true;
  });
  followHash();
})();
`;
