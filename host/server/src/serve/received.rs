//! Bodies of every kind into one request: JSON, multipart, or a table with the rest in the query.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Query, Request};
use axum::http::{HeaderMap, StatusCode, header};
use gridfolk_contract::problem::quoted;
use gridfolk_contract::request::parse_text;
use gridfolk_contract::{Column, Problem};
use gridfolk_host::tables::{ColumnType, Format, ReadOptions, ReadTable};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::refusal::Refusal;
use crate::tables::{self, FileFormat};

/// What a caller sent, before any of it is read.
#[derive(Debug)]
pub(super) struct Received {
    /// The request's JSON, without `op`.
    pub(super) request: Bytes,
    pub(super) table: Option<TableFile>,
}

/// A table as it arrived.
#[derive(Debug)]
pub(super) struct TableFile {
    bytes: Bytes,
    format: FileFormat,
    options: ReadOptions,
}

/// The query. `params` and `model` are JSON, `types` and `missing` too.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryFields {
    params: Option<String>,
    model: Option<String>,
    rows_as: Option<String>,
    types: Option<String>,
    missing: Option<String>,
}

/// The request that a query makes.
#[derive(Serialize)]
struct QueryRequest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_as: Option<&'a str>,
}

/// The most bytes that the body may turn out to have: what its head says, else the limit.
///
/// # Errors
/// 413 when the head already says too much.
pub(super) fn body_bytes(headers: &HeaderMap, body_bytes_max: usize) -> Result<usize, Refusal> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    match length.unwrap_or(body_bytes_max) {
        length if length > body_bytes_max => Err(too_large(body_bytes_max)),
        length => Ok(length),
    }
}

/// Reads the whole body.
///
/// # Errors
/// 413 too large, 415 of no kind that is read, 422 a query or a part that nobody reads, 400 broken off.
pub(super) async fn receive(request: Request, body_bytes_max: usize) -> Result<Received, Refusal> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let query = query_of(&request)?;
    match (media_type.as_str(), FileFormat::of_content_type(&media_type)) {
        ("application/json", _) => {
            query.refuse_all_but(&[])?;
            Ok(Received { request: bytes_of(request, body_bytes_max).await?, table: None })
        }
        ("multipart/form-data", _) => {
            query.refuse_all_but(&["types", "missing"])?;
            parts_of(request, query.read_options()?, body_bytes_max).await
        }
        (_, Some(format)) => {
            let (text, options) = (query.request()?, query.read_options()?);
            let bytes = bytes_of(request, body_bytes_max).await?;
            Ok(Received { request: text.into(), table: Some(TableFile { bytes, format, options }) })
        }
        (_, None) => Err(media_type_not_read(&content_type)),
    }
}

async fn bytes_of(request: Request, body_bytes_max: usize) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, &()).await.map_err(|rejection| body_refusal(rejection.status(), body_bytes_max))
}

fn body_refusal(status: StatusCode, body_bytes_max: usize) -> Refusal {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(body_bytes_max),
        _ => Refusal::new(StatusCode::BAD_REQUEST, "body_broken", "the body broke off or is not what its headers say"),
    }
}

fn too_large(body_bytes_max: usize) -> Refusal {
    let message = format!("the body is too large; at most {body_bytes_max} bytes are read");
    let refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message);
    refusal.with("max_bytes", body_bytes_max)
}

fn media_type_not_read(content_type: &str) -> Refusal {
    let message = format!(
        "the content type is {}; send application/json, multipart/form-data, or a table: text/csv, \
         text/tab-separated-values, application/x-ndjson, application/vnd.apache.arrow.stream, \
         application/vnd.apache.parquet or xlsx",
        quoted(content_type)
    );
    let refusal = Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type_not_read", message);
    refusal.with("content_type", content_type)
}

async fn parts_of(request: Request, options: ReadOptions, body_bytes_max: usize) -> Result<Received, Refusal> {
    let fault = |error: MultipartError| body_refusal(error.status(), body_bytes_max);
    let broken = |_| body_refusal(StatusCode::BAD_REQUEST, body_bytes_max);
    let mut parts = Multipart::from_request(request, &()).await.map_err(broken)?;
    let (mut text, mut table) = (None, None);
    while let Some(part) = parts.next_field().await.map_err(fault)? {
        match part.name().unwrap_or_default() {
            "request" if text.is_none() => text = Some(part.bytes().await.map_err(fault)?),
            "table" if table.is_none() => {
                let (format, options) = (format_of(&part)?, options.clone());
                table = Some(TableFile { bytes: part.bytes().await.map_err(fault)?, format, options });
            }
            name => {
                let message =
                    format!("the part {} is not read or stands there twice; send request and table", quoted(name));
                return Err(Problem::new("part_not_read", message).with("part", name).into());
            }
        }
    }
    Ok(Received { request: text.unwrap_or_else(|| Bytes::from_static(b"{}")), table })
}

/// The format that the part's content type says, or else its file's name: programs that send files
/// often know no better type than "bytes".
fn format_of(part: &Field<'_>) -> Result<FileFormat, Refusal> {
    let content_type = part.content_type().unwrap_or_default();
    let format = FileFormat::of_content_type(content_type).or_else(|| FileFormat::of_name(part.file_name()?));
    format.ok_or_else(|| media_type_not_read(content_type))
}

fn query_of(request: &Request) -> Result<QueryFields, Refusal> {
    let query = Query::try_from_uri(request.uri()).map(|Query(query)| query);
    query.map_err(|rejection| {
        Problem::new("query_not_read", format!("the query is not read: {}", rejection.body_text())).into()
    })
}

impl QueryFields {
    fn refuse_all_but(&self, read: &[&str]) -> Result<(), Problem> {
        let given = [
            ("params", self.params.is_some()),
            ("model", self.model.is_some()),
            ("rows_as", self.rows_as.is_some()),
            ("types", self.types.is_some()),
            ("missing", self.missing.is_some()),
        ];
        match given.iter().find(|(name, is_given)| *is_given && !read.contains(name)) {
            None => Ok(()),
            Some((name, _)) => {
                let message = format!("{name} in the query is not read beside this body; put it into the request");
                Err(Problem::new("query_not_read", message).with("name", *name))
            }
        }
    }

    fn request(&self) -> Result<String, Problem> {
        let raw = |text: &Option<String>, pointer: &str| text.as_deref().map(|text| json(text, pointer)).transpose();
        let request = QueryRequest {
            params: raw(&self.params, "/params")?,
            model: raw(&self.model, "/model")?,
            rows_as: self.rows_as.as_deref(),
        };
        Ok(serde_json::to_string(&request).expect("texts and raw JSON serialise"))
    }

    fn read_options(&self) -> Result<ReadOptions, Problem> {
        let mut options = ReadOptions::default();
        if let Some(missing) = &self.missing {
            options.missing = json(missing, "/missing")?;
        }
        if let Some(types) = &self.types {
            for (column, kind) in json::<BTreeMap<String, String>>(types, "/types")? {
                let kind: ColumnType = kind
                    .parse()
                    .map_err(|rule| Problem::new("wrong_value", format!("types.{column}: {rule}")).at("/types"))?;
                options.types.insert(column, kind);
            }
        }
        Ok(options)
    }
}

fn json<T: DeserializeOwned>(text: &str, pointer: &str) -> Result<T, Problem> {
    parse_text(text, pointer)
}

impl TableFile {
    /// The table's columns; ids stay with the caller.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn read(self) -> Result<Vec<Column>, Problem> {
        self.read_with(Ok).map(|table| table.columns)
    }

    /// The table with its ids, read as the caller says and then as `more` adds.
    ///
    /// # Errors
    /// What is wrong with the file; those of `more`.
    pub(super) fn read_with(
        self,
        more: impl FnOnce(ReadOptions) -> Result<ReadOptions, Problem>,
    ) -> Result<ReadTable, Problem> {
        tables::read(self.bytes, self.format, more(self.options)?)
    }

    /// A table that stands in a JSON request.
    pub(super) fn from_json(text: &str) -> Self {
        let options = ReadOptions::default();
        TableFile { bytes: Bytes::copy_from_slice(text.as_bytes()), format: FileFormat::Text(Format::Json), options }
    }
}
