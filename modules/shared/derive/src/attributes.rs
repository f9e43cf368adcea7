//! The attributes that say how a type or a field is read.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr};

/// What stands where a field is absent.
pub(crate) enum Absent {
    /// The type's own default.
    Default,
    /// What this function says.
    Call(syn::Path),
}

/// What the attributes of a type, a field or a variant say.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<String>,
    pub(crate) absent: Option<Absent>,
    pub(crate) is_closed: bool,
    pub(crate) is_transparent: bool,
    pub(crate) null_is_value: bool,
    pub(crate) null_is_absent: bool,
    /// Of an enum: its variants' content is written without their names.
    pub(crate) is_untagged: bool,
    /// Of a field: the members of its value stand in its place.
    pub(crate) is_flat: bool,
    /// Of a field: it is never written.
    pub(crate) is_unsaid: bool,
    /// Of a field: it is left out where it is blank.
    pub(crate) may_skip: bool,
}

impl Attributes {
    pub(crate) fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut all = Attributes::default();
        for attribute in attributes {
            if attribute.path().is_ident("serde") || attribute.path().is_ident("json") {
                attribute.parse_nested_meta(|meta| all.add(&meta))?;
            }
        }
        Ok(all)
    }

    fn add(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let name = meta.path.require_ident()?.to_string();
        match name.as_str() {
            "rename" => self.rename = Some(text(meta)?.value()),
            "rename_all" => match text(meta)?.value() {
                rule if RULES.contains(&rule.as_str()) => self.rename_all = Some(rule),
                _ => return Err(meta.error("names are renamed to lowercase, snake_case or camelCase")),
            },
            "default" if meta.input.peek(syn::Token![=]) => self.absent = Some(Absent::Call(text(meta)?.parse()?)),
            "default" => self.absent = Some(Absent::Default),
            "deny_unknown_fields" => self.is_closed = true,
            "transparent" => self.is_transparent = true,
            "null_is_value" => self.null_is_value = true,
            "null_is_absent" => self.null_is_absent = true,
            "untagged" => self.is_untagged = true,
            "flatten" => self.is_flat = true,
            "skip" => self.is_unsaid = true,
            "skip_serializing_if" => match text(meta)?.value().as_str() {
                "Option::is_none" | "Vec::is_empty" | "std::ops::Not::not" => self.may_skip = true,
                _ => return Err(meta.error("fields are left out where they are none, empty or false")),
            },
            _ => return Err(meta.error("neither FromJson nor ToJson knows this attribute")),
        }
        Ok(())
    }

    /// The name in JSON of a field or variant of this type.
    pub(crate) fn name_of(&self, member: &Attributes, name: &str) -> String {
        match (&member.rename, self.rename_all.as_deref()) {
            (Some(rename), _) => rename.clone(),
            (None, Some("lowercase")) => name.to_lowercase(),
            (None, Some("snake_case")) => snake_case(name),
            (None, Some("camelCase")) => camel_case(name),
            (None, _) => name.to_owned(),
        }
    }
}

/// What `rename_all` takes.
const RULES: [&str; 3] = ["lowercase", "snake_case", "camelCase"];

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// Of the name of a field.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut camel, word| {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
        camel
    })
}
