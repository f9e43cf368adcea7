//! `#[derive(FromJson)]`: what reads a struct or an enum out of a tree of JSON, written small.
//!
//! What `derive(Deserialize)` writes is 2 to 4 KB of a module for each type. This derives a list of names and
//! of places, and leaves the work to one function for all types. It understands the `serde` attributes that
//! types of the contract use, so that one description serves both, and refuses the rest.

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, parse_macro_input};

mod attributes;
mod enums;
mod structs;

/// Implements `gridfolk_contract::FromJson`.
///
/// Of structs: `default`, `default = "function"`, `rename`, `rename_all`, `deny_unknown_fields`, `try_from`,
/// `transparent`; `#[json(null_is_value)]` on an optional field whose null means something, and
/// `#[json(null_is_absent)]` on a struct whose fields count as absent where they are null.
/// Of enums, whose variants are units, hold one value or have fields: `rename`, `rename_all`.
#[proc_macro_derive(FromJson, attributes(serde, json))]
pub fn from_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn derive(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let attributes = attributes::Attributes::of(&input.attrs)?;
    let body = match &input.data {
        _ if attributes.try_from.is_some() => structs::through(attributes.try_from.as_ref()),
        Data::Struct(data) => structs::body(&input.ident, &data.fields, &attributes)?,
        Data::Enum(data) => enums::body(data, &attributes)?,
        Data::Union(_) => return Err(syn::Error::new_spanned(input, "JSON has no unions")),
    };
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::gridfolk_contract::FromJson));
    }
    let (name, (generics, arguments, bounds)) = (&input.ident, generics.split_for_impl());
    Ok(quote::quote! {
        impl #generics ::gridfolk_contract::FromJson for #name #arguments #bounds {
            fn from_json(
                node: &::gridfolk_contract::read::Node,
            ) -> ::core::result::Result<Self, ::gridfolk_contract::read::Fault> {
                #body
            }
        }
    })
}
