//! Functions of a module in an order that compresses well: 3 % of a module's bytes, gzipped.
//!
//! A compressor such as gzip finds repetitions in the last 32 KiB. So functions that share stretches of code
//! are put beside each other: after each comes the one that has most in common, for its length, with those
//! just before. What the module does, and its length but for the numbers of functions, stays the same.

use std::collections::{HashMap, HashSet, VecDeque};
use std::convert::Infallible;
use std::io::Write;

use anyhow::{Context, Result, anyhow};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, CustomSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// What counts as alike.
struct Measure {
    /// Length of the stretches that are looked for, in bytes: about two instructions.
    stretch: usize,
    /// A stretch that more functions have says nothing of their likeness.
    n_functions_max: usize,
    /// What is "just before", in bytes of code.
    window: usize,
    /// Added to the length by which likeness is divided: tiny functions are alike by chance.
    short: f64,
}

/// Which is best differs from module to module, by half a percent: all are tried.
const MEASURES: [Measure; 4] = [
    Measure { stretch: 6, n_functions_max: 60, window: 6_000, short: 30.0 },
    Measure { stretch: 6, n_functions_max: 30, window: 12_000, short: 80.0 },
    Measure { stretch: 6, n_functions_max: 200, window: 12_000, short: 30.0 },
    Measure { stretch: 5, n_functions_max: 30, window: 24_000, short: 30.0 },
];

/// The same module with its functions in another order.
pub(crate) fn reordered(bytes: &[u8]) -> Result<Vec<u8>> {
    let Functions { n_imported, code } = functions_of(bytes)?;
    let orders = MEASURES.iter().map(|measure| Likeness::of(&code, measure).order(&code));
    let modules = orders.map(|order| in_order(bytes, n_imported, order)).collect::<Result<Vec<_>>>()?;
    modules.into_iter().min_by_key(|module| compressed_len(module)).context("there is a measure")
}

/// Length once it is compressed as for a web page.
fn compressed_len(bytes: &[u8]) -> usize {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(usize::MAX, |compressed| compressed.len())
}

fn in_order(bytes: &[u8], n_imported: u32, order: Vec<usize>) -> Result<Vec<u8>> {
    let mut place_of = vec![0; order.len()];
    for (place, &function) in order.iter().enumerate() {
        place_of[function] = place as u32;
    }
    let mut module = Module::new();
    let mut reordering = Reordering { n_imported, order, place_of };
    let written = reordering.parse_core_module(&mut module, Parser::new(0), bytes);
    written.map_err(|error| anyhow!("cannot put functions into another order: {error}"))?;
    Ok(module.finish())
}

struct Functions<'m> {
    /// Imported functions are numbered before all others.
    n_imported: u32,
    /// The bodies of all others.
    code: Vec<&'m [u8]>,
}

fn functions_of(bytes: &[u8]) -> Result<Functions<'_>> {
    let mut functions = Functions { n_imported: 0, code: Vec::new() };
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    functions.n_imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => functions.code.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok(functions)
}

/// What functions have in common.
struct Likeness<'m> {
    measure: &'m Measure,
    /// The stretches of each function that others have, too, as numbers.
    stretches: Vec<Vec<usize>>,
    /// The functions that have each stretch.
    functions: Vec<Vec<usize>>,
}

impl<'m> Likeness<'m> {
    fn of(code: &[&[u8]], measure: &'m Measure) -> Self {
        let mut numbers: HashMap<&[u8], usize> = HashMap::new();
        let mut functions: Vec<Vec<usize>> = Vec::new();
        for (function, code) in code.iter().enumerate() {
            let different: HashSet<&[u8]> = code.windows(measure.stretch).collect();
            for stretch in different {
                let number = *numbers.entry(stretch).or_insert(functions.len());
                if number == functions.len() {
                    functions.push(Vec::new());
                }
                functions[number].push(function);
            }
        }
        functions.retain(|functions| (2..=measure.n_functions_max).contains(&functions.len()));
        let mut stretches = vec![Vec::new(); code.len()];
        for (number, functions) in functions.iter().enumerate() {
            functions.iter().for_each(|&function| stretches[function].push(number));
        }
        Likeness { measure, stretches, functions }
    }

    /// From the first function on, always the one that is most alike.
    fn order(&self, code: &[&[u8]]) -> Vec<usize> {
        let mut window =
            Window { n_in: vec![0; self.functions.len()], shared: vec![0; code.len()], ..Window::default() };
        let mut left: Vec<usize> = (1..code.len()).collect();
        let mut order: Vec<usize> = (0..code.len().min(1)).collect();
        while let Some(&last) = order.last() {
            window.add(self, last, code);
            let length = |function: usize| self.measure.short + code[function].len() as f64;
            let likeness = |function: usize| window.shared[function] as f64 / length(function);
            // Of equals the first: the order must not depend on anything but the code.
            let better =
                |best: usize, other: usize| if likeness(left[other]) > likeness(left[best]) { other } else { best };
            let Some(best) = (0..left.len()).reduce(better) else { break };
            order.push(left.remove(best));
        }
        order
    }
}

/// The functions just before.
#[derive(Default)]
struct Window {
    functions: VecDeque<usize>,
    n_bytes: usize,
    /// How many of them have each stretch.
    n_in: Vec<usize>,
    /// By function: what of it lies in the window, each stretch counted by its rarity.
    shared: Vec<u64>,
}

/// Whole numbers, so that what is added is taken away again exactly.
const RARITY_UNIT: usize = 1 << 20;

impl Window {
    fn add(&mut self, likeness: &Likeness<'_>, function: usize, code: &[&[u8]]) {
        self.functions.push_back(function);
        self.n_bytes += code[function].len();
        for &stretch in &likeness.stretches[function] {
            self.n_in[stretch] += 1;
            if self.n_in[stretch] == 1 {
                let functions = &likeness.functions[stretch];
                functions.iter().for_each(|&other| self.shared[other] += rarity(functions));
            }
        }
        while self.n_bytes > likeness.measure.window && self.functions.len() > 1 {
            self.remove_oldest(likeness, code);
        }
    }

    fn remove_oldest(&mut self, likeness: &Likeness<'_>, code: &[&[u8]]) {
        let Some(function) = self.functions.pop_front() else { return };
        self.n_bytes -= code[function].len();
        for &stretch in &likeness.stretches[function] {
            self.n_in[stretch] -= 1;
            if self.n_in[stretch] == 0 {
                let functions = &likeness.functions[stretch];
                functions.iter().for_each(|&other| self.shared[other] -= rarity(functions));
            }
        }
    }
}

fn rarity(functions: &[usize]) -> u64 {
    (RARITY_UNIT / (functions.len() - 1)) as u64
}

/// Writes a module anew with other numbers of functions.
struct Reordering {
    n_imported: u32,
    /// The functions in their new order, by their old numbers.
    order: Vec<usize>,
    place_of: Vec<u32>,
}

impl Reencode for Reordering {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(match function.checked_sub(self.n_imported) {
            Some(own) => self.n_imported + self.place_of[own as usize],
            None => function,
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &function in &self.order {
            functions.function(types[function]);
        }
        Ok(())
    }

    /// wit-bindgen writes the world once more without its exports, for modules with imports; ours have none.
    fn parse_custom_section(
        &mut self,
        module: &mut Module,
        section: CustomSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        if section.name().contains("with-all-of-its-exports-removed") {
            return Ok(());
        }
        utils::parse_custom_section(self, module, section)
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            utils::parse_function_body(self, code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four functions: the last is alike to the first, and calls the second, which is exported.
    const MODULE: &str = r#"(module
        (import "host" "hear" (func (param i32)))
        (func (result i32) i32.const 1111 i32.const 2222 i32.add i32.const 3333 i32.mul)
        (func (export "second") (param i64) (result i64) local.get 0 i64.clz)
        (func (param f64) (result f64) local.get 0 f64.sqrt)
        (func (result i32) i32.const 1111 i32.const 2222 i32.add i32.const 3333 i32.mul
            i64.const 7 call 2 drop i32.const 9 call 0))"#;

    #[test]
    fn alike_functions_stand_together_and_calls_still_mean_the_same() {
        let bytes = reordered(&wat::parse_str(MODULE).expect("a module")).expect("a module");
        let text = wat::parse_str(
            r#"(module
                (import "host" "hear" (func (param i32)))
                (func (result i32) i32.const 1111 i32.const 2222 i32.add i32.const 3333 i32.mul)
                (func (result i32) i32.const 1111 i32.const 2222 i32.add i32.const 3333 i32.mul
                    i64.const 7 call 3 drop i32.const 9 call 0)
                (func (export "second") (param i64) (result i64) local.get 0 i64.clz)
                (func (param f64) (result f64) local.get 0 f64.sqrt))"#,
        );
        // The types keep their numbers: the second module lists them in another order.
        let expected = functions_of(text.as_ref().expect("a module")).expect("functions");
        let found = functions_of(&bytes).expect("functions");
        assert_eq!((found.n_imported, found.code), (expected.n_imported, expected.code));
        wasmparser::validate(&bytes).expect("a valid module");
    }
}
