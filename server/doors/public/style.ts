/** The look of public pages: light and dark, on a phone and on paper. */
export const css = `
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5f6673;--line:#dfe2e6;--paper:#fff;--back:#f4f5f6;--accent:#0f6674;--ok:#1c7a4a;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3aab5;--line:#373c44;--paper:#1d2025;--back:#141619;--accent:#5cc0cf;--ok:#63c795;--bad:#f2857d}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:54rem;margin:0 auto;padding:1rem}
.sheet{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:clamp(1rem,4vw,2.5rem);margin-bottom:1rem}
h1{font-size:1.6rem;line-height:1.2;margin:.2rem 0 .3rem}h2{font-size:1.05rem;margin:0 0 .6rem}
p{margin:.4rem 0}.soft{color:var(--soft)}.small{font-size:.86rem}
.top{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1.2rem;margin:1.4rem 0}
.sides>div{border-top:1px solid var(--line);padding-top:.5rem}
table{width:100%;border-collapse:collapse;margin:1rem 0}
th{font-weight:400;font-size:.86rem;color:var(--soft);text-align:left;padding:.4rem .5rem}
td{border-top:1px solid var(--line);padding:.6rem .5rem;vertical-align:top}
th.n,td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
tr.section td{font-weight:600;padding-top:1.2rem;border-top:0}tr.off{color:var(--soft)}
.mark{font-size:.78rem;color:var(--accent);border:1px solid currentColor;border-radius:.3rem;padding:0 .35rem;white-space:nowrap}
.pre{white-space:pre-line;overflow-wrap:anywhere}
.totals{margin-left:auto;width:fit-content;display:grid;grid-template-columns:auto auto;gap:.2rem 1.5rem;text-align:right;font-variant-numeric:tabular-nums}
.totals b{font-size:1.25rem}
label{display:block;margin:.6rem 0}label>span{display:block;font-size:.9rem;color:var(--soft)}
input[type=text],textarea{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid #8a919c;border-radius:.45rem;padding:.55rem .7rem}
textarea{min-height:5rem}label.tick{display:flex;gap:.6rem;align-items:flex-start}
input[type=checkbox],input[type=radio]{width:1.15rem;height:1.15rem;accent-color:var(--accent);margin:.2rem .4rem 0 0;flex:none}
button,.button{font:inherit;font-weight:500;border-radius:.5rem;padding:.6rem 1.1rem;border:1px solid #8a919c;background:transparent;color:inherit;cursor:pointer;text-decoration:none;display:inline-block;min-height:2.75rem}
button.yes{background:var(--accent);border-color:var(--accent);color:var(--paper)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.row{display:flex;gap:.7rem;flex-wrap:wrap;align-items:center}
.note{border-left:4px solid var(--accent);padding:.6rem 1rem;margin:0 0 1rem;background:var(--paper);border-radius:.4rem}
.note.ok{border-color:var(--ok)}.note.bad{border-color:var(--bad)}
details summary{cursor:pointer;padding:.4rem 0;font-weight:500}
.seal{overflow-wrap:anywhere;font-size:.75rem;color:var(--soft)}
@media (max-width:36rem){th.price,td.price,th.count{display:none}td.count{display:none}td .phone{display:block}}
@media (min-width:36.01rem){.phone{display:none}}
@media print{body{background:#fff}.sheet{border:0;padding:0}.noprint{display:none!important}main{max-width:none;padding:0}}
`
