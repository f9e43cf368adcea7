//! Enums: the name of a variant alone, or an object of its name and its content.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, Fields, Variant};

use crate::Reading;
use crate::attributes::Attributes;
use crate::structs::Object;

pub(crate) fn reading(data: &DataEnum, attributes: &Attributes) -> syn::Result<Reading> {
    let members = data.variants.iter().map(|variant| Attributes::of(&variant.attrs));
    let members = members.collect::<syn::Result<Vec<_>>>()?;
    let names = data.variants.iter().zip(&members);
    let names = names.map(|(variant, member)| attributes.name_of(member, &variant.ident.to_string()));
    if data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit)) {
        let arms =
            data.variants.iter().enumerate().map(|(index, Variant { ident, .. })| quote!(#index => Self::#ident,));
        let fill = quote! {
            *self = match ::gridfolk_contract::read::unit_of(node, &[#(#names),*])? {
                #(#arms)*
                _ => ::gridfolk_contract::read::no_variant(),
            };
            Ok(())
        };
        return Ok(Reading { blank: blank(data)?, fill });
    }
    let arms = data.variants.iter().zip(&members).enumerate();
    let arms = arms.map(|(index, (variant, member))| arm(index, variant, member));
    let arms = arms.collect::<syn::Result<Vec<_>>>()?;
    let fill = quote! {
        static NAMES: &[&str] = &[#(#names),*];
        let variant = ::gridfolk_contract::read::Variant::of(node, NAMES)?;
        *self = match variant.index() {
            #(#arms)*
            _ => ::gridfolk_contract::read::no_variant(),
        };
        Ok(())
    };
    Ok(Reading { blank: blank(data)?, fill })
}

/// A variant that holds nothing, or the first.
fn blank(data: &DataEnum) -> syn::Result<TokenStream> {
    let unit = data.variants.iter().find(|variant| matches!(variant.fields, Fields::Unit));
    let Some(Variant { ident, fields, .. }) = unit.or(data.variants.first()) else {
        return Err(syn::Error::new_spanned(&data.variants, "an enum without variants has no values"));
    };
    Ok(match fields {
        Fields::Unit => quote!(Self::#ident),
        Fields::Unnamed(_) => quote!(Self::#ident(::gridfolk_contract::FromJson::blank())),
        Fields::Named(fields) => {
            let fields = fields.named.iter().map(|field| &field.ident);
            quote!(Self::#ident { #(#fields: ::gridfolk_contract::FromJson::blank()),* })
        }
    })
}

fn arm(index: usize, variant: &Variant, attributes: &Attributes) -> syn::Result<TokenStream> {
    let ident = &variant.ident;
    match &variant.fields {
        Fields::Unit => Ok(quote!(#index => { variant.unit()?; Self::#ident })),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(quote!(#index => {
            let mut content = ::gridfolk_contract::FromJson::blank();
            variant.fill(&mut content)?;
            Self::#ident(content)
        })),
        Fields::Named(_) => {
            let object = Object::of(&format!("struct variant {ident}"), &variant.fields, attributes)?;
            let (shape, required, places) = (&object.shape, &object.required, object.places(|field| quote!(#field)));
            let (fields, names, blanks) = (object.fields(), object.fields(), object.blanks());
            Ok(quote!(#index => {
                #shape
                #(let mut #names = #blanks;)*
                variant.fill_object(&SHAPE, #required, &mut [#(#places),*])?;
                Self::#ident { #(#fields),* }
            }))
        }
        Fields::Unnamed(_) => Err(syn::Error::new_spanned(variant, "FromJson reads variants of one value")),
    }
}
