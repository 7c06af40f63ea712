/** The look of the page: light and dark, phone and desktop, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--raised:#f6f8fa;--line:#d0d7de;--link:#0550ae;
--good:#116329;--good-back:#dafbe1;--bad:#a40e26;--bad-back:#ffebe9;--warn:#7d4e00;--warn-back:#fff8c5}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--paper:#0d1117;--raised:#161b22;--line:#30363d;
--link:#79c0ff;--good:#7ee787;--good-back:#12261e;--bad:#ffa198;--bad-back:#321214;--warn:#f2cc60;--warn-back:#2b2111}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
h1{font-size:1.6rem;margin:0}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;scroll-margin-top:6rem}h3{font-size:1.05rem;margin:1.2rem 0 .3rem;scroll-margin-top:6rem}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem;z-index:3}
header,main{max-width:78rem;margin:0 auto;padding:1rem}
nav{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--line);z-index:2}
nav>div{max-width:78rem;margin:0 auto;padding:.4rem 1rem;display:flex;gap:.4rem 1rem;align-items:center;overflow-x:auto;white-space:nowrap}
input,select{font:inherit;color:inherit;background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.25rem .5rem;min-width:8rem}
.verdict{display:flex;gap:1rem;align-items:baseline;flex-wrap:wrap;margin:.6rem 0}
.verdict strong{font-size:2rem;text-transform:capitalize}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.4rem 0}dt{color:var(--soft)}dd{margin:0}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:0 2rem}
.card{border:1px solid var(--line);border-radius:8px;padding:.2rem 1rem .8rem;margin:1rem 0;background:var(--raised)}
.card h2{font-size:1.05rem;margin:1.2rem 0 .3rem}
.badge{border-radius:1rem;padding:.05rem .6rem;border:1px solid currentcolor;white-space:nowrap;font-size:.9em;background:var(--raised)}
.good{color:var(--good);background:var(--good-back)}.bad{color:var(--bad);background:var(--bad-back)}.warn{color:var(--warn);background:var(--warn-back)}
.scroll{overflow-x:auto;max-width:100%;border:1px solid var(--line);border-radius:8px;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}caption{text-align:left;padding:.4rem .6rem;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-top:1px solid var(--line);overflow-wrap:normal;max-width:34rem}
thead th{background:var(--raised)}tbody th{font-weight:600}
td button,li button{font:inherit;border:1px solid currentcolor;border-radius:1rem;padding:.05rem .6rem;cursor:pointer;color:var(--ink);background:var(--raised);white-space:nowrap}
td button.good,td button.bad,td button.warn{background:inherit}
td button.good{color:var(--good);background:var(--good-back)}td button.bad{color:var(--bad);background:var(--bad-back)}td button.warn{color:var(--warn);background:var(--warn-back)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
details{margin:.3rem 0}summary{cursor:pointer}
code,pre{font:.88em/1.45 ui-monospace,monospace}pre{white-space:pre-wrap;background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.5rem;margin:.3rem 0}
dialog{width:min(60rem,94vw);max-height:90vh;overflow:auto;border:1px solid var(--line);border-radius:10px;background:var(--paper);color:var(--ink)}
dialog::backdrop{background:rgb(0 0 0/.45)}
.soft{color:var(--soft)}[hidden]{display:none!important}
svg{display:block;max-width:none}svg text{font:13px system-ui,sans-serif;fill:var(--ink)}svg rect{fill:var(--raised);stroke:var(--line)}
svg .approval rect,svg .gate rect,svg .exception rect{fill:var(--warn-back);stroke:var(--warn)}svg .prod rect{fill:var(--good-back);stroke:var(--good)}
svg path{fill:none;stroke:var(--soft)}svg marker path{fill:var(--soft);stroke:none}
@media (max-width:40rem){td{min-width:11rem}td:has(>.badge:only-child){min-width:0}.scroll thead th:first-child,.scroll tbody th{position:sticky;left:0;min-width:8rem;max-width:9rem;overflow-wrap:anywhere;z-index:1}
.scroll tbody th{background:var(--paper)}h1{font-size:1.3rem}dl{grid-template-columns:1fr}dt{margin-top:.4rem}body{font-size:15px}}
@media (min-width:60rem){nav>div{flex-wrap:wrap}}
@media print{section .card{break-before:page}nav,dialog,.skip{display:none!important}.scroll{overflow:visible;border:0}.card{break-inside:avoid}body{font-size:10pt}a{color:inherit}}
`;
