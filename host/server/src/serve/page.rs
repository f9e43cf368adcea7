//! The files of the page, read once: nothing outside its folder can be asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use gridfolk_contract::Problem;
use gridfolk_contract::problem::quoted;
use gridfolk_host::catalog::sha256_hex;

use super::Service;
use super::modules::is_known;
use super::refusal::Refusal;

/// The page runs its own scripts and modules, and reaches this service alone.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'";
/// More than a page has: another folder was named.
const BYTES_MAX: usize = 256 << 20;
const HINT: &str = "The page is not built: run `cargo xtask build`, or name its folder with --page.\n\
     The service itself is here: GET /v1/modules lists what it can do.\n";

/// What is at `/`.
pub(super) struct Page {
    /// By their path from `/`.
    files: BTreeMap<String, File>,
    policy: HeaderValue,
}

struct File {
    bytes: Bytes,
    content_type: &'static str,
    etag: String,
}

impl Page {
    /// Reads a folder; none is an empty page.
    ///
    /// # Errors
    /// When a file cannot be read, there is far more than a page has, or an origin is none.
    pub(super) fn read(folder: &Path, frame_ancestors: &[String]) -> anyhow::Result<Self> {
        let mut page = Page { files: BTreeMap::new(), policy: policy(frame_ancestors)? };
        if folder.is_dir() {
            let mut n_bytes_left = BYTES_MAX;
            page.add(folder, "/", &mut n_bytes_left).with_context(|| format!("the page in {}", folder.display()))?;
        }
        Ok(page)
    }

    fn add(&mut self, folder: &Path, prefix: &str, n_bytes_left: &mut usize) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // Links may lead out of the folder; a built page has none.
            let (kind, path) = (entry.file_type()?, entry.path());
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() {
                self.add(&path, &format!("{name}/"), n_bytes_left)?;
            } else if kind.is_file() {
                let n_bytes = usize::try_from(entry.metadata()?.len())?;
                match n_bytes_left.checked_sub(n_bytes) {
                    Some(left) => *n_bytes_left = left,
                    None => bail!("more than {BYTES_MAX} bytes: this is no page"),
                }
                self.files.insert(name, File::new(fs::read(&path)?, &path));
            }
        }
        Ok(())
    }
}

/// The policy, with other origins whose pages may hold the page in a frame.
fn policy(frame_ancestors: &[String]) -> anyhow::Result<HeaderValue> {
    // Any other character would begin another directive, or another policy.
    let is_origin = |c: char| c.is_ascii_alphanumeric() || "-._:/*[]".contains(c);
    let mut policy = CONTENT_SECURITY_POLICY.to_owned();
    for origin in frame_ancestors {
        if origin.is_empty() || !origin.chars().all(is_origin) {
            bail!("no origin: {origin:?}");
        }
        policy.extend([" ", origin]);
    }
    Ok(HeaderValue::from_str(&policy)?)
}

impl File {
    fn new(bytes: Vec<u8>, path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        // Weak: the same file may go out compressed.
        let etag = format!("W/\"{}\"", sha256_hex(&bytes));
        File { bytes: bytes.into(), content_type: content_type(&extension), etag }
    }
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Every path that is no route: a file of the page, or nothing.
pub(super) async fn file(
    State(service): State<Arc<Service>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = if uri.path() == "/" { "/index.html" } else { uri.path() };
    let response = match service.page.files.get(path) {
        Some(_) if !matches!(method, Method::GET | Method::HEAD) => super::router::method_not_allowed().await,
        Some(file) => file.to_response(path, &headers),
        None if path == "/index.html" => (StatusCode::NOT_FOUND, HINT).into_response(),
        None => {
            let problem = Problem::new("not_found", format!("there is nothing at {}", quoted(path)));
            Refusal::not_found(problem).into_response()
        }
    };
    ([(header::CONTENT_SECURITY_POLICY, &service.page.policy)], response).into_response()
}

impl File {
    fn to_response(&self, path: &str, headers: &HeaderMap) -> Response {
        // Vite writes a hash of the content into the names of these files.
        let caching = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
        let known: [(HeaderName, &str); 2] = [(header::ETAG, &self.etag), (header::CACHE_CONTROL, caching)];
        if is_known(headers, &self.etag) {
            return (StatusCode::NOT_MODIFIED, known).into_response();
        }
        (known, [(header::CONTENT_TYPE, self.content_type)], self.bytes.clone()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_origin_does_not_get_into_the_policy() {
        for origin in
            ["", "https://a.example; script-src *", "https://a.example, default-src *", "https://a.example b", "'self'"]
        {
            assert!(policy(&[origin.to_owned()]).is_err(), "{origin}");
        }
        let any = policy(&["*".to_owned()]).expect("a policy");
        assert!(any.to_str().expect("text").ends_with("frame-ancestors 'self' *"));
    }

    #[test]
    fn a_page_is_its_folder_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("page/assets")).expect("a folder");
        fs::write(folder.path().join("secret.txt"), "no").expect("a file");
        fs::write(folder.path().join("page/assets/main-1a2b.js"), "let x").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), folder.path().join("page/link.txt"))
            .expect("a link");
        let page = Page::read(&folder.path().join("page"), &[]).expect("a page");
        assert_eq!(page.files.keys().collect::<Vec<_>>(), ["/assets/main-1a2b.js"]);
        assert_eq!(page.files["/assets/main-1a2b.js"].content_type, "text/javascript; charset=utf-8");
    }
}
