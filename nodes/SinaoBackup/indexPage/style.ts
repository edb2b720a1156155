import { style as reportStyle } from '../report/layout';

/** The style of the report, and what a long table with a search needs besides. */
export const style = `${reportStyle}
main { max-width: 78rem; }
[hidden] { display: none !important; }
.links { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .6rem 0; }
.files { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 3px solid #0b4f8a; outline-offset: 2px; }
button, input, select { font: inherit; color: inherit; }
button { background: #fff; border: 1px solid var(--soft); border-radius: 4px; padding: .35rem .9rem; cursor: pointer; }
button:hover { background: var(--wash); } button:disabled { color: var(--soft); cursor: default; }
#check { background: #0b4f8a; border-color: #0b4f8a; color: #fff; font-weight: 600; } #check:hover { background: #083c69; } #check:disabled { background: var(--soft); border-color: var(--soft); }
.verify { margin: 1rem 0 1.4rem; padding: .9rem 1.1rem; background: var(--wash); } .verify p { margin: 0 0 .6rem; max-width: 62rem; }
#result:focus { outline: none; } #result ul { margin: .3rem 0; padding-left: 1.2rem; max-height: 24rem; overflow: auto; overflow-wrap: anywhere; } #result .outcome { background: #fff; }
progress { width: min(28rem, 100%); accent-color: #0b4f8a; }
.bar { position: sticky; top: 0; z-index: 2; background: #fff; padding: .7rem 0 .4rem; }
.choice { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; }
.choice label { display: flex; flex-direction: column; font-size: .82rem; color: var(--soft); }
.choice input, .choice select { border: 1px solid var(--soft); border-radius: 4px; padding: .4rem .6rem; background: #fff; color: var(--ink); font-size: .95rem; min-width: 8rem; max-width: 16rem; }
.choice .wide { flex: 1 1 18rem; } .choice .wide input { max-width: none; width: 100%; }
.sums { margin: .5rem 0 0; font-size: .9rem; } .sums strong { margin-right: .8rem; } #totals { display: inline-flex; flex-wrap: wrap; gap: 0 1.2rem; list-style: none; margin: 0; padding: 0; color: var(--soft); font-variant-numeric: tabular-nums; }
#table { margin: 0; table-layout: fixed; display: block; }
#table thead, #table tbody { display: block; } #table thead { position: sticky; top: var(--below, 0); z-index: 1; }
#table tr { display: grid; grid-template-columns: 6.5rem 9rem 6.6rem minmax(8rem, 1fr) 8.5rem 13rem 11rem 5.5rem; border-bottom: 1px solid var(--line); }
#table tbody tr { height: 2.3rem; align-items: center; } #table tr.space { display: block; border: 0; height: 0; }
#table th, #table td { border: 0; min-width: 0; padding: 0 .5rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
#table thead tr { background: var(--wash); border-bottom: 1px solid var(--soft); }
#table thead th { background: none; border: 0; padding: .3rem .5rem; }
th button { border: 0; background: none; padding: .1rem 0; font-weight: 600; } th button:hover { background: none; text-decoration: underline; }
th[aria-sort=ascending] button::after { content: " ▲"; font-size: .7em; } th[aria-sort=descending] button::after { content: " ▼"; font-size: .7em; }
.number, .date { font-variant-numeric: tabular-nums; }
.mark { border: 1px solid currentColor; border-radius: 3px; padding: 0 .3rem; font-size: .8rem; color: var(--soft); } .state span:first-child:not(:empty) + .mark { margin-left: .4rem; }
.mark.missing, .mark.altered { color: var(--bad); } .mark.deleted, .mark.replaced { color: var(--warn); }
tr.replaced td, tr.altered td { color: var(--soft); }
#none { padding: 1rem .5rem; color: var(--soft); } #cut { display: none; }
@media screen and (max-width: 60rem) {
	main { padding: 1.2rem .8rem 3rem; } .bar, #table thead { position: static; } .choice label { flex: 1 1 7rem; } .choice select { max-width: none; }
	#table thead tr { display: flex; flex-wrap: wrap; } #table thead th.file, th.eInvoice, td.eInvoice { display: none; } #table thead th { width: auto; }
	#table tbody tr { height: 5rem; grid-template-columns: minmax(0, 1fr) auto auto; grid-template-areas: "contact amount file" "number date date" "kind state state"; align-content: center; }
	#table tr.space { height: 0; } .contact { grid-area: contact; font-weight: 600; } td.amount { grid-area: amount; } td.file { grid-area: file; } td.number { grid-area: number; } td.date { grid-area: date; text-align: right; } td.kind { grid-area: kind; } td.state { grid-area: state; text-align: right; }
}
@media print {
	.verify, .choice, .files, td.file, th.file { display: none; } .bar, #table thead { position: static; } main { max-width: none; }
	#table { display: table; font-size: 8.5pt; table-layout: auto; } #table thead { display: table-header-group; break-inside: avoid; } #table th button { display: contents; } #table tbody { display: table-row-group; } #table tr { display: table-row; } #table tbody tr { height: auto; }
	#table th, #table td { display: table-cell; white-space: normal; overflow: visible; padding: .15rem .4rem; border-bottom: 1px solid var(--line); } #table td.amount, #table td.date, #table td.number, #table td.kind { white-space: nowrap; } #table th, #table td { overflow-wrap: normal; } #table td.contact { width: 40%; overflow-wrap: anywhere; } #table td.file, #table th.file, #table tr.space { display: none; }
	#cut:not([hidden]) { display: block; }
}
`;
