//! `#[derive(FromJson)]`: what reads a struct or an enum out of a tree of JSON, written small.
//!
//! What `derive(Deserialize)` writes is 2 to 4 KB of a module for each type. This derives a list of names and
//! one of places, and leaves the work to one function for all types. It understands the `serde` attributes that
//! types of the contract use, so that one description serves both, and refuses the rest.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use quote::quote;
use syn::{Data, DeriveInput, parse_macro_input};

mod attributes;
mod enums;
mod structs;

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

/// How a type is read: what stands in its place before, and the statements that fill it, `self`, from `node`.
struct Reading {
    blank: TokenStream2,
    fill: TokenStream2,
}

fn derive(input: &DeriveInput) -> syn::Result<TokenStream2> {
    let attributes = attributes::Attributes::of(&input.attrs)?;
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
