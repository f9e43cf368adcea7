//! Structs: a slot for each field, filled by the one function that reads objects.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Field, Fields, Ident, Type};

use crate::attributes::{Absent, Attributes};

/// Reads another type first, which may then refuse.
pub(crate) fn through(other: Option<&Type>) -> TokenStream {
    quote! {
        let other = <#other as ::gridfolk_contract::FromJson>::from_json(node)?;
        ::core::convert::TryFrom::try_from(other).map_err(::gridfolk_contract::read::Fault::refused)
    }
}

pub(crate) fn body(name: &Ident, fields: &Fields, attributes: &Attributes) -> syn::Result<TokenStream> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok(quote!(::gridfolk_contract::FromJson::from_json(node).map(Self)))
        }
        Fields::Named(fields) if attributes.is_transparent && fields.named.len() == 1 => {
            let field = fields.named.first().and_then(|field| field.ident.as_ref());
            Ok(quote!(Ok(Self { #field: ::gridfolk_contract::FromJson::from_json(node)? })))
        }
        Fields::Unit => Err(syn::Error::new_spanned(name, "FromJson reads structs with fields")),
        _ => object(&quote!(Self), &format!("struct {name}"), fields, attributes),
    }
}

/// Reads an object into what `path` names: a struct, or a variant with fields.
pub(crate) fn object(
    path: &TokenStream,
    name: &str,
    fields: &Fields,
    attributes: &Attributes,
) -> syn::Result<TokenStream> {
    let Fields::Named(fields) = fields else {
        return Err(syn::Error::new_spanned(fields, "FromJson reads fields that have names"));
    };
    let fields = fields.named.iter().map(|field| Slot::of(field, attributes)).collect::<syn::Result<Vec<_>>>()?;
    let optional = fields.iter().enumerate().filter(|(_, field)| field.absent.is_some());
    let optional = optional.fold(0_u64, |mask, (index, _)| mask | 1 << index);
    let (names, lets) = (fields.iter().map(|field| &field.name), fields.iter().map(Slot::declared));
    let (slots, values) = (fields.iter().map(|field| &field.slot), fields.iter().map(Slot::value));
    let (is_closed, null_is_absent) = (attributes.is_closed, attributes.null_is_absent);
    let default = match attributes.absent {
        Some(Absent::Default) => quote!(let default: Self = ::core::default::Default::default();),
        _ => quote!(),
    };
    Ok(quote! {
        static SHAPE: ::gridfolk_contract::read::Shape = ::gridfolk_contract::read::Shape {
            name: #name, fields: &[#(#names),*], optional: #optional, is_closed: #is_closed, null_is_absent: #null_is_absent,
        };
        #default
        #(#lets)*
        ::gridfolk_contract::read::read_object(node, &SHAPE, &mut [#(&mut #slots),*])?;
        Ok(#path { #(#values),* })
    })
}

/// A field, and the variable into which it is read.
struct Slot<'f> {
    name: String,
    field: &'f Ident,
    slot: Ident,
    of: Type,
    /// What stands there when it is absent; none where it must be there.
    absent: Option<TokenStream>,
    null_is_value: bool,
}

impl<'f> Slot<'f> {
    fn of(field: &'f Field, parent: &Attributes) -> syn::Result<Self> {
        let attributes = Attributes::of(&field.attrs)?;
        let Some(ident) = &field.ident else {
            return Err(syn::Error::new_spanned(field, "FromJson reads fields that have names"));
        };
        let absent = match (&attributes.absent, &parent.absent) {
            (Some(Absent::Default), _) => Some(quote!(::core::default::Default::default())),
            (Some(Absent::Call(path)), _) => Some(quote!(#path())),
            (None, Some(_)) => Some(quote!(default.#ident)),
            (None, None) if attributes.null_is_value => Some(quote!(::core::option::Option::None)),
            (None, None) => None,
        };
        let null_is_value = attributes.null_is_value;
        let of = match absent {
            Some(_) => field.ty.clone(),
            None => optional(&field.ty),
        };
        let unraw = ident.to_string();
        let name = parent.name_of(&attributes, unraw.trim_start_matches("r#"));
        Ok(Slot { name, field: ident, slot: format_ident!("slot_{}", ident), of, absent, null_is_value })
    }

    fn declared(&self) -> TokenStream {
        let (slot, of) = (&self.slot, &self.of);
        match &self.absent {
            Some(absent) if !self.null_is_value => {
                quote!(let mut #slot = ::gridfolk_contract::read::Kept::<#of>(#absent);)
            }
            _ => quote!(let mut #slot: #of = ::core::option::Option::None;),
        }
    }

    fn value(&self) -> TokenStream {
        let (field, slot) = (self.field, &self.slot);
        match &self.absent {
            _ if self.null_is_value => quote!(#field: #slot),
            None => quote!(#field: ::gridfolk_contract::read::filled(#slot)),
            Some(_) => quote!(#field: #slot.0),
        }
    }
}

fn optional(of: &Type) -> Type {
    syn::parse_quote!(::core::option::Option<#of>)
}
