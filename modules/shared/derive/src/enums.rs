//! Enums: the name of a variant alone, or an object of its name and its content.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, Fields, Variant};

use crate::attributes::Attributes;
use crate::structs;

pub(crate) fn body(data: &DataEnum, attributes: &Attributes) -> syn::Result<TokenStream> {
    let members = data.variants.iter().map(|variant| Attributes::of(&variant.attrs));
    let members = members.collect::<syn::Result<Vec<_>>>()?;
    let names = data.variants.iter().zip(&members);
    let names: Vec<String> =
        names.map(|(variant, member)| attributes.name_of(member, &variant.ident.to_string())).collect();
    let variants = data.variants.iter().zip(&members).enumerate();
    let only_units = data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
    if only_units {
        let arms = variants.map(|(index, (Variant { ident, .. }, _))| quote!(#index => Self::#ident,));
        return Ok(quote! {
            static NAMES: &[&str] = &[#(#names),*];
            Ok(match ::gridfolk_contract::read::Variant::of(node, NAMES)?.unit()? {
                #(#arms)*
                _ => ::gridfolk_contract::read::no_variant(),
            })
        });
    }
    let arms = variants.map(|(index, (variant, member))| arm(index, variant, member));
    let arms = arms.collect::<syn::Result<Vec<_>>>()?;
    Ok(quote! {
        static NAMES: &[&str] = &[#(#names),*];
        let variant = ::gridfolk_contract::read::Variant::of(node, NAMES)?;
        match variant.index() {
            #(#arms)*
            _ => ::gridfolk_contract::read::no_variant(),
        }
    })
}

fn arm(index: usize, variant: &Variant, attributes: &Attributes) -> syn::Result<TokenStream> {
    let ident = &variant.ident;
    match &variant.fields {
        Fields::Unit => Ok(quote!(#index => variant.unit().map(|_| Self::#ident),)),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok(quote!(#index => variant.content("newtype variant", &|node| {
                ::gridfolk_contract::FromJson::from_json(node).map(Self::#ident)
            }),))
        }
        Fields::Named(_) => {
            let name = format!("struct variant {ident}");
            let object = structs::object(&quote!(Self::#ident), &name, &variant.fields, attributes)?;
            Ok(quote!(#index => variant.content("struct variant", &|node| { #object }),))
        }
        Fields::Unnamed(_) => Err(syn::Error::new_spanned(variant, "FromJson reads variants of one value")),
    }
}
