//! Structs: their fields are the slots that the one function that reads objects fills.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Field, Fields, Ident, Type};

use crate::Reading;
use crate::attributes::{Absent, Attributes};

pub(crate) fn reading(name: &Ident, fields: &Fields, attributes: &Attributes) -> syn::Result<Reading> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(Reading {
            blank: quote!(Self(::gridfolk_contract::FromJson::blank())),
            fill: quote!(::gridfolk_contract::read::Slot::fill(&mut self.0, node)),
        }),
        Fields::Named(fields) if attributes.is_transparent && fields.named.len() == 1 => {
            let field = fields.named.first().and_then(|field| field.ident.as_ref());
            Ok(Reading {
                blank: quote!(Self { #field: ::gridfolk_contract::FromJson::blank() }),
                fill: quote!(::gridfolk_contract::read::Slot::fill(&mut self.#field, node)),
            })
        }
        Fields::Unit => Err(syn::Error::new_spanned(name, "FromJson reads structs with fields")),
        _ => named(name, fields, attributes),
    }
}

fn named(name: &Ident, fields: &Fields, attributes: &Attributes) -> syn::Result<Reading> {
    let object = Object::of(&format!("struct {name}"), fields, attributes)?;
    let blank = match attributes.absent {
        Some(Absent::Default) => quote!(::core::default::Default::default()),
        _ => {
            let (fields, blanks) = (object.fields(), object.blanks());
            quote!(Self { #(#fields: #blanks),* })
        }
    };
    let places = object.places(|field| quote!(self.#field));
    let (shape, required) = (&object.shape, &object.required);
    let fill = quote! {
        #shape
        ::gridfolk_contract::read::read_object(node, &SHAPE, #required, &mut [#(#places),*])
    };
    Ok(Reading { blank, fill })
}

/// An object with known fields: a struct, or what a variant holds.
pub(crate) struct Object<'f> {
    members: Vec<Member<'f>>,
    /// The static `SHAPE`.
    pub(crate) shape: TokenStream,
    /// The bits of the fields that must be there.
    pub(crate) required: TokenStream,
}

impl<'f> Object<'f> {
    pub(crate) fn of(name: &str, fields: &'f Fields, attributes: &Attributes) -> syn::Result<Self> {
        let Fields::Named(fields) = fields else {
            return Err(syn::Error::new_spanned(fields, "FromJson reads fields that have names"));
        };
        let members = fields.named.iter().map(|field| Member::of(field, attributes));
        let members = members.collect::<syn::Result<Vec<_>>>()?;
        let names = members.iter().map(|member| &member.name);
        let (is_closed, null_is_absent) = (attributes.is_closed, attributes.null_is_absent);
        let shape = quote! {
            static SHAPE: ::gridfolk_contract::read::Shape = ::gridfolk_contract::read::Shape {
                name: #name, fields: &[#(#names),*], is_closed: #is_closed, null_is_absent: #null_is_absent,
            };
        };
        let needed = members.iter().enumerate().filter(|(_, member)| !member.has_default);
        let bits = needed.map(|(index, Member { of, .. })| {
            quote!(u64::from(!<#of as ::gridfolk_contract::FromJson>::may_be_absent()) << #index)
        });
        let required = quote!((0 #(| #bits)*));
        Ok(Object { members, shape, required })
    }

    /// The fields' names in Rust.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Ident> {
        self.members.iter().map(|member| member.field)
    }

    /// What stands in each field before it is read.
    pub(crate) fn blanks(&self) -> impl Iterator<Item = &TokenStream> {
        self.members.iter().map(|member| &member.blank)
    }

    /// Each field's place, of the expression that leads there.
    pub(crate) fn places(&self, expression: impl Fn(&Ident) -> TokenStream) -> impl Iterator<Item = TokenStream> {
        self.members.iter().map(move |member| {
            let place = expression(member.field);
            match member.null_is_value {
                true => quote!(&mut ::gridfolk_contract::read::Present(&mut #place)),
                false => quote!(&mut #place),
            }
        })
    }
}

/// A field.
struct Member<'f> {
    name: String,
    field: &'f Ident,
    of: &'f Type,
    blank: TokenStream,
    /// Whether the blank is what stands where it is absent.
    has_default: bool,
    null_is_value: bool,
}

impl<'f> Member<'f> {
    fn of(field: &'f Field, parent: &Attributes) -> syn::Result<Self> {
        let attributes = Attributes::of(&field.attrs)?;
        let Some(ident) = &field.ident else {
            return Err(syn::Error::new_spanned(field, "FromJson reads fields that have names"));
        };
        if attributes.is_flat || attributes.is_unsaid {
            return Err(syn::Error::new_spanned(field, "FromJson reads every field by its name"));
        }
        let null_is_value = attributes.null_is_value;
        let blank = match &attributes.absent {
            Some(Absent::Default) => quote!(::core::default::Default::default()),
            Some(Absent::Call(path)) => quote!(#path()),
            None if null_is_value => quote!(::core::option::Option::None),
            None => quote!(::gridfolk_contract::FromJson::blank()),
        };
        let has_default = attributes.absent.is_some() || parent.absent.is_some() || null_is_value;
        let name = parent.name_of(&attributes, ident.to_string().trim_start_matches("r#"));
        Ok(Member { name, field: ident, of: &field.ty, blank, has_default, null_is_value })
    }
}
