// Reads {"blocks": […]} or {"view": {…}} with "width" from standard input and prints one HTML page
// that looks as Slack would show it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { createElement as h } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';

const asked = JSON.parse(await text(process.stdin));
const style = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'));
const square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#1f6f8b"/></svg>';
const logo = `data:image/svg+xml,${encodeURIComponent(square)}`;
const at = new Date('2026-03-02T09:30:00Z');

const ours = `
  html { background: #fff; }
  body { margin: 0; width: ${asked.width}px; font: 15px/1.466 Lato, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif; color: #1d1c1d; }
  .page { padding: 16px 20px; }
  .bar { display: flex; align-items: center; gap: 12px; padding: 14px 20px; border-bottom: 1px solid #ddd; font-weight: 700; font-size: 18px; }
  .bar span { flex: 1; }
  .foot { display: flex; justify-content: flex-end; gap: 12px; padding: 14px 20px; border-top: 1px solid #ddd; }
  .foot b { padding: 6px 16px; border: 1px solid #bbb; border-radius: 4px; }
  .foot b.main { background: #007a5a; border-color: #007a5a; color: #fff; }
  .tabs { display: flex; gap: 20px; padding: 12px 20px 0; border-bottom: 1px solid #ddd; }
  .tabs i { font-style: normal; padding-bottom: 8px; color: #616061; }
  .tabs i.now { color: #1d1c1d; font-weight: 700; border-bottom: 2px solid #1d1c1d; }
`;

const message = (blocks, bare) =>
  h(Message, { blocks, name: 'Advocacy Desk', logo, time: at, withoutWrapper: bare });
const bar = (view) => h('div', { className: 'bar' }, h('span', null, view.title.text), '✕');
const foot = (view) =>
  h(
    'div',
    { className: 'foot' },
    h('b', null, view.close?.text ?? 'Cancel'),
    view.submit && h('b', { className: 'main' }, view.submit.text),
  );
const tabs = h('div', { className: 'tabs' }, h('i', { className: 'now' }, 'Home'), h('i', null, 'Messages'));

function page() {
  if (!asked.view) return h('div', { className: 'page' }, message(asked.blocks, false));
  const body = h('div', { className: 'page' }, message(asked.view.blocks, true));
  return asked.view.type === 'modal'
    ? h('div', null, bar(asked.view), body, foot(asked.view))
    : h('div', null, tabs, body);
}

// Remarks of the drawing package that Slack does not show.
const remarks = [/<p>↵ Please &#x27;enter&#x27; to submit<\/p>/g, /Requires external data source/g];
const body = remarks.reduce((html, remark) => html.replace(remark, ''), renderToStaticMarkup(page()));

console.log(
  `<!doctype html><html><head><meta charset="utf-8"><style>${style}</style><style>${ours}</style></head>` +
    `<body>${body}<script>document.documentElement.dataset.height =` +
    ` Math.ceil(document.body.getBoundingClientRect().height)</script></body></html>`,
);
