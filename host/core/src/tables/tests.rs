use std::fmt::Write;

use gridfolk_contract::{Items, MISSING_CODE, Values};
use proptest::prelude::*;

use super::write::write_csv;
use super::*;

fn options(format: Format) -> ReadOptions {
    ReadOptions { format, ..ReadOptions::default() }
}

fn typed(types: &[(&str, &str)]) -> ReadOptions {
    let types = types.iter().map(|(name, kind)| ((*name).to_owned(), kind.parse().expect("a type"))).collect();
    ReadOptions { types, ..ReadOptions::default() }
}

fn csv(text: &str) -> ReadTable {
    read_table(text.as_bytes(), &ReadOptions::default()).expect(text)
}

fn refused(text: &str) -> Problem {
    read_table(text.as_bytes(), &ReadOptions::default()).expect_err(text)
}

/// One column's cells, in a form that compares: NaN is null.
fn cells(table: &ReadTable, name: &str) -> String {
    let columns: Vec<Column> = table.columns.iter().filter(|column| column.name == name).cloned().collect();
    gridfolk_contract::reply::to_json(&gridfolk_contract::json_table::ColumnsJson(&columns))
}

fn same(a: &ReadTable, b: &ReadTable) {
    assert_eq!(a.ids, b.ids);
    assert_eq!(a.n_rows, b.n_rows);
    let json = |table: &ReadTable| {
        gridfolk_contract::reply::to_json(&gridfolk_contract::json_table::ColumnsJson(&table.columns))
    };
    assert_eq!(json(a), json(b));
}

#[test]
fn numbers_categories_dates_and_ids_are_found() {
    let table = csv("id,kwh,tariff,since\nc1, 1200 ,tou,1970-01-02\nc2,,flat,\nc3,1e3,tou,1970-01-11\n");
    assert_eq!(cells(&table, "kwh"), r#"{"kwh":[1200.0,null,1000.0]}"#);
    assert_eq!(cells(&table, "tariff"), r#"{"tariff":["tou","flat","tou"]}"#);
    assert_eq!(cells(&table, "since"), r#"{"since":[1.0,null,10.0]}"#);
    assert_eq!(table.ids, [Ids { name: "id".into(), texts: vec!["c1".into(), "c2".into(), "c3".into()] }]);
}

#[test]
fn missing_is_empty_na_null_and_what_the_caller_adds() {
    let more = ReadOptions { missing: vec!["-".into(), "-999".into()], ..ReadOptions::default() };
    let table = read_table(b"a,b\n1,x\n,x\nNA,NA\nN/A,N/A\nnull,null\n-,-\n-999,\" \"\n", &more).expect("a table");
    assert_eq!(cells(&table, "a"), r#"{"a":[1.0,null,null,null,null,null,null]}"#);
    assert_eq!(cells(&table, "b"), r#"{"b":["x","x",null,null,null,null,null]}"#);
}

#[test]
fn a_column_that_begins_with_numbers_and_goes_on_with_texts_keeps_their_texts() {
    let table = csv("code,n\n01,1\n1.0,2\nA7,3\n01,4\n");
    assert_eq!(cells(&table, "code"), r#"{"code":["01","1.0","A7","01"]}"#);
    assert_eq!(cells(&table, "n"), r#"{"n":[1.0,2.0,3.0,4.0]}"#);
}

#[test]
fn one_bad_cell_among_numbers_is_refused_with_its_place() {
    for bad_row in [0, 7, 19] {
        let mut text = "id,kwh\n".to_owned();
        for row in 0..20 {
            let cell = if row == bad_row { "12o".to_owned() } else { row.to_string() };
            writeln!(text, "\"c\n{row}\",{cell}").expect("a String");
        }
        let problem = refused(&text);
        assert_eq!((problem.code.as_str(), problem.values["row"].as_u64()), ("cell_not_a_number", Some(bad_row)));
        assert_eq!(problem.values["line"], 2 + 2 * bad_row, "ids of two lines are counted");
        assert_eq!(problem.values["cell"], "12o");
        assert_eq!(problem.pointer, format!("/table/columns/kwh/{bad_row}"));
    }
}

#[test]
fn the_two_ways_out_of_a_bad_cell_work() {
    let text = "a\n1\n2\n3\n4\n5\n6\n7\n8\n9\nnone\n";
    assert_eq!(
        refused(text).message,
        "row 9 (line 11) of column \"a\" is \"none\": not a number, but 9 of the 10 cells are numbers: \
         correct it, give the type category, or name it as a missing text"
    );
    let table = read_table(text.as_bytes(), &typed(&[("a", "category")])).expect("a category");
    assert_eq!(table.columns[0].values.kind(), "category");
    let more = ReadOptions { missing: vec!["none".into()], ..ReadOptions::default() };
    assert_eq!(read_table(text.as_bytes(), &more).expect("numbers").columns[0].values.kind(), "number");
}

#[test]
fn one_bad_date_among_dates_is_refused() {
    let mut text = "d\n".to_owned();
    (1..=10).for_each(|day| writeln!(text, "2015-03-{day:02}").expect("a String"));
    text.push_str("2015-02-30\n");
    let problem = refused(&text);
    assert_eq!((problem.code.as_str(), problem.values["row"].as_u64()), ("cell_not_a_date", Some(10)));
}

#[test]
fn numbers_too_large_for_a_double_are_refused_unless_they_are_texts() {
    let problem = refused("a\n1\n1e999\n");
    assert_eq!((problem.code.as_str(), problem.values["line"].as_u64()), ("not_finite", Some(3)));
    assert_eq!(csv("hash\n1e999\nab01\n").ids[0].texts, ["1e999", "ab01"]);
}

#[test]
fn given_types_rule() {
    let text = "a,b,c,d,e\n1,2,3,x;y;x,9\n2,3,4,,9\n";
    let types = typed(&[("a", "id"), ("b", "category"), ("d", "items"), ("e", "skip")]);
    let table = read_table(text.as_bytes(), &types).expect("a table");
    assert_eq!(table.ids[0].texts, ["1", "2"]);
    assert_eq!(cells(&table, "b"), r#"{"b":["2","3"]}"#);
    let items = Items { ends: vec![2, 2], codes: vec![0, 1], levels: vec!["x".into(), "y".into()] };
    assert_eq!(table.columns[2].values, Values::Items(items));
    assert_eq!(table.columns.len(), 3);

    let refused = |kind: &str| read_table(b"a\n1\nx\n", &typed(&[("a", kind)])).expect_err(kind).code.clone();
    assert_eq!(refused("number"), "cell_not_a_number");
    assert_eq!(refused("date"), "cell_not_a_date");
    let unknown = read_table(b"a\n1\n", &typed(&[("b", "number")])).unwrap_err();
    assert_eq!((unknown.code.as_str(), &unknown.values["known"]), ("unknown_column", &vec!["a"].into()));
}

#[test]
fn only_the_columns_that_are_asked_for_are_read() {
    let only = ReadOptions { columns: Some(vec!["b".into()]), ..ReadOptions::default() };
    let table = read_table(b"a,b,c\nx,1,1\ny,2,q\n", &only).expect("a table");
    assert_eq!((table.columns.len(), table.ids.len(), table.n_rows), (1, 0, 2));
}

#[test]
fn ids_need_two_cells_and_may_have_gaps() {
    assert_eq!(cells(&csv("tariff,n\ntou,1\n"), "tariff"), r#"{"tariff":["tou"]}"#);
    assert_eq!(csv("id,n\na,1\n,2\nb,3\n").ids[0].texts, ["a", "", "b"]);
    let table = read_table(b"id,n\na,1\n,2\na,3\n", &typed(&[("id", "id")])).expect("a table");
    assert_eq!(table.ids[0].texts, ["a", "", "a"]);
}

#[test]
fn ids_of_digits_keep_them_all() {
    let texts = ["0012", "12", "90071992547409931", "90071992547409932"];
    let table = read_table(format!("id\n{}\n", texts.join("\n")).as_bytes(), &typed(&[("id", "id")])).expect("a table");
    assert_eq!(table.ids[0].texts, texts);
    let json = ReadOptions { format: Format::Json, ..typed(&[("id", "id")]) };
    let table = read_table(br#"[{"id": 90071992547409931}, {"id": 90071992547409932}]"#, &json).expect("a table");
    assert_eq!(table.ids[0].texts, texts[2..]);
}

#[test]
fn a_column_of_missing_cells_is_numeric() {
    assert_eq!(cells(&csv("a,b\n,1\nNA,2\n"), "a"), r#"{"a":[null,null]}"#);
}

#[test]
fn separators_line_ends_and_encodings_give_the_same_table() {
    let plain = csv("名称,kwh,note\n甲,1,\"a, \"\"b\"\"\"\n乙,2,\"a, \"\"b\"\"\"\n");
    assert_eq!(cells(&plain, "note"), r#"{"note":["a, \"b\"","a, \"b\""]}"#);
    let crlf = "名称,kwh,note\r\n甲,1,\"a, \"\"b\"\"\"\r\n\r\n乙,2,\"a, \"\"b\"\"\"";
    same(&plain, &csv(crlf));
    same(&plain, &csv(&crlf.replace("\r\n", "\r")));
    same(&plain, &csv(&format!("\u{feff}{crlf}")));
    let semicolons = "名称;kwh;note\n甲;1;\"a, \"\"b\"\"\"\n乙;2;\"a, \"\"b\"\"\"\n";
    same(&plain, &csv(semicolons));
    same(&plain, &csv(&semicolons.replace(';', "\t")));
    let (gbk, ..) = encoding_rs::GBK.encode(semicolons);
    same(&plain, &read_table(&gbk, &ReadOptions::default()).expect("GBK"));
}

#[test]
fn json_and_ndjson_give_the_table_of_csv() {
    let plain = csv("id,kwh,tariff,since\nc1,1.5,tou,1970-01-02\nc2,,flat,\nc3,1000,tou,1970-01-11\n");
    let rows = [
        r#"{"id": "c1", "kwh": 1.5, "tariff": "tou", "since": "1970-01-02"}"#,
        r#"{"id": "c2", "since": null, "tariff": "flat"}"#,
        r#"{"id": "c3", "kwh": 1e3, "tariff": "tou", "since": "1970-01-11"}"#,
    ];
    let read = |text: &str, format| read_table(text.as_bytes(), &options(format)).expect(text);
    same(&plain, &read(&format!("[{}]", rows.join(",")), Format::Json));
    same(&plain, &read(&format!("{{\"rows\": [{}]}}", rows.join(",")), Format::Json));
    same(&plain, &read(&rows.join("\n\n"), Format::Ndjson));
    let columns = r#"{"columns": {"id": ["c1", "c2", "c3"], "kwh": [1.5, null, 1000], "tariff": ["tou", "flat", "tou"],
        "since": ["1970-01-02", null, "1970-01-11"]}}"#;
    same(&plain, &read(columns, Format::Json));
}

#[test]
fn json_knows_its_types() {
    let text = r#"[{"zip": "01", "on": true, "tags": ["a", "b", "a"]}, {"zip": "02", "on": false, "tags": []},
        {"zip": "01", "on": true}]"#;
    let table = read_table(text.as_bytes(), &options(Format::Json)).expect("a table");
    assert_eq!(cells(&table, "zip"), r#"{"zip":["01","02","01"]}"#);
    assert_eq!(cells(&table, "on"), r#"{"on":["true","false","true"]}"#);
    assert_eq!(cells(&table, "tags"), r#"{"tags":[["a","b"],[],[]]}"#);
    let types = ReadOptions { format: Format::Json, ..typed(&[("zip", "number")]) };
    assert_eq!(cells(&read_table(text.as_bytes(), &types).expect("a table"), "zip"), r#"{"zip":[1.0,2.0,1.0]}"#);
}

#[test]
fn broken_shapes_are_refused_with_their_place() {
    for (text, code, line) in [
        ("", "table_empty", None),
        ("\n\n", "table_empty", None),
        ("a,b\n", "no_rows", None),
        ("1,2\n3,4\n", "header_missing", None),
        ("a,\n1,2\n", "column_name_empty", None),
        ("a,b, a\n1,2,3\n", "column_name_twice", None),
        ("a,b\n1,2\n3\n", "row_length_differs", Some(3)),
        ("a,b\n1,2\n\n3,4,5\n", "row_length_differs", Some(4)),
        ("a,b\n1,\"x\ny\"\n3,\"4\n", "quoting_broken", Some(4)),
        ("a,b\n1,\"x\"y\n", "quoting_broken", Some(2)),
        ("a\0,b\n", "not_text", None),
    ] {
        let problem = refused(text);
        assert_eq!(problem.code, code, "{text:?}");
        assert_eq!(problem.values.get("line").and_then(gridfolk_contract::read::Node::as_u64), line, "{text:?}");
    }
    for bytes in [&b"\xff\xfea\0"[..], b"a,b\n\xff\xff,1\n"] {
        assert_eq!(read_table(bytes, &ReadOptions::default()).unwrap_err().code, "encoding_unknown");
    }
}

#[test]
fn broken_json_is_refused_with_its_place() {
    for (text, code) in [
        ("", "not_json"),
        ("[{\"a\": 1}", "not_json"),
        ("[1]", "wrong_type"),
        ("7", "wrong_type"),
        ("[]", "table_empty"),
        ("{\"columns\": {\"a\": []}}", "no_rows"),
        ("{\"columns\": {\"a\": [1], \"b\": [1, 2]}}", "column_length_differs"),
        ("{\"columns\": {\"a\": [1], \"a\": [1]}}", "wrong_type"),
        ("{\"col\": {}}", "wrong_type"),
        ("[{\"a\": 1, \"a\": 2}]", "row_field_twice"),
        ("[{\"a\": 1}, {\"a\": {}}]", "cell_wrong_kind"),
        ("[{\"a\": \"x\"}, {\"a\": [\"x\"]}]", "cell_wrong_kind"),
        ("[{\"a\": [\"x\"]}, {\"a\": \"x\"}]", "cell_wrong_kind"),
        ("[{\"a\": [1]}]", "cell_wrong_kind"),
        ("[{\"a\": 1e999}]", "not_finite"),
    ] {
        assert_eq!(read_table(text.as_bytes(), &options(Format::Json)).expect_err(text).code, code, "{text}");
    }
    let problem = read_table(b"{\"a\": 1}\n\n{\"a\" 2}\n", &options(Format::Ndjson)).unwrap_err();
    assert_eq!((problem.code.as_str(), problem.values["line"].as_u64()), ("not_json", Some(3)));
}

#[test]
fn what_excel_would_compute_is_neutralised_in_texts_alone() {
    let columns =
        [Column::number("n", vec![-1.5, f64::NAN]), Column::category("c", vec![0, MISSING_CODE], vec!["=1+1".into()])];
    let mut out = Vec::new();
    write_csv(&[Ids { name: "@id".into(), texts: vec!["+86".into(), "a".into()] }], &columns, &mut out).expect("bytes");
    assert_eq!(String::from_utf8(out).expect("UTF-8"), "\u{feff}'@id,n,c\r\n'+86,-1.5,'=1+1\r\na,,\r\n");
}

/// Texts that are no number, no date, not missing and not neutralised.
fn text() -> impl Strategy<Value = String> {
    "[a-z用][a-z用 ,;\"\n\r\t]{0,5}x"
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        rows in prop::collection::vec((any::<i64>(), prop::option::of(prop::num::f64::NORMAL), prop::option::of(text())), 2..40)
    ) {
        let numbers = |pick: &dyn Fn(usize) -> Option<f64>| (0..rows.len()).map(|row| pick(row).unwrap_or(f64::NAN)).collect();
        let mut levels = levels::Levels::default();
        let codes = rows.iter().map(|(_, _, text)| text.as_ref().map_or(MISSING_CODE, |text| levels.code(text.into()))).collect();
        let table = ReadTable {
            columns: vec![
                Column::number("whole", numbers(&|row| Some(rows[row].0 as f64))),
                Column::number("any", numbers(&|row| rows[row].1)),
                Column::category("text", codes, levels.into_texts()),
            ],
            ids: vec![Ids { name: "id".into(), texts: (0..rows.len()).map(|row| format!("c{row}")).collect() }],
            n_rows: rows.len(),
        };
        let mut out = Vec::new();
        write_csv(&table.ids, &table.columns, &mut out).expect("bytes");
        let types = typed(&[("text", "category")]);
        same(&read_table(&out, &types).expect("a table"), &table);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(prop::sample::select(b"a1,;\t\"\n\r -.e{}[]:\xd6\xd0".to_vec()), 0..60)) {
        for format in [Format::Csv, Format::Tsv, Format::Json, Format::Ndjson] {
            let _ = read_table(&bytes, &options(format));
        }
    }
}
