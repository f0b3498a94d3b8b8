#pragma once
// How the picture report looks, on the screen and on A4.

namespace md::cli {

inline constexpr const char* kReportStyle = R"css(
:root{--ink:#16202b;--soft:#5b6875;--line:#dfe4e8;--paper:#fff;--wash:#f5f7f8;--accent:#0b6e78;--alert:#b3261e;
--intrusion:#b3261e;--stay:#b26a00;--wander:#6a3fa0;--appearance:#0b57a4}
*{box-sizing:border-box}
body{margin:0;background:var(--wash);color:var(--ink);font:14px/1.55 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",
system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:40px 32px 56px;background:var(--paper);min-height:100vh}
header{border-bottom:2px solid var(--ink);padding-bottom:16px;margin-bottom:24px}
h1{font-size:26px;line-height:1.25;margin:0 0 6px;letter-spacing:.01em}
h2{font-size:16px;margin:36px 0 12px;padding-left:10px;border-left:3px solid var(--accent)}
.sub{color:var(--soft)}
.cards{display:grid;grid-template-columns:repeat(6,1fr);gap:1px;background:var(--line);border:1px solid var(--line)}
.cards div{background:var(--paper);padding:14px 12px}
.cards b{display:block;font-size:24px;font-weight:600;line-height:1.2}
.cards span{color:var(--soft);font-size:12px}
.cards .bad b{color:var(--alert)}
svg{display:block;width:100%;height:auto}
svg text{font:11px system-ui,"Noto Sans CJK SC",sans-serif;fill:var(--soft)}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(132px,1fr));gap:14px}
figure{margin:0;break-inside:avoid}
figure img{display:block;width:100%;aspect-ratio:1;object-fit:cover;background:var(--wash);border:1px solid var(--line);border-radius:3px}
figcaption{font-size:12px;color:var(--soft);margin-top:4px}
figcaption b{color:var(--ink);font-size:13px}
.alert{display:grid;grid-template-columns:1fr auto;gap:16px;border:1px solid var(--line);border-left:4px solid var(--alert);
padding:12px 14px;margin-bottom:10px;break-inside:avoid;border-radius:3px}
.alert.stay{border-left-color:var(--stay)}.alert.wander{border-left-color:var(--wander)}.alert.appearance{border-left-color:var(--appearance)}
.alert h3{margin:0 0 4px;font-size:15px}
.alert dl{display:grid;grid-template-columns:auto 1fr;gap:1px 12px;margin:0;font-size:13px}
.alert dt{color:var(--soft)}.alert dd{margin:0}
.alert .faces{display:flex;gap:8px}
.alert img{width:92px;height:92px;object-fit:cover;border:1px solid var(--line);border-radius:3px}
table{width:100%;border-collapse:collapse;font-size:13px}
th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--ink);padding:5px 8px 5px 0}
td{border-bottom:1px solid var(--line);padding:5px 8px 5px 0}
.num{text-align:right}
.none{color:var(--soft);border:1px dashed var(--line);padding:14px;border-radius:3px}
footer{margin-top:40px;padding-top:14px;border-top:1px solid var(--line);font-size:12px;color:var(--soft)}
@media (max-width:760px){.cards{grid-template-columns:repeat(2,1fr)}main{padding:20px 16px}.alert{grid-template-columns:1fr}}
@media print{@page{size:A4;margin:14mm}body{background:none;font-size:11px}main{padding:0;max-width:none}h2{margin-top:22px}
.grid{grid-template-columns:repeat(6,1fr)}.alert img{width:72px;height:72px}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

}  // namespace md::cli
