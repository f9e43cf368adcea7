//! `#[derive(FromJson)]` and `#[derive(ToJson)]`: what reads a struct or an enum out of a tree of JSON, and what
//! writes it, small.
//!
//! What `derive(Deserialize)` writes is 2 to 4 KB of a module for each type. These derive a list of names and
//! one of places, and leave the work to one function for all types. They understand the `serde` attributes that
//! types of the contract use, so that one description serves both and their schemas, and refuse the rest.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use quote::quote;
use syn::{Data, DeriveInput, parse_macro_input};

mod attributes;
mod enums;
mod structs;
mod writing;

/// Implements `gridfolk_contract::FromJson`.
///
/// Of structs: `default`, `default = "function"`, `rename`, `rename_all`, `deny_unknown_fields`, `transparent`; `#[json(null_is_value)]` on an optional field whose null means something, and
/// `#[json(null_is_absent)]` on a struct whose fields count as absent where they are null.
/// Of enums, whose variants are units, hold one value or have fields: `rename`, `rename_all`.
#[proc_macro_derive(FromJson, attributes(serde, json))]
pub fn from_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `gridfolk_contract::ToJson`.
///
/// Of structs: `rename`, `rename_all`, `transparent`, `flatten`, `skip`, `skip_serializing_if` where a field is none, empty
/// or false. Of enums: `rename`, `rename_all`, `untagged`.
#[proc_macro_derive(ToJson, attributes(serde, json))]
pub fn to_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive_writing(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn derive_writing(input: &DeriveInput) -> syn::Result<TokenStream2> {
    let write = writing::writing(input)?;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::gridfolk_contract::ToJson));
    }
    let (name, (generics, arguments, bounds)) = (&input.ident, generics.split_for_impl());
    Ok(quote! {
        impl #generics ::gridfolk_contract::ToJson for #name #arguments #bounds {
            fn write_json(&self, text: &mut ::gridfolk_contract::write::JsonText) {
                #write
            }
        }
    })
}

/// How a type is read: what stands in its place before, and the statements that fill it, `self`, from `node`.
struct Reading {
    blank: TokenStream2,
    fill: TokenStream2,
}

fn derive(input: &DeriveInput) -> syn::Result<TokenStream2> {
    let attributes = attributes::Attributes::of(&input.attrs)?;
    if attributes.is_untagged {
        return Err(syn::Error::new_spanned(input, "FromJson reads enums whose variants have names"));
    }
    let Reading { blank, fill } = match &input.data {
        Data::Struct(data) => structs::reading(&input.ident, &data.fields, &attributes)?,
        Data::Enum(data) => enums::reading(data, &attributes)?,
        Data::Union(_) => return Err(syn::Error::new_spanned(input, "JSON has no unions")),
    };
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::gridfolk_contract::FromJson));
    }
    let (name, (generics, arguments, bounds)) = (&input.ident, generics.split_for_impl());
    Ok(quote! {
        impl #generics ::gridfolk_contract::read::Slot for #name #arguments #bounds {
            fn fill(
                &mut self,
                node: &::gridfolk_contract::read::Node,
            ) -> ::core::result::Result<(), ::gridfolk_contract::read::Fault> {
                #fill
            }
        }

        impl #generics ::gridfolk_contract::FromJson for #name #arguments #bounds {
            fn blank() -> Self {
                #blank
            }
        }
    })
}
