//! The operation `choose`: criteria over a range of k, and a suggestion.

use gridfolk_contract::{Answer, Problem, Text, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Fitted, Memory, Quality, Settings};
use crate::columns::{Columns, select};
use crate::contract::ChooseRequest;
use crate::problem;

/// The body of the reply.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChooseReply {
    /// One entry for each k, ascending.
    pub candidates: Vec<KReply>,
    /// Whether silhouettes are of all rows (`exact`) or of a sample (`sample`).
    pub silhouette_of: &'static str,
    /// Rows that the silhouettes are of.
    pub n_rows_silhouette: u64,
    /// Which k to take; null where no silhouette is defined.
    pub suggestion: Option<Suggestion>,
}

/// The fit with one number of segments.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KReply {
    /// Number of segments.
    pub k: u64,
    /// Sum of squared distances to the own centroid; falls with k.
    pub inertia: f64,
    /// Mean silhouette, -1 to 1, more is better; null where it is not defined.
    pub silhouette: Option<f64>,
    /// Calinski-Harabasz index, more is better; null where it is not defined.
    pub calinski_harabasz: Option<f64>,
    /// Davies-Bouldin index, less is better; null where it is not defined.
    pub davies_bouldin: Option<f64>,
    /// Updates that moved a centroid.
    pub n_iter: u32,
    /// Whether the centroids came to rest.
    pub converged: bool,
    /// Rows of each segment, the largest first.
    pub sizes: Vec<u64>,
}

/// A number of segments, and why.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggestion {
    /// Number of segments.
    pub k: u64,
    /// By which criterion: `silhouette`.
    pub criterion: &'static str,
    /// Other criteria that are best at this k, too: `calinski_harabasz`, `davies_bouldin`.
    pub agreeing: Vec<&'static str>,
    /// The reason in words.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub reason: Text,
}

/// Tries every k of the range.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let params = call.params::<ChooseRequest>()?.check()?;
    let columns = select(call.table()?, params.settings.columns.as_deref(), "/params/columns")?;
    let (mut candidates, mut labellings, mut space) = (Vec::new(), Vec::new(), None);
    // The largest k first: where the range is too long for the table, it shows at once.
    for k in params.ks.rev() {
        let settings = Settings { k, ..params.settings.clone() };
        let (candidate, fitted) = try_k(settings, &columns, memory).map_err(problem::of_choose)?;
        let labels = algorithm::assigned::labels_of(&fitted, &columns.values, memory);
        space = Some(fitted.space);
        candidates.insert(0, candidate);
        labellings.insert(0, labels);
    }
    let space = space.ok_or_else(Problem::no_columns)?;
    let (qualities, n_silhouette) =
        algorithm::assigned::qualities_of(&space, &columns.values, &labellings, params.seed, memory);
    for (candidate, quality) in candidates.iter_mut().zip(qualities) {
        candidate.set(quality);
    }
    let n_used: u64 = candidates[0].sizes.iter().sum();
    Ok(Answer::new(&ChooseReply {
        suggestion: suggest(&candidates),
        silhouette_of: if n_silhouette as u64 == n_used { "exact" } else { "sample" },
        n_rows_silhouette: n_silhouette as u64,
        candidates,
    }))
}

fn try_k(settings: Settings, columns: &Columns<'_>, memory: &mut Memory) -> Result<(KReply, Fitted), Problem> {
    let k = settings.k as u64;
    let fitted = algorithm::fit(settings, &columns.names, &columns.values, memory)?;
    let candidate = KReply {
        k,
        inertia: fitted.inertia,
        silhouette: None,
        calinski_harabasz: None,
        davies_bouldin: None,
        n_iter: fitted.n_iter,
        converged: fitted.converged,
        sizes: fitted.sizes.clone(),
    };
    Ok((candidate, fitted))
}

impl KReply {
    fn set(&mut self, quality: Quality) {
        self.silhouette = quality.silhouette;
        self.calinski_harabasz = quality.calinski_harabasz;
        self.davies_bouldin = quality.davies_bouldin;
    }
}

/// The k with the greatest silhouette, ties to the lowest.
fn suggest(candidates: &[KReply]) -> Option<Suggestion> {
    let best = best_by(candidates, |candidate| candidate.silhouette)?;
    let silhouette = best.silhouette?;
    let also = |name, value: fn(&KReply) -> Option<f64>| {
        best_by(candidates, value).filter(|other| other.k == best.k).map(|_| name)
    };
    let agreeing = [
        also("calinski_harabasz", |candidate| candidate.calinski_harabasz),
        also("davies_bouldin", |candidate| candidate.davies_bouldin.map(|value| -value)),
    ];
    let k = best.k;
    // Rounded as a whole number: every host writes the same digits.
    let percent = (silhouette * 100.0).round() as i64;
    let reason = Text::new(
        &format!("of the tried numbers of segments, {k} has the greatest mean silhouette ({percent} %)"),
        &format!("在所试的分群数中，{k} 的平均轮廓系数最大（{percent}%）"),
    );
    Some(Suggestion { k, criterion: "silhouette", agreeing: agreeing.into_iter().flatten().collect(), reason })
}

fn best_by(candidates: &[KReply], value: impl Fn(&KReply) -> Option<f64>) -> Option<&KReply> {
    let mut best: Option<(&KReply, f64)> = None;
    for candidate in candidates {
        if let Some(value) = value(candidate)
            && best.is_none_or(|(_, most)| value > most)
        {
            best = Some((candidate, value));
        }
    }
    best.map(|(candidate, _)| candidate)
}
