//! The look of the report, and texts and numbers in it.

/// The page up to its first heading.
pub(super) const HEAD: &str = r#"<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root { color-scheme: light dark; --line: #8885; --bar: #0072b2; --high: #e69f0055; --low: #56b4e955 }
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem }
h1 { margin: 0 0 .5rem } h2 { margin: 2.5rem 0 .5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
thead th, tr:first-child > th { max-width: 10rem } td.long { min-width: 18rem } th[scope=row] { white-space: nowrap }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } td.n { white-space: nowrap }
td.share { background: linear-gradient(to right, var(--low) var(--s), transparent var(--s)) }
td.high { background: var(--high) } td.low { background: var(--low) }
small, .note { opacity: .75 }
svg { max-width: 100%; height: auto } svg rect { fill: var(--bar) } svg text { fill: currentColor; font-size: 13px }
@media print { h2 { break-after: avoid } tr { break-inside: avoid } }
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
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_what_matters() {
        assert_eq!([1234.56, 12.34, 0.5, 0.0, 2.0, f64::NAN].map(short), ["1235", "12.3", "0.5", "0", "2", "–"]);
    }
}
