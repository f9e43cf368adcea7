//! The look of the report, and texts and numbers in it.

/// The page up to its first heading.
pub(super) const HEAD: &str = r#"<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {
  color-scheme: light dark; --line: #8885; --bar: #0072b2; --high: #e69f0055; --low: #56b4e955;
  --l0: #08519c; --l1: #4292c6; --l2: #9ecae1; --l3: #b0b0b0; --above: #d98200; --below: #2b8cc4
}
* { -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem }
h1 { margin: 0 0 .5rem } h2 { margin: 2.5rem 0 .5rem } h3 { margin: .5rem 0; font-size: 1.05rem }
.wide { overflow-x: auto }
table { border-collapse: collapse }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
thead th, tr:first-child > th { max-width: 10rem } td.long { min-width: 18rem }
th[scope=row] { font-weight: 600 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } td.n { white-space: nowrap }
.heat td.share { background: color-mix(in srgb, var(--bar) var(--s), transparent); border-left: 1px solid var(--line) }
.heat td.share small:last-child { white-space: normal; display: inline-block; max-width: 8rem; line-height: 1.2 }
td.high { background: var(--high) } td.low { background: var(--low) }
small, .note { opacity: .8 } .note { max-width: 60rem }
.glance { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem }
.glance li { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem }
.glance strong { font-size: 1.6rem; font-variant-numeric: tabular-nums }
.parts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(34rem, 100%), 1fr)); gap: 1.5rem }
.parts section { break-inside: avoid }
svg { max-width: 100%; height: auto } svg rect, svg circle { fill: var(--bar) }
svg text { fill: currentColor; font-size: 12px } svg line { stroke: currentColor; stroke-opacity: .6 }
svg line.faint { stroke-opacity: .15 } svg line.ideal { stroke-dasharray: 5 4 }
svg .above { fill: var(--above) } svg .below { fill: var(--below) }
svg .l0 { fill: var(--l0) } svg .l1 { fill: var(--l1) } svg .l2 { fill: var(--l2) } svg .l3 { fill: var(--l3) }
.key { display: inline-block; width: .8rem; height: .8rem; vertical-align: -.05rem }
.key.l0 { background: var(--l0) } .key.l1 { background: var(--l1) } .key.l2 { background: var(--l2) } .key.l3 { background: var(--l3) }
@media print {
  body { font-size: 11px } main { max-width: none; padding: 0 }
  h2, h3 { break-after: avoid } tr, li, section { break-inside: avoid } .wide { overflow: visible }
  th, td { padding: .15rem .3rem }
}
@page { size: A4 landscape; margin: 12mm }
</style>
<main>
"#;

/// A text that HTML shows as it is.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Three figures or the whole part, whichever says more.
pub(super) fn short(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let text = match value.abs() {
        size if size >= 1000.0 => {
            let sign = if value < 0.0 { "-" } else { "" };
            return format!("{sign}{}", grouped(size.round() as u64));
        }
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A count with a comma between thousands.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_what_matters() {
        let shown = [1234.56, -98_000.0, 123.4, 12.34, 0.5, 0.0, 2.0, f64::NAN].map(short);
        assert_eq!(shown, ["1,235", "-98,000", "123", "12.3", "0.5", "0", "2", "–"]);
        assert_eq!([0, 999, 1000, 12_345, 1_234_567].map(grouped), ["0", "999", "1,000", "12,345", "1,234,567"]);
    }
}
