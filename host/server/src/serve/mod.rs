//! The HTTP service: the modules of a catalog behind routes, and the page at `/`.
//!
//! Each call gets a fresh instance and its own limits; problems go out as RFC 9457.
//!
//! - `router`: which path leads where, and the headers of every reply
//! - `modules`: what there is to call
//! - `call`: one operation over HTTP, from admission to the log line
//! - `pipelines`: several operations put together
//! - `received`: bodies of every kind into one request
//! - `run`: that request in an instance, on a thread that may block
//! - `slots`: how many calls run and wait, with their bodies
//! - `refusal`: problems with their status
//! - `page`: the files of the page

mod call;
mod modules;
mod page;
mod pipelines;
mod received;
mod refusal;
mod router;
mod run;
mod slots;

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use gridfolk_host::Catalog;
use gridfolk_host::pipeline::Pipeline;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::engine::WasmtimeEngine;
use page::Page;
use slots::Slots;

/// How long calls under way may go on once the service is told to end.
const GRACE: Duration = Duration::from_secs(10);

/// What the service may be told. Memory and time of a call are the engine's limits.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Where to listen; with port 0 the system chooses one.
    pub addr: SocketAddr,
    /// Folder of the built page; without it, `/` says how to build it.
    pub page: PathBuf,
    /// The largest body of a request, in bytes.
    pub body_bytes_max: usize,
    /// How many calls run at a time; the number of processors unless said otherwise.
    pub n_running_max: usize,
    /// How many more calls may wait for their turn; beyond them 503.
    pub n_waiting_max: usize,
    /// Size of a part, in bytes, above which a fit that folds runs in parts.
    pub part_bytes: usize,
    /// The pipelines, by name.
    pub pipelines: Vec<Pipeline>,
    /// Origins whose pages may call, such as `https://portal.example`; `*` is any.
    pub allow_origins: Vec<String>,
    /// Other origins whose pages may hold the page in a frame; `*` is any.
    pub frame_ancestors: Vec<String>,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions {
            addr: SocketAddr::from(([127, 0, 0, 1], 8080)),
            page: PathBuf::from("dist/page"),
            body_bytes_max: 256 << 20,
            n_running_max: available_parallelism().map_or(1, usize::from),
            n_waiting_max: 16,
            part_bytes: 256 << 20,
            pipelines: Vec::new(),
            allow_origins: Vec::new(),
            frame_ancestors: Vec::new(),
        }
    }
}

/// What every handler knows.
struct Service {
    catalog: Catalog<WasmtimeEngine>,
    options: ServeOptions,
    slots: Slots,
    page: Page,
    pipelines: Vec<Pipeline>,
}

/// A service that has its address.
pub struct Server {
    listener: TcpListener,
    addr: SocketAddr,
    router: axum::Router,
}

impl Server {
    /// Takes the address and reads the page.
    ///
    /// # Errors
    /// When the address is taken, the page cannot be read or an origin is none.
    pub async fn bind(catalog: Catalog<WasmtimeEngine>, mut options: ServeOptions) -> anyhow::Result<Self> {
        let pipelines = std::mem::take(&mut options.pipelines);
        let page = Page::read(&options.page, &options.frame_ancestors)?;
        let slots = Slots::new(options.n_running_max, options.n_waiting_max, options.body_bytes_max);
        let listener = TcpListener::bind(options.addr).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", options.addr))?;
        let addr = listener.local_addr()?;
        let router = router::router(Arc::new(Service { catalog, options, slots, page, pipelines }))?;
        Ok(Server { listener, addr, router })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Serves until `stop` is ready, and then as long as calls under way take, at most ten seconds.
    ///
    /// # Errors
    /// When the socket fails.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
        let (stopping, mut stopped) = watch::channel(false);
        let stop = async move {
            stop.await;
            stopping.send_replace(true);
        };
        // A reply is one write: waiting for more to send only costs time.
        let listener = self.listener.tap_io(|socket| drop(socket.set_nodelay(true)));
        let served = axum::serve(listener, self.router).with_graceful_shutdown(stop);
        let out_of_patience = async {
            // An error means that serving has ended, which the other branch tells.
            let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            served = served => Ok(served?),
            () = out_of_patience => Ok(()),
        }
    }
}

/// Serves until Ctrl-C or SIGTERM; a second one ends the process at once. The address goes to
/// standard output, one log line a call to standard error.
///
/// # Errors
/// Those of [`Server::bind`] and [`Server::run`].
pub fn serve(catalog: Catalog<WasmtimeEngine>, options: ServeOptions) -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    let stop = stop_on_signal()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let server = Server::bind(catalog, options).await?;
        println!("listening on http://{}", server.addr());
        server.run(stop).await
    });
    // A call that outlived the grace has been cancelled; there is nothing to wait for.
    runtime.shutdown_background();
    served
}

fn stop_on_signal() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let (stopping, mut stopped) = watch::channel(false);
    ctrlc::set_handler(move || {
        if stopping.send_replace(true) {
            std::process::exit(130);
        }
    })?;
    Ok(async move {
        // The handler, and with it the sender, lives as long as the process.
        let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
    })
}
