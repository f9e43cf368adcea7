//! A request in an instance, on a thread that may block.

use std::cell::Cell;
use std::sync::Arc;

use gridfolk_contract::request::{check_object, parse_text};
use gridfolk_contract::{Column, Problem, Reply, RowsAs};
use gridfolk_host::fold::{self, FoldError, Part};
use gridfolk_host::{Engine, Entry, Session, Trap, parts};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Service;
use super::received::Received;
use super::refusal::Refusal;
use crate::engine::{Cancel, Limits, WasmtimeEngine, WasmtimeInstance};
use crate::failure::Failure;
use crate::modules;
use crate::tables::to_arrow_stream;

/// A module of the catalog.
pub(super) type Module = Entry<<WasmtimeEngine as Engine>::Module>;

/// The media type of an Arrow IPC stream.
pub(super) const ARROW_STREAM: &str = "application/vnd.apache.arrow.stream";
/// Instances that all calls together may have for their parts: what the engine's pool holds.
pub(super) const N_INSTANCES_MAX: usize = 64;

/// One call that has its turn.
pub(super) struct Job {
    pub(super) service: Arc<Service>,
    pub(super) module: String,
    pub(super) op: String,
    pub(super) received: Received,
    pub(super) wants_arrow: bool,
    pub(super) cancel: Cancel,
}

/// What came of a call, and what it cost.
pub(super) struct Ran {
    pub(super) outcome: Result<Answered, Refusal>,
    /// The most memory that its instances had, in bytes.
    pub(super) memory_bytes_peak: usize,
}

/// The body of a reply.
pub(super) struct Answered {
    pub(super) content_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// The request as a caller writes it: without `op`, which stands in the path.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default)]
    model: Option<&'a RawValue>,
    #[serde(borrow, default)]
    table: Option<&'a RawValue>,
    #[serde(default)]
    rows_as: Option<RowsAs>,
    #[serde(borrow, default)]
    state: Option<&'a RawValue>,
    #[serde(borrow, default)]
    partials: Option<&'a RawValue>,
    #[serde(default)]
    first_row: Option<u64>,
}

/// The request as the module reads it; every part is the caller's own text.
#[derive(Serialize)]
struct ModuleRequest<'a> {
    op: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_as: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partials: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_row: Option<u64>,
}

impl<'a> Envelope<'a> {
    fn parse(body: &'a [u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(body).map_err(|error| {
            Problem::new("not_json", format!("the request is not JSON: byte {} is not UTF-8", error.valid_up_to()))
        })?;
        check_object(text, "")?;
        parse_text(text, "")
    }

    fn to_request(&self, op: &str, rows_as: Option<&'static str>) -> String {
        let &Envelope { params, model, table, state, partials, first_row, .. } = self;
        let request = ModuleRequest { op, params, model, table, rows_as, state, partials, first_row };
        serde_json::to_string(&request).expect("texts and raw JSON serialise")
    }

    fn has_params_alone(&self) -> bool {
        let others = [self.model, self.table, self.state, self.partials];
        others.iter().all(Option::is_none) && self.first_row.is_none()
    }
}

impl Job {
    /// Reads what was received, runs it, and writes the reply.
    pub(super) fn run(self) -> Ran {
        let memory_bytes_peak = Cell::new(0);
        let outcome = self.answer(&memory_bytes_peak);
        Ran { outcome, memory_bytes_peak: memory_bytes_peak.get() }
    }

    fn answer(self, memory_bytes_peak: &Cell<usize>) -> Result<Answered, Refusal> {
        let Job { service, module, op, received, wants_arrow, cancel } = self;
        let limits = Limits { cancel, ..service.catalog.engine().limits().clone() };
        let instances = Instances {
            engine: service.catalog.engine().with_limits(limits),
            module: service.module_named(&module)?,
            op: &op,
            memory_bytes_peak,
        };
        let envelope = Envelope::parse(&received.request)?;
        let rows_as = envelope.rows_as.unwrap_or(if wants_arrow { RowsAs::Columns } else { RowsAs::Inline });
        let reply = match received.table {
            None => instances.run(&envelope, rows_as)?,
            Some(table) => {
                let has_rows = wants_arrow || rows_as == RowsAs::Inline;
                let reply = instances.run_on(table.read()?, &envelope, has_rows, &service)?;
                if rows_as == RowsAs::Inline { reply.into_inline() } else { reply }
            }
        };
        write(reply, wants_arrow)
    }
}

/// Without Arrow, columns that the caller did not want inline are left out.
fn write(reply: Reply, wants_arrow: bool) -> Result<Answered, Refusal> {
    if !wants_arrow {
        return Ok(Answered { content_type: "application/json", bytes: reply.body.into_bytes() });
    }
    let bytes = to_arrow_stream(&reply.columns, &reply.body);
    let bytes = bytes.map_err(|error| Refusal::internal(format!("the reply does not fit Arrow: {error}")))?;
    Ok(Answered { content_type: ARROW_STREAM, bytes })
}

/// Makes instances for one operation of one module.
struct Instances<'a> {
    engine: WasmtimeEngine,
    module: &'a Module,
    op: &'a str,
    memory_bytes_peak: &'a Cell<usize>,
}

impl Instances<'_> {
    fn open(&self) -> Result<Session<WasmtimeInstance>, Trap> {
        Ok(Session::new(self.engine.instantiate(&self.module.module)?))
    }

    /// A request with all that it needs inside.
    fn run(&self, envelope: &Envelope<'_>, rows_as: RowsAs) -> Result<Reply, Failure> {
        let rows_as = matches!(rows_as, RowsAs::Columns).then_some("columns");
        let mut session = self.open()?;
        let reply = session.run(&envelope.to_request(self.op, rows_as));
        self.memory_bytes_peak.set(session.instance().memory_bytes_peak());
        Ok(reply?)
    }

    /// A request beside a table. Per-row results come as columns.
    fn run_on(
        &self,
        columns: Vec<Column>,
        envelope: &Envelope<'_>,
        has_rows: bool,
        service: &Service,
    ) -> Result<Reply, Failure> {
        let n_parts_max = N_INSTANCES_MAX / service.options.n_running_max.clamp(1, N_INSTANCES_MAX);
        let ranges = parts::ranges(&columns, service.options.part_bytes, n_parts_max);
        let operation = self.module.manifest.operations.get(self.op);
        let folds = operation.is_some_and(|operation| modules::goes_by_parts(self.op, operation));
        if folds && ranges.len() > 1 && envelope.has_params_alone() {
            let mut opened = fold::open_parts(|| self.open(), &columns, &ranges)?;
            drop(columns);
            let has_rows = has_rows && operation.is_some_and(|operation| !operation.columns.is_empty());
            return self.fold(&mut opened, envelope, has_rows);
        }
        let mut session = self.open()?;
        let loaded = session.load(&columns);
        drop(columns);
        let reply = loaded.and_then(|()| session.run(&envelope.to_request(self.op, None)));
        self.memory_bytes_peak.set(session.instance().memory_bytes_peak());
        Ok(reply?)
    }

    fn fold(
        &self,
        parts: &mut [Part<WasmtimeInstance>],
        envelope: &Envelope<'_>,
        has_rows: bool,
    ) -> Result<Reply, Failure> {
        let params = envelope.params.map_or("{}", RawValue::get);
        let cancel = &self.engine.limits().cancel;
        let reply = if has_rows {
            fold::fit_with_rows(parts, params, |_| !cancel.is_raised())
        } else {
            let body = fold::fit(parts, params, |_| !cancel.is_raised());
            body.map(|body| Reply { body, columns: Vec::new() })
        };
        self.memory_bytes_peak.set(parts.iter().map(|part| part.session.instance().memory_bytes_peak()).sum());
        reply.map_err(|error| match error {
            FoldError::Call(error) => error.into(),
            FoldError::Cancelled => Trap::Deadline.into(),
        })
    }
}
