//! Reading definitions and models field by field: derived readers would weigh more than the algorithm.

use gridfolk_contract::fields::Fields;
use gridfolk_contract::{Problem, Text};

use crate::definition::{
    Actions, Band, Bands, Class, Columns, Cuts, Defaults, Levels, OfResults, Status, Strategy, TopShares,
};
use crate::problem::Mistake;

/// Reads an object and refuses fields that nobody asked for.
///
/// # Errors
/// Those of [`Fields`].
pub fn whole<T>(mut fields: Fields, read: impl FnOnce(&mut Fields) -> Result<T, Problem>) -> Result<T, Problem> {
    let value = read(&mut fields)?;
    fields.end()?;
    Ok(value)
}

/// Reads a list of objects; none where it is absent.
///
/// # Errors
/// Those of [`Fields`].
pub fn list<T>(
    fields: &mut Fields,
    name: &'static str,
    read: fn(&mut Fields) -> Result<T, Problem>,
) -> Result<Option<Vec<T>>, Problem> {
    let Some(objects) = fields.objects(name)? else { return Ok(None) };
    let mut list = Vec::with_capacity(objects.len());
    for object in objects {
        list.push(whole(object, read)?);
    }
    Ok(Some(list))
}

fn text(fields: &mut Fields) -> Result<Text, Problem> {
    Ok(Text { en: fields.need("en", Fields::text)?, zh: fields.need("zh", Fields::text)? })
}

fn text_of(fields: &mut Fields, name: &'static str) -> Result<Text, Problem> {
    whole(fields.need(name, Fields::object)?, text)
}

impl Defaults {
    /// Reads what `defaults.json` holds.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Defaults {
            classes: list(fields, "classes", Class::read)?.unwrap_or_default(),
            bands: Bands::read(fields)?,
            strategies: list(fields, "strategies", Strategy::read)?.unwrap_or_default(),
        })
    }
}

impl Class {
    /// Reads a class.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Class {
            id: fields.need("id", Fields::text)?,
            title: text_of(fields, "title")?,
            when: fields.typed("when")?,
            source: fields.text("source")?,
        })
    }
}

impl<T> OfResults<T> {
    fn each(mut read: impl FnMut(&'static str) -> Result<Option<T>, Problem>) -> Result<Self, Problem> {
        Ok(OfResults {
            contribution: read("contribution")?,
            outage_sensitivity: read("outage_sensitivity")?,
            arrears_risk: read("arrears_risk")?,
            channel_activity: read("channel_activity")?,
            inspection_risk: read("inspection_risk")?,
        })
    }
}

impl Columns {
    /// Reads the field `results`; none where it is absent.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(fields: &mut Fields) -> Result<Option<Self>, Problem> {
        let Some(results) = fields.object("results")? else { return Ok(None) };
        whole(results, |fields| OfResults::each(|name| fields.text(name))).map(Some)
    }
}

impl Bands {
    /// Reads the field `bands`.
    ///
    /// # Errors
    /// Those of [`Fields`], `band_needs_one`.
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let Some(bands) = fields.object("bands")? else { return Ok(Bands::default()) };
        whole(bands, |fields| OfResults::each(|name| Band::read(fields, name)))
    }
}

impl Band {
    /// Reads the band in a field; none where it is absent.
    ///
    /// # Errors
    /// Those of [`Fields`], `band_needs_one`.
    pub fn read(fields: &mut Fields, name: &'static str) -> Result<Option<Self>, Problem> {
        let pointer = fields.pointer_of(name);
        let Some(mut band) = fields.object(name)? else { return Ok(None) };
        let (cuts, shares, levels) = (band.object("cuts")?, band.object("top_shares")?, band.object("levels")?);
        band.end()?;
        let numbers = |fields: &mut Fields| {
            let (high, medium) = (fields.need("high", Fields::number)?, fields.need("medium", Fields::number)?);
            Ok((high, medium, fields.flag("reverse")?.unwrap_or_default()))
        };
        let grades = |fields: &mut Fields| {
            let mut grades = |name| fields.need(name, Fields::texts);
            Ok(Band::Levels(Levels { high: grades("high")?, medium: grades("medium")?, low: grades("low")? }))
        };
        match (cuts, shares, levels) {
            (Some(cuts), None, None) => {
                let (high, medium, reverse) = whole(cuts, numbers)?;
                Ok(Some(Band::Cuts(Cuts { high, medium, reverse })))
            }
            (None, Some(shares), None) => {
                let (high, medium, reverse) = whole(shares, numbers)?;
                Ok(Some(Band::TopShares(TopShares { high, medium, reverse })))
            }
            (None, None, Some(levels)) => whole(levels, grades).map(Some),
            _ => Err(Mistake::BandNeedsOne { pointer }.into()),
        }
    }
}

impl Strategy {
    /// Reads a strategy.
    ///
    /// # Errors
    /// Those of [`Fields`].
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Strategy {
            id: fields.need("id", Fields::text)?,
            name: text_of(fields, "name")?,
            scene: text_of(fields, "scene")?,
            when: fields.need("when", Fields::typed)?,
            priority: fields.need("priority", Fields::whole)?,
            status: match fields.one_of("status", &["on", "off"])? {
                Some(1) => Status::Off,
                _ => Status::On,
            },
            valid_from: fields.typed("valid_from")?,
            valid_to: fields.typed("valid_to")?,
            actions: whole(fields.need("actions", Fields::object)?, Actions::read)?,
            source: fields.text("source")?,
        })
    }
}

impl Actions {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let mut of = |name| Ok::<_, Problem>(list(fields, name, text)?.unwrap_or_default());
        Ok(Actions {
            reliability: of("reliability")?,
            responsiveness: of("responsiveness")?,
            assurance: of("assurance")?,
            empathy: of("empathy")?,
            tangibles: of("tangibles")?,
        })
    }
}
