//! What a caller says about a table before it is read.

use std::collections::BTreeMap;
use std::str::FromStr;

/// How a table is to be read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The text's format.
    pub format: Format,
    /// Types by column name; the others are found out.
    pub types: BTreeMap<String, ColumnType>,
    /// Types of columns that the table may have or not.
    pub hints: BTreeMap<String, ColumnType>,
    /// Texts that mean missing, beside the empty text, `NA`, `N/A` and `null`.
    pub missing: Vec<String>,
    /// The columns to read, ids among them; all when it is not said.
    pub columns: Option<Vec<String>>,
    /// Decodes GB 18030 (of which GBK is a part); nothing when the bytes are not that.
    pub decode_gbk: fn(&[u8]) -> Option<String>,
}

/// Formats of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Cells between commas, semicolons or tabs: whichever the first line has most of.
    #[default]
    Csv,
    /// Cells between tabs.
    Tsv,
    /// A list of objects, or `{"columns": {…}}`, or `{"rows": […]}`.
    Json,
    /// One object a line.
    Ndjson,
}

/// The type of a column, as a caller gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Finite decimal numbers.
    Number,
    /// Texts with a meaning of their own; numbers too keep their text.
    Category,
    /// A set of texts in one cell, with this character between them.
    Items(char),
    /// ISO dates, as days since 1970-01-01.
    Date,
    /// Kept aside.
    Id,
    /// Not read.
    Skip,
}

impl Default for ReadOptions {
    /// CSV, nothing given. GBK is decoded natively; for the browser `decode_gbk` must be set, whose
    /// `TextDecoder` has the tables that would make the page's bundle large.
    fn default() -> Self {
        ReadOptions {
            format: Format::default(),
            types: BTreeMap::new(),
            hints: BTreeMap::new(),
            missing: Vec::new(),
            columns: None,
            decode_gbk: super::text::decode_gbk,
        }
    }
}

impl ReadOptions {
    /// The type of the column of that name, where it is said.
    pub fn type_of(&self, name: &str) -> Option<ColumnType> {
        self.types.get(name).or_else(|| self.hints.get(name)).copied()
    }

    /// Whether the cells of the column of that name are read.
    pub fn wants(&self, name: &str) -> bool {
        let is_named = self.columns.as_ref().is_none_or(|columns| columns.iter().any(|column| column == name));
        is_named && self.types.get(name) != Some(&ColumnType::Skip)
    }
}

impl FromStr for ColumnType {
    type Err = String;

    /// Reads `number`, `category`, `items` (`;` between them), `items:|` (another character),
    /// `date`, `id` or `skip`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "number" => Ok(ColumnType::Number),
            "category" => Ok(ColumnType::Category),
            "items" => Ok(ColumnType::Items(';')),
            "date" => Ok(ColumnType::Date),
            "id" => Ok(ColumnType::Id),
            "skip" => Ok(ColumnType::Skip),
            _ => {
                let mut rest = text.strip_prefix("items:").unwrap_or_default().chars();
                match (rest.next(), rest.next()) {
                    (Some(separator), None) => Ok(ColumnType::Items(separator)),
                    _ => Err(format!("{text:?} is no type; use number, category, items, items:|, date, id or skip")),
                }
            }
        }
    }
}
