//! Tables of every format, written by other programs (`tests/data/make.py`).

use gridfolk::tables::{FileFormat, read};
use gridfolk_contract::Column;
use gridfolk_contract::json_table::ColumnsJson;
use gridfolk_contract::reply::to_json;
use gridfolk_host::tables::{Format, ReadOptions, ReadTable};

use crate::support::{data, file, run, run_with_input};

const FILES: [&str; 9] = [
    "customers.csv",
    "customers.gbk.csv",
    "customers.tsv",
    "customers.json",
    "customers.ndjson",
    "customers.parquet",
    "customers.arrow",
    "customers.arrows",
    "customers.xlsx",
];

/// By hand from the rows of `make.py`; the dates by counting days from 1970-01-01.
const COLUMNS: &str = r#""columns":{"kwh":[1200.5,null,300.0,-7.25],"tariff":["tou","flat","tou",null],"since":[16495.0,null,-1.0,19782.0],"tags":[["new","solar"],[],["solar"],["new"]]}}"#;

#[test]
fn every_format_gives_the_same_columns() {
    for name in FILES {
        let path = data(name);
        let reply = run(["run", "probe", "echo", "--types", "tags=items", "--table"]
            .map(std::ffi::OsStr::new)
            .into_iter()
            .chain([path.as_os_str()]))
        .reply();
        assert!(reply.ends_with(COLUMNS), "{name}: {reply}");
    }
}

#[test]
fn standard_input_is_read_with_its_format_named() {
    let bytes = std::fs::read(data("customers.parquet")).expect("a file");
    let arguments = ["run", "probe", "echo", "--table", "-", "--format", "parquet"];
    assert!(run_with_input(arguments, &bytes).reply().contains(COLUMNS));
    assert_eq!(run_with_input(&arguments[..5], &bytes).refused(), (3, "format_unknown".to_owned()));
}

#[test]
fn columns_go_out_in_every_format_with_their_ids_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let read_back = |name: &str, format| {
        let out = folder.path().join(name);
        let table = data("customers.csv");
        let ran = run([
            "run".as_ref(),
            "probe".as_ref(),
            "echo".as_ref(),
            "--types".as_ref(),
            "tags=items".as_ref(),
            "--table".as_ref(),
            table.as_os_str(),
            "--columns-out".as_ref(),
            out.as_os_str(),
        ]);
        assert!(!ran.reply().contains(r#""columns":"#), "rows that are in the file are not in the reply");
        let bytes = std::fs::read(&out).expect("a file");
        let types = [("tags".to_owned(), "items".parse().expect("a type"))].into();
        read(bytes.into(), format, ReadOptions { types, ..ReadOptions::default() }).expect(name)
    };
    let json = |table: &ReadTable| to_json(&ColumnsJson(&table.columns));
    let csv = read_back("a.csv", FileFormat::Text(Format::Csv));
    assert_eq!(csv.ids[0].texts, ["用户1", "用户2", "用户3", "用户4"]);
    for (name, format) in [("a.parquet", FileFormat::Parquet), ("a.arrow", FileFormat::Arrow)] {
        let table = read_back(name, format);
        assert_eq!((json(&table), &table.ids), (json(&csv), &csv.ids));
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 3, "no temporary file stays");
}

#[test]
fn an_arrow_stream_carries_the_body() {
    let bytes =
        gridfolk::tables::to_arrow_stream(&[Column::number("a", vec![1.0, f64::NAN])], r#"{"n":1}"#).expect("bytes");
    assert!(bytes.windows(13).any(|window| window == b"gridfolk.body"));
    let table = read(bytes.into(), FileFormat::Arrow, ReadOptions::default()).expect("a table");
    assert_eq!(to_json(&ColumnsJson(&table.columns)), r#"{"a":[1.0,null]}"#);
    let empty = gridfolk::tables::to_arrow_stream(&[], "{}").expect("bytes");
    assert_eq!(read(empty.into(), FileFormat::Arrow, ReadOptions::default()).expect_err("empty").code, "table_empty");
}

#[test]
fn bytes_of_another_format_are_refused() {
    for (format, code) in [
        ("parquet", "table_not_read"),
        ("arrow", "table_not_read"),
        ("xlsx", "table_not_read"),
        ("json", "not_json"),
        ("ndjson", "not_json"),
    ] {
        let ran = run_with_input(["run", "probe", "echo", "--table", "-", "--format", format], b"a,b\n1,2\n");
        assert_eq!(ran.refused(), (3, code.to_owned()));
    }
    let (_folder, path) = file("a.csv", b"PAR1\0\0\0\0");
    assert_eq!(run(["run", "probe", "echo", "--table", path.to_str().expect("UTF-8")]).refused().1, "not_text");
}

#[test]
fn a_bad_cell_of_a_million_rows_is_named() {
    let mut text = "kwh,tariff\n".to_owned();
    for row in 0..1_000_000 {
        text.push_str(if row == 765_432 { "12o,tou\n" } else { "12,tou\n" });
    }
    let problem =
        run_with_input(["run", "probe", "count", "--table", "-", "--format", "csv"], text.as_bytes()).problem();
    assert_eq!(
        (&problem["code"], &problem["values"]["row"], &problem["values"]["line"], &problem["values"]["column"]),
        (&"cell_not_a_number".into(), &765_432.into(), &765_434.into(), &"kwh".into())
    );
}

#[test]
fn damaged_files_are_refused_and_never_crash() {
    for name in ["customers.parquet", "customers.arrow", "customers.arrows", "customers.xlsx"] {
        let whole = std::fs::read(data(name)).expect("a file");
        let format = FileFormat::of_name(name).expect("a format");
        for at in 0..whole.len() {
            let _ = read(whole[..at].to_vec().into(), format, ReadOptions::default());
            for bit in [1, 0x80] {
                let mut damaged = whole.clone();
                damaged[at] ^= bit;
                let _ = read(damaged.into(), format, ReadOptions::default());
            }
        }
    }
}
