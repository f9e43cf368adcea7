//! The card as plain JSON that the caller keeps and sends back.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;

use crate::algorithm::attribute::{Attribute, Count, Split, is_rising};
use crate::algorithm::card::{By, Card, CardPart, Worth};
use crate::algorithm::limits::{COLUMNS_MAX, POINTS_MAX};
use crate::contract::{Grade, Rule, Scale, Trend, UnknownLevel, check_grades, check_rules};

/// The module's name, in models too.
pub const MODULE: &str = "scorecard";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// A card.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Model {
    /// `scorecard`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The column of the event in the fit; null for a card of rules.
    pub target: Option<String>,
    /// Points that everyone begins with. More points mean fewer bads.
    pub base_points: i64,
    /// The same before rounding.
    pub base_points_raw: f64,
    /// How log odds became points; null for a card of rules.
    pub scale: Option<Scale>,
    /// What is done with a level that no bin names.
    pub unknown_level: UnknownLevel,
    /// Columns with points for their bins.
    pub columns: Vec<BinnedColumn>,
    /// Conditions with points.
    pub rules: Vec<Rule>,
    /// The highest first.
    pub grades: Vec<Grade>,
    /// How points lay in the fit: what `monitor` compares with.
    pub reference: Reference,
}

/// A column with its bins.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct BinnedColumn {
    /// Its name.
    pub column: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Information value: how well it tells goods from bads.
    pub iv: f64,
    /// A word for it: `useless` below 0.02, `weak` below 0.1, `medium` below 0.3, `strong` up to 0.5, `suspicious`
    /// above: look whether the column knows the event itself.
    pub strength: String,
    /// The trend that bins of numbers keep to; absent where the caller gave them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
    /// Change of the log odds of goods for one unit of WOE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coefficient: Option<f64>,
    /// Standard error of the coefficient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// Ordinary bins, special codes, missing, and for levels those that no bin names.
    pub bins: Vec<Bin>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Numbers.
    Number,
    /// Levels.
    Category,
}

/// Which values a bin is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BinKind {
    /// Numbers from `from` (in it) to `to` (not in it).
    Range,
    /// `levels`.
    Levels,
    /// A special code.
    Special,
    /// Missing values.
    Missing,
    /// Levels that no other bin names.
    Other,
}

/// One bin.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Bin {
    /// Which values it is of.
    pub kind: BinKind,
    /// The least number of the range; absent for the first. The code of a special bin of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Where the next range begins; absent for the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// Its levels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<String>>,
    /// Rows in the fit.
    pub n_rows: u64,
    /// Rows without the event.
    pub n_goods: u64,
    /// Rows with the event.
    pub n_bads: u64,
    /// Its part of all rows, 0 to 1.
    pub share: f64,
    /// The part of its rows with the event, 0 to 1; null without rows.
    pub bad_rate: Option<f64>,
    /// Weight of evidence: above 0 where bads are fewer than on average.
    pub woe: f64,
    /// Its part of the column's IV.
    pub iv: f64,
    /// Whole points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<i64>,
    /// Points before rounding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points_raw: Option<f64>,
}

/// How points lay in the fit.
#[derive(Debug, Clone, PartialEq, Default, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Reference {
    /// Where each interval of points but the first begins, rising.
    pub edges: Vec<f64>,
    /// Rows in each interval.
    pub counts: Vec<u64>,
}

/// A word for an IV.
pub fn strength(iv: f64) -> &'static str {
    match iv {
        _ if iv < 0.02 => "useless",
        _ if iv < 0.1 => "weak",
        _ if iv < 0.3 => "medium",
        _ if iv <= 0.5 => "strong",
        _ => "suspicious",
    }
}

impl BinnedColumn {
    /// A column without points.
    pub fn new(attribute: &Attribute, all: Count, zero_cell: f64) -> Self {
        let bin = |(at, count): (usize, &Count)| {
            let (woe, iv) = count.woe_and_iv(all, zero_cell);
            let Place { kind, from, to, levels } = place(&attribute.split, at);
            Bin {
                kind,
                from,
                to,
                levels: levels.cloned(),
                n_rows: count.n(),
                n_goods: count.goods,
                n_bads: count.bads,
                share: count.n() as f64 / all.n() as f64,
                bad_rate: (count.n() > 0).then(|| count.bads as f64 / count.n() as f64),
                woe,
                iv,
                points: None,
                points_raw: None,
            }
        };
        let iv = attribute.iv(all, zero_cell);
        BinnedColumn {
            column: attribute.column.clone(),
            kind: if attribute.split.is_number { ColumnKind::Number } else { ColumnKind::Category },
            iv,
            strength: strength(iv).to_owned(),
            trend: attribute.trend,
            coefficient: None,
            standard_error: None,
            bins: attribute.counts.iter().enumerate().map(bin).collect(),
        }
    }

    /// The bins as values fall into them; none where they do not fit each other.
    fn split(&self) -> Option<Split> {
        let mut split = match self.kind {
            ColumnKind::Number => Split::of_numbers(Vec::new(), Vec::new()),
            ColumnKind::Category => Split::of_levels(Vec::new(), Vec::new()),
        };
        for (at, bin) in self.bins.iter().enumerate() {
            let is_special = bin.kind == BinKind::Special;
            split.n_special += usize::from(is_special);
            match (split.is_number, bin.kind) {
                (true, BinKind::Special) => split.special.push(bin.from?),
                (true, BinKind::Range) if at > 0 => split.edges.push(bin.from?),
                (false, BinKind::Special | BinKind::Levels) => split.groups.push(bin.levels.clone()?),
                _ => {}
            }
        }
        // The order of the bins, and what they say of themselves, is what the module itself would write.
        let is_same = |(at, bin): (usize, &Bin)| {
            let Place { kind, from, to, levels } = place(&split, at);
            (bin.kind, bin.from, bin.to, bin.levels.as_ref()) == (kind, from, to, levels)
        };
        let is_sound = split.is_sound() && split.n_bins() == self.bins.len();
        (is_sound && self.bins.iter().enumerate().all(is_same)).then_some(split)
    }

    /// Gives each bin its points.
    pub fn set_points(&mut self, worths: &[Worth]) {
        for (bin, worth) in self.bins.iter_mut().zip(worths) {
            bin.points = Some(worth.points as i64);
            bin.points_raw = Some(worth.raw);
        }
    }

    fn worths(&self) -> Option<Vec<Worth>> {
        let mut worths = Vec::with_capacity(self.bins.len());
        for bin in &self.bins {
            let (points, raw) = (bin.points? as f64, bin.points_raw?);
            worths.push((points.abs() <= POINTS_MAX && raw.abs() <= POINTS_MAX).then_some(Worth { points, raw })?);
        }
        Some(worths)
    }
}

/// Which values a bin is of: where its range begins and ends, or its levels.
#[derive(Debug)]
pub struct Place<'a> {
    /// Its kind.
    pub kind: BinKind,
    /// As in [`Bin`].
    pub from: Option<f64>,
    /// As in [`Bin`].
    pub to: Option<f64>,
    /// As in [`Bin`].
    pub levels: Option<&'a Vec<String>>,
}

/// Which values a bin is of.
pub fn place(split: &Split, at: usize) -> Place<'_> {
    let (n_ordinary, missing) = (split.n_ordinary(), split.missing());
    let kind = match split.is_number {
        _ if at > missing => BinKind::Other,
        _ if at == missing => BinKind::Missing,
        _ if at >= n_ordinary => BinKind::Special,
        true => BinKind::Range,
        false => BinKind::Levels,
    };
    let from = match at.checked_sub(n_ordinary) {
        Some(special) => split.special.get(special),
        None => at.checked_sub(1).and_then(|before| split.edges.get(before)),
    };
    Place { kind, from: from.copied(), to: split.edges.get(at).copied(), levels: split.groups.get(at) }
}

/// The card of a call's model, and the model.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn model_of(call: &Call<'_>) -> Result<(Card, Model), Problem> {
    let model: Model = call.model(MODULE, SCHEMAS_READ)?;
    Ok((model.card()?, model))
}

impl Model {
    /// The card, ready to score; checks that the parts fit each other.
    ///
    /// # Errors
    /// `model_broken` with the place; those of grades and rules.
    pub fn card(&self) -> Result<Card, Problem> {
        let broken = |pointer: &str, rule: &str| Err(Problem::model_broken(pointer, rule));
        if self.columns.len() > COLUMNS_MAX {
            return broken("/model/columns", "must be at most 200");
        }
        let mut parts = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let pointer = || pointer_join(&pointer_join("/model/columns", at), "bins");
            let Some(split) = column.split() else {
                return broken(&pointer(), "must follow each other as a fit writes them");
            };
            let Some(worths) = column.worths() else { return broken(&pointer(), "must have points within 1e9") };
            parts.push(CardPart { name: column.column.clone(), by: By::Split(split), worths });
        }
        check_rules(&self.rules, "/model/rules")?;
        Card::add_rules(&mut parts, &self.rules);
        check_grades(Some(&self.grades), "/model/grades")?;
        if self.base_points.unsigned_abs() as f64 > POINTS_MAX || self.base_points_raw.abs() > POINTS_MAX {
            return broken("/model/base_points", "must be within 1e9");
        }
        let Reference { edges, counts } = &self.reference;
        if counts.len() != edges.len() + 1 || counts.len() > 1000 || !is_rising(edges) {
            return broken("/model/reference", "must have rising edges, and one count more");
        }
        let is_scale = |scale: &Scale| {
            (1e-6..=1e6).contains(&scale.pdo)
                && (1e-9..=1e9).contains(&scale.base_odds)
                && scale.base_points.abs() <= POINTS_MAX
        };
        if !self.scale.iter().all(is_scale) {
            return broken("/model/scale", "must be such as `fit` takes");
        }
        Ok(Card {
            base: Worth { points: self.base_points as f64, raw: self.base_points_raw },
            parts,
            scale: self.scale.clone(),
            grades: self.grades.clone(),
            refuses_unknown: self.unknown_level == UnknownLevel::Refuse,
        })
    }
}
