//! The card as plain JSON that the caller keeps and sends back.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;

use crate::algorithm::attribute::{Attribute, Count, Split};
use crate::algorithm::card::{By, Card, CardPart, Worth};
use crate::algorithm::limits::{COLUMNS_MAX, POINTS_MAX};
use crate::algorithm::state::is_sound_attribute;
use crate::contract::{Grade, Rule, Scale, Trend, UnknownLevel, check_grades, check_rules};
use crate::problem;

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
    pub fn new(attribute: &Attribute, all: Count, zero_cell: f64, trend: Option<Trend>) -> Self {
        let iv = attribute.iv(all, zero_cell);
        let worths = attribute.woes_and_ivs(all, zero_cell);
        let bins = attribute.counts.iter().zip(worths).enumerate().map(|(at, (count, (woe, iv)))| Bin {
            n_rows: count.n(),
            n_goods: count.goods,
            n_bads: count.bads,
            share: count.n() as f64 / all.n() as f64,
            bad_rate: (count.n() > 0).then(|| count.bads as f64 / count.n() as f64),
            woe,
            iv,
            ..bin_of(&attribute.split, at)
        });
        BinnedColumn {
            column: attribute.column.clone(),
            kind: match attribute.split {
                Split::Number { .. } => ColumnKind::Number,
                Split::Category { .. } => ColumnKind::Category,
            },
            iv,
            strength: strength(iv).to_owned(),
            trend,
            coefficient: None,
            standard_error: None,
            bins: bins.collect(),
        }
    }

    /// The bins as values fall into them; none where they do not fit each other.
    fn split(&self) -> Option<Split> {
        let (mut edges, mut codes, mut groups, mut levels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (at, bin) in self.bins.iter().enumerate() {
            match (self.kind, bin.kind) {
                (ColumnKind::Number, BinKind::Range) if at > 0 => edges.push(bin.from?),
                (ColumnKind::Number, BinKind::Special) => codes.push(bin.from?),
                (ColumnKind::Category, BinKind::Levels) => groups.push(bin.levels.clone()?),
                (ColumnKind::Category, BinKind::Special) => levels.extend(bin.levels.clone()?),
                _ => {}
            }
        }
        let split = match self.kind {
            ColumnKind::Number => Split::Number { edges, special: codes },
            ColumnKind::Category => Split::Category { groups, special: levels },
        };
        // The order of the bins, and what they say of themselves, is what the module itself would write.
        let is_same = |(at, bin): (usize, &Bin)| {
            let expected = bin_of(&split, at);
            (bin.kind, bin.from, bin.to, &bin.levels) == (expected.kind, expected.from, expected.to, &expected.levels)
        };
        (split.n_bins() == self.bins.len() && self.bins.iter().enumerate().all(is_same)).then_some(split)
    }

    /// The column with its bins and rows; none where the bins do not fit each other.
    pub fn attribute(&self) -> Option<Attribute> {
        let count = |bin: &Bin| Count { goods: bin.n_goods, bads: bin.n_bads };
        let attribute = Attribute {
            column: self.column.clone(),
            split: self.split()?,
            counts: self.bins.iter().map(count).collect(),
        };
        is_sound_attribute(&attribute).then_some(attribute)
    }

    /// Gives each bin its points.
    pub fn set_points(&mut self, worths: &[Worth]) {
        for (bin, worth) in self.bins.iter_mut().zip(worths) {
            bin.points = Some(worth.points as i64);
            bin.points_raw = Some(worth.raw);
        }
    }

    fn worths(&self) -> Option<Vec<Worth>> {
        let worth = |bin: &Bin| {
            let (points, raw) = (bin.points? as f64, bin.points_raw?);
            (points.abs() <= POINTS_MAX && raw.abs() <= POINTS_MAX).then_some(Worth { points, raw })
        };
        self.bins.iter().map(worth).collect()
    }
}

/// Which values a bin is of.
fn kind_of(split: &Split, at: usize) -> BinKind {
    let (n_ordinary, missing) = (split.n_ordinary(), split.missing());
    match split {
        _ if at > missing => BinKind::Other,
        _ if at == missing => BinKind::Missing,
        _ if at >= n_ordinary => BinKind::Special,
        Split::Number { .. } => BinKind::Range,
        Split::Category { .. } => BinKind::Levels,
    }
}

/// A bin of which only the values are known.
pub fn bin_of(split: &Split, at: usize) -> Bin {
    let (n_ordinary, kind) = (split.n_ordinary(), kind_of(split, at));
    let (mut from, mut to, mut levels) = (None, None, None);
    match (split, kind) {
        (Split::Number { edges, .. }, BinKind::Range) => {
            from = at.checked_sub(1).map(|at| edges[at]);
            to = edges.get(at).copied();
        }
        (Split::Number { special, .. }, BinKind::Special) => from = Some(special[at - n_ordinary]),
        (Split::Category { groups, .. }, BinKind::Levels) => levels = Some(groups[at].clone()),
        (Split::Category { special, .. }, BinKind::Special) => levels = Some(vec![special[at - n_ordinary].clone()]),
        _ => {}
    }
    Bin {
        kind,
        from,
        to,
        levels,
        n_rows: 0,
        n_goods: 0,
        n_bads: 0,
        share: 0.0,
        bad_rate: None,
        woe: 0.0,
        iv: 0.0,
        points: None,
        points_raw: None,
    }
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
        let broken = |pointer: &str, rule: &str| Err(problem::model_broken(pointer, rule));
        if self.columns.len() > COLUMNS_MAX {
            return broken("/model/columns", "must be at most 200");
        }
        let mut parts = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let pointer = || format!("/model/columns/{at}/bins");
            let Some(attribute) = column.attribute() else {
                return broken(&pointer(), "must follow each other as a fit writes them");
            };
            let Some(worths) = column.worths() else { return broken(&pointer(), "must have points within 1e9") };
            parts.push(CardPart { name: attribute.column, by: By::Split(attribute.split), worths });
        }
        check_rules(&self.rules, "/model/rules")?;
        parts.extend(self.rules.iter().map(Card::part_of_rule));
        check_grades(Some(&self.grades), "/model/grades")?;
        if self.base_points.unsigned_abs() as f64 > POINTS_MAX || self.base_points_raw.abs() > POINTS_MAX {
            return broken("/model/base_points", "must be within 1e9");
        }
        let Reference { edges, counts } = &self.reference;
        if counts.len() != edges.len() + 1 || counts.len() > 1000 || edges.windows(2).any(|pair| pair[0] >= pair[1]) {
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
