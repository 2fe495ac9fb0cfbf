/*
 * Every page's sheet: tokens, the two voices, masthead and foot. `--b` is one line of body text; `--q`, `--h`, `--d`
 * are a quarter, a half and three quarters of it: every vertical distance is made of these. The inline axis is logical
 * throughout, so right-to-left mirrors by itself.
 */
export const base = `
/* What a script may want otherwise is said again wherever the language changes */
/* What a script may want otherwise is said again wherever the language changes; a site's own faces go before */
:root{
  color-scheme:light dark;
  --hair:1px solid var(--rule); --bar:4px solid var(--ink);
  --t:clamp(1.125rem,1.06rem + .27vw,1.25rem);
  --s:.8125rem; --g:clamp(1.25rem,.6rem + 2.6vw,2.5rem);
}
[lang]{
  --text:var(--serif); --head:var(--display); --x:1.5;
  --lead:1.06; --track:.07em; --tight:-.02em; --adj:.48;
  --b:calc(var(--t)*var(--x)); --q:calc(var(--b)/4); --h:calc(var(--b)/2); --d:calc(var(--q)*3);
}
/* Scripts that want other fonts, more air, no tracking, no slant */
[lang]:is(:lang(ar),:lang(fa),:lang(ur)){
  --text:var(--mine,)"Noto Naskh Arabic","Geeza Pro","Segoe UI",serif; --head:var(--text);
  --track:0em; --tight:0em; --adj:none; --lead:1.4; --x:1.8;
}
[lang]:lang(ur){--text:var(--mine,)"Noto Nastaliq Urdu","Noto Naskh Arabic","Geeza Pro",serif; --x:2.1}
[lang]:lang(he){--text:var(--mine,)"Noto Serif Hebrew","Times New Roman",serif; --head:var(--text); --track:0em; --tight:0em; --adj:none}
[lang]:is(:lang(hi),:lang(th)){--text:var(--mine,)"Noto Serif Devanagari","Noto Serif Thai","Kohinoor Devanagari",Thonburi,serif; --head:var(--text); --track:0em; --tight:0em; --adj:none; --lead:1.35; --x:1.75}
[lang]:is(:lang(ja),:lang(zh),:lang(ko)){--track:.04em; --tight:0em; --adj:none; --lead:1.3; --x:1.8; line-break:strict}
[lang]:lang(ja){--text:var(--mine,)"Hiragino Sans","Yu Gothic Medium","Noto Sans CJK JP",sans-serif; --head:var(--mine,)"Hiragino Mincho ProN","Yu Mincho","Noto Serif CJK JP",serif}
[lang]:lang(zh){--text:var(--mine,)"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif; --head:var(--mine,)"Songti SC","Noto Serif CJK SC",SimSun,serif}
[lang]:is(:lang(zh-Hant),:lang(zh-TW),:lang(zh-HK)){--text:var(--mine,)"PingFang TC","Microsoft JhengHei","Noto Sans CJK TC",sans-serif; --head:var(--mine,)"Songti TC","Noto Serif CJK TC",PMingLiU,serif}
[lang]:lang(ko){--text:var(--mine,)"Apple SD Gothic Neo","Malgun Gothic","Noto Sans CJK KR",sans-serif; --head:var(--mine,)AppleMyungjo,"Noto Serif CJK KR",Batang,serif; word-break:keep-all}

*,::before,::after{box-sizing:border-box;margin:0;padding:0}
html{background:var(--paper);color:var(--ink);font:100%/1.4 var(--ui);-webkit-text-size-adjust:100%;font-synthesis-style:none}
body{container-type:inline-size;overflow-wrap:break-word;text-wrap:pretty;padding:0 max(clamp(1rem,4vw,3rem),(100% - 80rem)/2) var(--b)}
ul,.list{list-style:none}
img{display:block;width:100%;height:auto;max-height:36rem;object-fit:cover;object-position:50% 25%}
img,.box,.op{background:var(--stone)}
h1,h2,h3,.name{font:700 calc(var(--t)*1.2)/1.1 var(--head);letter-spacing:var(--tight);line-height:round(up,1em*var(--lead),var(--q));text-wrap:balance;word-break:auto-phrase}
a{color:inherit;text-decoration:underline 1px var(--red);text-underline-offset:.2em}
a:hover{color:var(--red);text-decoration-thickness:2px}
:is(h1,h2,h3,nav,.list,.name,.kick,.plain) a:not(:hover){text-decoration-color:#0000}
:focus-visible{outline:3px solid var(--red);outline-offset:2px}
.skip{position:absolute;z-index:1;padding:1rem;background:var(--ink);color:var(--paper)}
.skip:not(:focus){clip-path:inset(50%)}

/* Two voices: the serif reports, the sans labels */
.list>*,.list a,.sf,.body{font-family:var(--text)}
h1,h2,h3,.name,.list>*,.list a,.sf,.body{font-size-adjust:var(--adj)}
.kick,.lab,.dl,.late time{font:700 var(--s)/1.25rem var(--ui);letter-spacing:var(--track);text-transform:uppercase}
.meta,figcaption,.foot,.folio{font:.875rem/1.25rem var(--ui);color:var(--soft)}
.kick,.lab,.dl,.late time,.meta,figcaption,table,.box{font-size-adjust:none}
.kick,.late time{color:var(--red)}
.meta,figcaption{margin-top:var(--q)}
/* Every part has its point before it, and those that begin a line are cut off with the first */
.dot{margin-inline-start:-1rem;clip-path:inset(-6px -6px -6px 10px)}
.dot:dir(rtl){clip-path:inset(-6px 10px -6px -6px)}
.dot>*{display:inline-block;padding-inline-start:1rem}
.dot>*::before{content:"·"/"";display:inline-block;width:1rem;margin-inline-start:-1rem;text-align:center}
bdi{unicode-bidi:isolate}
.by{font-weight:600;color:var(--ink)}
a.by{display:inline-block}
time{white-space:nowrap}
cite{font-style:normal}
time,.num{font-variant-numeric:lining-nums tabular-nums}

/* Masthead: nameplate, folio, Oxford rule, sections */
.mast{display:grid;grid:auto/minmax(0,1fr);padding-top:var(--q)}
.name{font-size:clamp(1.75rem,1.3rem + 1.9vw,2.5rem);padding-bottom:2px}
.folio{font-size:var(--s);padding-block:var(--q)}
.ox{border-top:var(--bar)}
.ox::before{content:"";display:block;border-top:1px solid;margin-top:2px}
.mast .ox{border-bottom:1px solid}
.mast ul{display:flex;flex-wrap:wrap;gap:0 1.4rem}
.mast li a{display:block;padding:.6rem 0 .4rem;border-bottom:4px solid #0000;font:600 .9375rem/1.25rem var(--ui)}
.mast [aria-current]{border-color:var(--red)}

.head{padding-block:var(--d)}
.big{font-size:clamp(calc(var(--t)*1.728),1rem + 3.9vw,calc(var(--t)*2.986));margin-block:var(--q) var(--h)}
.less{font-size:clamp(calc(var(--t)*1.6),1rem + 2.6vw,calc(var(--t)*2.24))}
.sf,.body{font-size:var(--t);line-height:var(--b);max-width:30em}
.sf+.sf{margin-top:var(--h)}
.head .sf{font-size:calc(var(--t)*1.12)}

/* Ruled columns: each rule sits in the gutter, the outermost is clipped away */
.cols{display:grid;grid:auto/repeat(var(--n,1),minmax(0,1fr));gap:0 var(--g);clip-path:inset(-8px calc(4px - var(--g)/2))}
.kick,.cols>*{position:relative}
.cols>*{padding-bottom:var(--d)}
.cols>*+*::before,.top>*+*::before{content:"";position:absolute;inset-block:0 var(--d);left:calc(var(--g)/-2);border-left:var(--hair)}
[dir=rtl] :is(.cols,.top)>*+*::before{left:auto;right:calc(var(--g)/-2)}
.blk,.foot{margin-top:calc(var(--b)*1.5)}
.lab,.op{border-top:var(--bar)}
.lab{padding-block:var(--q)}
.lab a,.kick a{display:inline-block;padding:2px 0}
.list{font-size:1.0625rem;line-height:1.4rem}
.list a{display:block;text-align:-webkit-match-parent;text-align:match-parent}
.list [lang]{line-height:max(1.4rem,1.0625rem*var(--x))}
.list li{padding-block:var(--q);border-top:var(--hair)}
.rel li{border-top:var(--hair);padding-top:var(--h)}
.rel a{font:700 1.125rem/1.4rem var(--head);text-wrap:balance}
:is(:lang(ar),:lang(fa),:lang(ur),:lang(hi),:lang(th)):is(.rel a,.list){line-height:1.9rem}

.foot nav ul{display:flex;flex-wrap:wrap;gap:0 1.5rem}
.foot nav a{display:block;padding-block:.5rem}

.c1{--n:1}.c2{--n:2}.c3{--n:3}
.cols{--n:1}
@container (width >= 34rem){.cols{--n:2}}
@container (width >= 60rem){
  .cols{--n:4}
  .cols.rel,.cols.c3{--n:3}
  .cols.c4{--n:4}
  .cols.c2{--n:2}
  .cols.c1{--n:1}
  .mast{grid:auto/1fr auto;align-items:baseline}
  .mast nav{grid-column:1/-1}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.mast a:not([aria-current]){border-color:Canvas}}
`;

/** Paper has no links to follow, no second scheme and its own measure. */
export const print = `
@media print{
  @page{margin:16mm 15mm;@bottom-center{content:counter(page)}}
  :root{--paper:#fff;--stone:#ddd;--ink:#000;--soft:#333;--red:#000;--t:10.5pt;font-size:75%}
  [lang]{--x:1.4}
  nav,.skip,.topics,.also,.blk:has(.rel){display:none}
  .mast{border-bottom:4px double;padding-bottom:4px}
  .art,.art>.head,.art>figure{display:block}
  .body{max-width:none;columns:2;column-gap:var(--g)}
  .body h2{break-after:avoid}
  figure,table,.quote,.box,.cols>*{break-inside:avoid}
  img,.tall img{max-height:90mm}
}
`;
