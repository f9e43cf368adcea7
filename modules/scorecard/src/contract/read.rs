//! Reading what a caller sends, field by field.

use gridfolk_contract::Problem;
use gridfolk_contract::fields::Fields;

use super::{BinRequest, Binning, ColumnBinning, FitRequest, Grade, Rule, Scale, Selection, Trend, UnknownLevel};

/// The names of [`Trend`].
pub const TRENDS: [&str; 6] = ["auto", "ascending", "descending", "peak", "valley", "none"];
/// The names of [`UnknownLevel`].
pub const UNKNOWN_LEVELS: [&str; 2] = ["refuse", "own_bin"];

impl Trend {
    /// The trend at a place among [`TRENDS`].
    pub fn at(place: usize) -> Self {
        [Trend::Auto, Trend::Ascending, Trend::Descending, Trend::Peak, Trend::Valley, Trend::None][place]
    }
}

impl UnknownLevel {
    /// What stands at a place among [`UNKNOWN_LEVELS`].
    pub fn at(place: usize) -> Self {
        [UnknownLevel::Refuse, UnknownLevel::OwnBin][place]
    }
}

impl BinRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(mut fields: Fields) -> Result<Self, Problem> {
        let request = BinRequest {
            target: fields.need("target", Fields::text)?,
            columns: fields.texts("columns")?,
            binning: Binning::read(fields.object("binning")?)?,
        };
        fields.end()?;
        Ok(request)
    }
}

impl FitRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(mut fields: Fields) -> Result<Self, Problem> {
        let request = FitRequest {
            target: fields.text("target")?,
            columns: fields.texts("columns")?,
            binning: Binning::read(fields.object("binning")?)?,
            selection: Selection::read(fields.object("selection")?)?,
            scale: Scale::read(fields.object("scale")?)?.unwrap_or_default(),
            grades: fields.objects("grades")?.map(read_grades).transpose()?,
            rules: read_rules(fields.objects("rules")?)?,
        };
        fields.end()?;
        Ok(request)
    }
}

impl Binning {
    fn read(fields: Option<Fields>) -> Result<Self, Problem> {
        let mut binning = Binning::default();
        let Some(mut fields) = fields else { return Ok(binning) };
        binning.max_bins = fields.whole("max_bins")?.unwrap_or(binning.max_bins);
        binning.max_prebins = fields.whole("max_prebins")?.unwrap_or(binning.max_prebins);
        binning.min_share = fields.number("min_share")?.unwrap_or(binning.min_share);
        binning.trend = fields.one_of("trend", &TRENDS)?.map_or(binning.trend, Trend::at);
        binning.special = fields.typed("special")?.unwrap_or_default();
        binning.zero_cell = fields.number("zero_cell")?.unwrap_or(binning.zero_cell);
        let unknown_level = fields.one_of("unknown_level", &UNKNOWN_LEVELS)?;
        binning.unknown_level = unknown_level.map_or(binning.unknown_level, UnknownLevel::at);
        for (column, of) in fields.objects_by_name("by_column")?.unwrap_or_default() {
            binning.by_column.push((column, ColumnBinning::read(of)?));
        }
        fields.end()?;
        Ok(binning)
    }
}

impl ColumnBinning {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let binning = ColumnBinning {
            max_bins: fields.whole("max_bins")?,
            min_share: fields.number("min_share")?,
            trend: fields.one_of("trend", &TRENDS)?.map(Trend::at),
            special: fields.typed("special")?,
            edges: fields.numbers("edges")?,
            groups: fields.text_lists("groups")?,
        };
        fields.end()?;
        Ok(binning)
    }
}

impl Selection {
    fn read(fields: Option<Fields>) -> Result<Self, Problem> {
        let mut selection = Selection::default();
        let Some(mut fields) = fields else { return Ok(selection) };
        selection.min_iv = fields.number("min_iv")?.unwrap_or(selection.min_iv);
        selection.max_correlation = fields.number("max_correlation")?.unwrap_or(selection.max_correlation);
        selection.check_sign = fields.flag("check_sign")?.unwrap_or(selection.check_sign);
        fields.end()?;
        Ok(selection)
    }
}

impl Scale {
    /// Reads the scale.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(fields: Option<Fields>) -> Result<Option<Self>, Problem> {
        let Some(mut fields) = fields else { return Ok(None) };
        let mut scale = Scale::default();
        scale.base_points = fields.number("base_points")?.unwrap_or(scale.base_points);
        scale.base_odds = fields.number("base_odds")?.unwrap_or(scale.base_odds);
        scale.pdo = fields.number("pdo")?.unwrap_or(scale.pdo);
        fields.end()?;
        Ok(Some(scale))
    }
}

/// Reads grades.
///
/// # Errors
/// Those of [`Fields`].
pub fn read_grades(list: Vec<Fields>) -> Result<Vec<Grade>, Problem> {
    let mut grades = Vec::with_capacity(list.len());
    for mut fields in list {
        grades.push(Grade { grade: fields.need("grade", Fields::text)?, from: fields.number("from")? });
        fields.end()?;
    }
    Ok(grades)
}

/// Reads rules.
///
/// # Errors
/// Those of [`Fields`].
pub fn read_rules(list: Option<Vec<Fields>>) -> Result<Vec<Rule>, Problem> {
    let mut rules = Vec::new();
    for mut fields in list.unwrap_or_default() {
        rules.push(Rule {
            rule: fields.need("rule", Fields::text)?,
            when: fields.need("when", Fields::typed)?,
            points: fields.need("points", Fields::typed)?,
        });
        fields.end()?;
    }
    Ok(rules)
}
