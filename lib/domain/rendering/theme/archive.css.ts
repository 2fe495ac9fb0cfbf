/** Archives: a day's list of times and headlines, a month's calendar beside its days. */
export const archive = `
.arch{display:grid;gap:var(--b) 3rem}
.day li{display:grid;grid:auto/3.5rem 1fr;gap:0 var(--q);align-items:baseline}
.day li>*{grid-column:2;margin:0}
.day li>time{grid-column:1;font:.875rem/1.25rem var(--ui);color:var(--soft)}
.cal{max-width:20rem}
table{border-collapse:collapse;width:100%;font:.9375rem/1.3rem var(--ui);table-layout:fixed}
caption{text-align:start;border-top:var(--bar);padding-block:var(--h);font:700 1.1875rem/1.4 var(--head)}
th,td{text-align:center;padding:0;line-height:2.25rem;font-variant-numeric:lining-nums tabular-nums}
thead th{font-size:var(--s);color:var(--soft)}
td{color:var(--soft)}
td a{display:block;font-weight:700;color:var(--ink)}
.row{display:flex;flex-wrap:wrap;gap:0 1.5rem;font-size:.875rem;margin-bottom:var(--h)}
.row a{display:inline-block;padding-block:.5rem}
@container (width >= 34rem){.day li{grid:auto/3.5rem 1fr 14rem}.day li>*{grid-column:auto}}
@container (width >= 60rem){.arch{grid:auto/minmax(0,1fr) 17rem}.arch>aside{order:1}.arch>.list{columns:2;column-gap:3rem}}
`;
