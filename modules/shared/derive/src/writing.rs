//! `#[derive(ToJson)]`: the statements that write a value, `self`, into `text`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DataEnum, DeriveInput, Fields, Ident, Variant};

use crate::attributes::Attributes;

pub(crate) fn writing(input: &DeriveInput) -> syn::Result<TokenStream> {
    let attributes = Attributes::of(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => structure(&data.fields, &attributes),
        Data::Enum(data) => enumeration(data, &attributes),
        Data::Union(_) => Err(syn::Error::new_spanned(input, "JSON has no unions")),
    }
}

fn structure(fields: &Fields, attributes: &Attributes) -> syn::Result<TokenStream> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok(quote!(::gridfolk_contract::ToJson::write_json(&self.0, text)))
        }
        Fields::Named(fields) if attributes.is_transparent && fields.named.len() == 1 => {
            let field = fields.named.first().and_then(|field| field.ident.as_ref());
            Ok(quote!(::gridfolk_contract::ToJson::write_json(&self.#field, text)))
        }
        Fields::Named(_) => object(fields, attributes, |field| quote!(&self.#field)),
        _ => Err(syn::Error::new_spanned(fields, "ToJson writes fields that have names, or one")),
    }
}

fn enumeration(data: &DataEnum, attributes: &Attributes) -> syn::Result<TokenStream> {
    if !attributes.is_untagged && data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit)) {
        let names = data.variants.iter().map(|variant| {
            let (ident, member) = (&variant.ident, Attributes::of(&variant.attrs)?);
            let name = attributes.name_of(&member, &ident.to_string());
            Ok(quote!(Self::#ident => #name,))
        });
        let names = names.collect::<syn::Result<Vec<_>>>()?;
        return Ok(quote!(text.quoted(match self { #(#names)* })));
    }
    let arms = data.variants.iter().map(|variant| arm(variant, attributes));
    let arms = arms.collect::<syn::Result<Vec<_>>>()?;
    Ok(quote!(match self { #(#arms)* }))
}

fn arm(variant: &Variant, parent: &Attributes) -> syn::Result<TokenStream> {
    let ident = &variant.ident;
    let attributes = Attributes::of(&variant.attrs)?;
    let name = parent.name_of(&attributes, &ident.to_string());
    let (pattern, content) = match &variant.fields {
        Fields::Unit if parent.is_untagged => (quote!(), quote!(text.word("null");)),
        Fields::Unit => return Ok(quote!(Self::#ident => text.quoted(#name),)),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            (quote!((content)), quote!(::gridfolk_contract::ToJson::write_json(content, text);))
        }
        Fields::Unnamed(fields) => {
            let parts: Vec<Ident> = (0..fields.unnamed.len()).map(|index| format_ident!("part_{index}")).collect();
            let write = quote!(#(text.comma(); ::gridfolk_contract::ToJson::write_json(#parts, text);)*);
            (quote!((#(#parts),*)), quote!(text.word("["); #write text.word("]");))
        }
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            (quote!({ #(#names),* }), object(&variant.fields, &attributes, |field| quote!(#field))?)
        }
    };
    Ok(match parent.is_untagged {
        true => quote!(Self::#ident #pattern => { #content }),
        false => quote!(Self::#ident #pattern => { text.word("{"); text.key(#name); #content text.word("}"); }),
    })
}

/// What writes an object of these fields, whose places the expressions are.
fn object(
    fields: &Fields,
    parent: &Attributes,
    expression: impl Fn(&Ident) -> TokenStream,
) -> syn::Result<TokenStream> {
    let mut members = TokenStream::new();
    for field in fields {
        let attributes = Attributes::of(&field.attrs)?;
        let Some(ident) = &field.ident else {
            return Err(syn::Error::new_spanned(field, "ToJson writes fields that have names"));
        };
        let (name, value) =
            (parent.name_of(&attributes, ident.to_string().trim_start_matches("r#")), expression(ident));
        if attributes.is_unsaid {
            continue;
        }
        members.extend(match (attributes.is_flat, attributes.may_skip) {
            (true, _) => quote!(text.members_of(#value);),
            (false, true) => quote!(text.member_unless_blank(#name, #value);),
            (false, false) => quote!(text.member(#name, #value);),
        });
    }
    Ok(quote!(text.word("{"); #members text.word("}");))
}
