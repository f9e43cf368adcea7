//! Pipelines over HTTP.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::{check_object, parse_text};
use gridfolk_contract::{Column, Problem, Text, ToJson};
use gridfolk_host::pipeline::{Mapping, Models, Pipeline, RunOptions};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Service;
use super::call::{LogLine, accepts};
use super::received::{Received, TableFile};
use super::refusal::Refusal;
use super::run::{ARROW_STREAM, Answered, N_INSTANCES_MAX, Ran};
use crate::engine::{Cancel, Limits};
use crate::failure::Failure;
use crate::pipelines::{self, Job, Language, Panorama, Portrait};
use crate::tables::to_arrow_stream;

const JSON: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];

/// One pipeline in the list.
#[derive(ToJson)]
struct Listed<'a> {
    name: &'a str,
    version: u32,
    title: &'a Text,
    summary: &'a Text,
}

/// `GET /v1/pipelines`: all of them, by name.
pub(super) async fn list(State(service): State<Arc<Service>>) -> Response {
    let listed: Vec<Listed<'_>> = service
        .pipelines
        .iter()
        .map(|Pipeline { name, version, title, summary, .. }| Listed { name, version: *version, title, summary })
        .collect();
    (JSON, to_json(&listed)).into_response()
}

/// `GET /v1/pipelines/{name}`: what it reads and does.
pub(super) async fn definition(
    State(service): State<Arc<Service>>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let name = name.map_or_else(|_| String::new(), |Path(name)| name);
    let text = serde_json::to_string(service.pipeline(&name)?).map_err(|error| Refusal::internal(error.to_string()))?;
    Ok((JSON, text).into_response())
}

/// `POST /v1/pipelines/{name}`: the portrait as JSON; as an Arrow stream with the JSON in the schema's
/// metadata; or the report, as `Accept` says.
pub(super) async fn handle(
    State(service): State<Arc<Service>>,
    name: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let name = name.map_or_else(|_| String::new(), |Path(name)| name);
    let line = LogLine::new("pipeline".to_owned(), name.clone());
    if let Err(refusal) = service.pipeline(&name) {
        return line.end(Err(refusal));
    }
    let wanted = if accepts(request.headers(), ARROW_STREAM) {
        Wanted::Arrow
    } else if accepts(request.headers(), "text/html") {
        Wanted::Report
    } else {
        Wanted::Json
    };
    let work = move |service: Arc<Service>, received, cancel| Ran {
        outcome: service.portrait(&name, received, wanted, cancel),
        memory_bytes_peak: 0,
    };
    line.end(service.perform(request, work).await)
}

/// What the caller accepts.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    Json,
    Arrow,
    Report,
}

/// The request; the table may stand beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PipelineRequest<'a> {
    #[serde(borrow, default)]
    table: Option<&'a RawValue>,
    #[serde(default)]
    mapping: Option<Mapping>,
    #[serde(default)]
    models: Option<Models>,
    #[serde(default)]
    as_of: Option<String>,
    #[serde(default)]
    customer: Option<String>,
    #[serde(default)]
    lang: Option<String>,
}

impl Service {
    fn pipeline(&self, name: &str) -> Result<&Pipeline, Refusal> {
        let found = self.pipelines.iter().find(|pipeline| pipeline.name == name);
        found.ok_or_else(|| Refusal::not_found(pipelines::unknown(name)))
    }

    fn portrait(&self, name: &str, received: Received, wanted: Wanted, cancel: Cancel) -> Result<Answered, Refusal> {
        let pipeline = self.pipeline(name)?.clone();
        let text = std::str::from_utf8(&received.request).map_err(|error| {
            Problem::new("not_json", format!("the request is not JSON: byte {} is not UTF-8", error.valid_up_to()))
        })?;
        check_object(text, "")?;
        let request: PipelineRequest<'_> = parse_text(text, "")?;
        let language = language(request.lang.as_deref())?;
        let options = RunOptions {
            as_of: pipelines::as_of(request.as_of.as_deref())?,
            part_bytes: self.options.part_bytes,
            n_parts_max: N_INSTANCES_MAX / self.options.n_running_max.clamp(1, N_INSTANCES_MAX),
        };
        let mapping = request.mapping.unwrap_or_default();
        let table = table(request.table, received.table)?;
        let table = table.read_with(|options| mapping.read_options(&pipeline, options))?;
        let engine = self.catalog.engine();
        let engine = engine.with_limits(Limits { cancel: cancel.clone(), ..engine.limits().clone() });
        let go_on = |_: usize, _: &str, _: &_| !cancel.is_raised();
        let job = Job { pipeline, mapping, table, models: request.models, options };
        let portrait = job.run(&engine, &self.catalog, go_on)?;
        if let Some(id) = &request.customer {
            let panorama = Panorama::of(&portrait, id)?;
            return Ok(Answered { content_type: "application/json", bytes: to_json(&panorama).into_bytes() });
        }
        Ok(answer(&portrait, language, wanted)?)
    }
}

fn language(name: Option<&str>) -> Result<Language, Problem> {
    let parse = |name: &str| {
        name.parse()
            .map_err(|rule| Problem::new("wrong_value", format!("lang: {rule}")).at("/lang").with("value", name))
    };
    name.map_or(Ok(Language::default()), parse)
}

fn table(inline: Option<&RawValue>, beside: Option<TableFile>) -> Result<TableFile, Problem> {
    match (inline, beside) {
        (Some(text), None) => Ok(TableFile::from_json(text.get())),
        (None, Some(table)) => Ok(table),
        (None, None) => Err(Problem::new("table_missing", "the pipeline needs a table").at("/table")),
        (Some(_), Some(_)) => {
            Err(Problem::new("table_already_loaded", "the table stands in the request and beside it").at("/table"))
        }
    }
}

/// The summary, the models and the portrait's columns.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    summary: pipelines::Summary<'a>,
    models: &'a Models,
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<Box<RawValue>>,
}

fn answer(portrait: &Portrait, language: Language, wanted: Wanted) -> Result<Answered, Failure> {
    if let Wanted::Report = wanted {
        let html = pipelines::html(portrait, language);
        return Ok(Answered { content_type: "text/html; charset=utf-8", bytes: html.into_bytes() });
    }
    let ids = &portrait.ids;
    let codes = (0..ids.texts.len() as u32).collect();
    let id = Column::category(ids.name.clone(), codes, ids.texts.clone());
    let columns: Vec<Column> = [id].into_iter().chain(portrait.columns().into_iter().cloned()).collect();
    let inline = match wanted {
        Wanted::Arrow => None,
        _ => Some(columns_json(&columns)?),
    };
    let body = Body { summary: portrait.summary(), models: &portrait.outcome.models, columns: inline };
    let body = serde_json::to_string(&body).map_err(anyhow::Error::from)?;
    match wanted {
        Wanted::Arrow => {
            let bytes = to_arrow_stream(&columns, &body).map_err(anyhow::Error::from)?;
            Ok(Answered { content_type: ARROW_STREAM, bytes })
        }
        _ => Ok(Answered { content_type: "application/json", bytes: body.into_bytes() }),
    }
}

/// Columns as every reply writes them inline.
fn columns_json(columns: &[Column]) -> anyhow::Result<Box<RawValue>> {
    let text = to_json(&gridfolk_contract::json_table::ColumnsJson(columns));
    Ok(RawValue::from_string(text)?)
}
