import { Html } from './html.ts';

export const style = new Html(`
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#f6f8fa, #151b23);
  --muted: light-dark(#59636e, #9198a1); --link: light-dark(#0969da, #4493f8); --good: #1f883d; --bad: #cf222e; --done: #8250df; --wait: #9a6700; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #e6edf3); }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; padding: .8rem max(1rem, calc(50vw - 30rem)); background: var(--soft); border-bottom: 1px solid var(--line); }
header a { font-weight: 600; } header i { margin: 0 .4rem; color: var(--muted); font-style: normal; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 1.6rem; font-weight: 500; margin: .6rem 0; } h1 small, .muted, small { color: var(--muted); font-weight: 400; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .6rem; }
.badge { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; color: #fff; background: var(--muted); }
.badge.open, .badge.success { background: var(--good); } .badge.closed, .badge.failure { background: var(--bad); }
.badge.merged, .badge.completed { background: var(--done); } .badge.wait { background: var(--wait); }
.label { display: inline-block; padding: 0 .5rem; margin-right: .3rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .8rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; margin: .8rem 0; overflow: hidden; }
.card > .top { display: flex; gap: .5rem; align-items: center; padding: .5rem .8rem; background: var(--soft); border-bottom: 1px solid var(--line); }
.card > .body { padding: .3rem .9rem; overflow-wrap: anywhere; }
.card.bad { border-color: var(--bad); } .card.good { border-color: var(--good); }
.card img, td img { width: 1.4rem; height: 1.4rem; border-radius: 50%; vertical-align: middle; }
table { border-collapse: collapse; }
table.list { width: 100%; } table.list td { border-width: 0 0 1px; } table.list tr:first-child td { border-top-width: 1px; } table.list td:first-child:not(:last-child) { width: 12rem; }
.body pre { margin: .8rem 0; } .body > p:first-child { margin-top: .6rem; }
 td, th { padding: .35rem .7rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
ul:has(> li > input[type=checkbox]) { list-style: none; padding-left: 1rem; }
code, pre { font: .87em/1.5 ui-monospace, monospace; background: var(--soft); border-radius: .3rem; } code { padding: .1rem .3rem; }
pre { padding: .6rem .9rem; overflow: auto; margin: 0; } pre code { padding: 0; }
ins, del { display: block; text-decoration: none; } ins { background: light-dark(#dafbe1, #12361f); } del { background: light-dark(#ffebe9, #441b1b); }
`);
