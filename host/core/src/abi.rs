//! The canonical ABI by hand: how the world of `gridfolk:analytics` lies in a module's memory.
//!
//! | shape | bytes | layout |
//! |---|---|---|
//! | string, list | 8 | address, length |
//! | column | 36 | name at 0, variant tag at 8, payload from 12 |
//! | number | 8 | list of f64 |
//! | category | 16 | codes, levels |
//! | items | 24 | ends, codes, levels |
//! | result | | tag at 0 (0 is ok), payload from 4 |
//! | reply | 16 | body, columns |
//!
//! Arguments are allocated with the module's `cabi_realloc` and belong to the module from the call
//! on; a reply is copied out and given back with `cabi_post_…`. The module is not trusted: every
//! address and length is checked against its memory before anything is allocated or copied here.

use std::borrow::Borrow;

use gridfolk_contract::{Category, Column, Items, Reply, Values};

use crate::engine::{Instance, Trap};

const COLUMN_BYTES: u32 = 36;
const LIST_BYTES: u32 = 8;
/// Texts of a list that are read at once, at most.
const TEXTS_AT_ONCE: usize = 4096;
/// Texts that lie in more than so many times their own bytes are read one by one.
const SPARSE: u64 = 8;
/// The longest panic text that is read.
const PANIC_BYTES_MAX: u32 = 4096;

/// Calls `describe`.
pub(crate) fn describe(instance: &mut impl Instance) -> Result<String, Trap> {
    let result = call(instance, "describe", &[])?;
    let text = Lift::new(instance).text(result)?;
    instance.call("cabi_post_describe", &[result])?;
    Ok(text)
}

/// Calls `load`; the inner error is the problem's JSON.
pub(crate) fn load(instance: &mut impl Instance, columns: &[impl Borrow<Column>]) -> Result<Result<(), String>, Trap> {
    let n_columns = length(columns.len())?;
    let list = allocate(instance, 4, n_columns, COLUMN_BYTES)?;
    for (index, column) in (0u32..).zip(columns) {
        let record = lower_column(instance, column.borrow())?;
        write(instance, list + index * COLUMN_BYTES, words(&record))?;
    }
    let result = call(instance, "load", &[list, n_columns])?;
    let answer = match read_tag(instance, result)? {
        0 => Ok(()),
        _ => Err(Lift::new(instance).text(at(result, 4)?)?),
    };
    instance.call("cabi_post_load", &[result])?;
    Ok(answer)
}

/// Calls `run`; the inner error is the problem's JSON.
pub(crate) fn run(instance: &mut impl Instance, request: &str) -> Result<Result<Reply, String>, Trap> {
    let [address, n_bytes] = lower_text(instance, request)?;
    let result = call(instance, "run", &[address, n_bytes])?;
    let payload = at(result, 4)?;
    let mut lift = Lift::new(instance);
    let answer = match read_tag(instance, result)? {
        0 => Ok(Reply { body: lift.text(payload)?, columns: lift.columns(at(payload, 8)?)? }),
        _ => Err(lift.text(payload)?),
    };
    instance.call("cabi_post_run", &[result])?;
    Ok(answer)
}

/// The text of the module's last panic, which `guest` keeps where the global `gridfolk_panic` points.
pub(crate) fn panic_text(instance: &mut impl Instance) -> Option<String> {
    let mut list = [0; 8];
    let place = instance.global("gridfolk_panic")?;
    if !instance.read(place, &mut list) {
        return None;
    }
    let [address, n_bytes] = two_words(list);
    let mut bytes = vec![0; n_bytes.min(PANIC_BYTES_MAX) as usize];
    let is_read = address != 0 && !bytes.is_empty() && instance.read(address, &mut bytes);
    is_read.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

fn broken(what: &str) -> Trap {
    Trap::Other(format!("the module breaks the ABI: {what}"))
}

/// Calls an export that returns the address of its result.
fn call(instance: &mut impl Instance, export: &str, arguments: &[u32]) -> Result<u32, Trap> {
    instance.call(export, arguments)?.ok_or_else(|| broken("an export without a result"))
}

fn length(n: usize) -> Result<u32, Trap> {
    u32::try_from(n).map_err(|_| Trap::MemoryLimit(1 << 32))
}

fn at(address: u32, offset: u32) -> Result<u32, Trap> {
    address.checked_add(offset).ok_or_else(|| broken("an address past the end of memory"))
}

/// Room for `n` values of `size` bytes in the module's memory.
fn allocate(instance: &mut impl Instance, align: u32, n: u32, size: u32) -> Result<u32, Trap> {
    let n_bytes = n.checked_mul(size).ok_or(Trap::MemoryLimit(1 << 32))?;
    if n_bytes == 0 {
        // An empty list needs an aligned address that is never read.
        return Ok(align);
    }
    let address = call(instance, "cabi_realloc", &[0, 0, align, n_bytes])?;
    let fits = (u64::from(address) + u64::from(n_bytes)) <= instance.memory_size() as u64;
    if address == 0 || !address.is_multiple_of(align) || !fits {
        return Err(broken("an allocation outside its memory"));
    }
    Ok(address)
}

fn write(instance: &mut impl Instance, address: u32, bytes: impl AsRef<[u8]>) -> Result<(), Trap> {
    match instance.write(address, bytes.as_ref()) {
        true => Ok(()),
        false => Err(broken("an allocation outside its memory")),
    }
}

/// The words of a record as they lie in memory: little-endian, as Wasm is.
fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn lower_column(instance: &mut impl Instance, column: &Column) -> Result<[u32; 9], Trap> {
    let [name, n_name] = lower_text(instance, &column.name)?;
    let mut record = [name, n_name, 0, 0, 0, 0, 0, 0, 0];
    match &column.values {
        Values::Number(numbers) => {
            record[3..5].copy_from_slice(&lower_numbers(instance, numbers)?);
        }
        Values::Category(Category { codes, levels }) => {
            record[2] = 1;
            record[3..5].copy_from_slice(&lower_codes(instance, codes)?);
            record[5..7].copy_from_slice(&lower_texts(instance, levels)?);
        }
        Values::Items(Items { ends, codes, levels }) => {
            record[2] = 2;
            record[3..5].copy_from_slice(&lower_codes(instance, ends)?);
            record[5..7].copy_from_slice(&lower_codes(instance, codes)?);
            record[7..9].copy_from_slice(&lower_texts(instance, levels)?);
        }
    }
    Ok(record)
}

fn lower_text(instance: &mut impl Instance, text: &str) -> Result<[u32; 2], Trap> {
    let n_bytes = length(text.len())?;
    let address = allocate(instance, 1, n_bytes, 1)?;
    write(instance, address, text)?;
    Ok([address, n_bytes])
}

fn lower_numbers(instance: &mut impl Instance, numbers: &[f64]) -> Result<[u32; 2], Trap> {
    let n = length(numbers.len())?;
    let address = allocate(instance, 8, n, 8)?;
    write(instance, address, bytemuck::cast_slice(numbers))?;
    Ok([address, n])
}

fn lower_codes(instance: &mut impl Instance, codes: &[u32]) -> Result<[u32; 2], Trap> {
    let n = length(codes.len())?;
    let address = allocate(instance, 4, n, 4)?;
    write(instance, address, bytemuck::cast_slice(codes))?;
    Ok([address, n])
}

fn lower_texts(instance: &mut impl Instance, texts: &[String]) -> Result<[u32; 2], Trap> {
    let n = length(texts.len())?;
    let list = allocate(instance, 4, n, LIST_BYTES)?;
    for (index, text) in (0u32..).zip(texts) {
        let record = lower_text(instance, text)?;
        write(instance, list + index * LIST_BYTES, words(&record))?;
    }
    Ok([list, n])
}

fn read(instance: &impl Instance, address: u32, into: &mut [u8]) -> Result<(), Trap> {
    match instance.read(address, into) {
        true => Ok(()),
        false => Err(broken("a reply outside its memory")),
    }
}

fn text_of(bytes: Vec<u8>) -> Result<String, Trap> {
    String::from_utf8(bytes).map_err(|_| broken("a text that is not UTF-8"))
}

fn read_tag(instance: &impl Instance, address: u32) -> Result<u8, Trap> {
    let mut tag = [0];
    read(instance, address, &mut tag)?;
    if tag[0] > 2 { Err(broken("a variant that does not exist")) } else { Ok(tag[0]) }
}

fn two_words(bytes: [u8; 8]) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = bytes;
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
}

/// Copies a reply out of the memory of an instance. What it copies in all is bounded by the memory's
/// size: the lists of a sound reply do not overlap, those of a hostile one may all be the same bytes.
struct Lift<'a, I> {
    instance: &'a I,
    n_bytes_left: u64,
}

impl<'a, I: Instance> Lift<'a, I> {
    fn new(instance: &'a I) -> Self {
        Lift { instance, n_bytes_left: instance.memory_size() as u64 }
    }

    /// A list's address and length, checked to lie inside the memory before room is made for it here.
    fn list(&mut self, address: u32, size: u32) -> Result<[u32; 2], Trap> {
        let mut bytes = [0; 8];
        read(self.instance, address, &mut bytes)?;
        self.inside(two_words(bytes), size)
    }

    /// The same of an address and length that were read.
    fn inside(&mut self, [start, n]: [u32; 2], size: u32) -> Result<[u32; 2], Trap> {
        let n_bytes = u64::from(n) * u64::from(size);
        if u64::from(start) + n_bytes > self.instance.memory_size() as u64 {
            return Err(broken("a list outside its memory"));
        }
        let left = self.n_bytes_left.checked_sub(n_bytes);
        self.n_bytes_left = left.ok_or_else(|| broken("a reply larger than its memory"))?;
        Ok([start, n])
    }

    fn text(&mut self, address: u32) -> Result<String, Trap> {
        let [start, n_bytes] = self.list(address, 1)?;
        self.text_at([start, n_bytes])
    }

    fn text_at(&self, [start, n_bytes]: [u32; 2]) -> Result<String, Trap> {
        let mut bytes = vec![0; n_bytes as usize];
        read(self.instance, start, &mut bytes)?;
        text_of(bytes)
    }

    fn texts(&mut self, address: u32) -> Result<Vec<String>, Trap> {
        let [start, n] = self.list(address, LIST_BYTES)?;
        let mut lists = vec![[0; LIST_BYTES as usize]; n as usize];
        read(self.instance, start, lists.as_flattened_mut())?;
        let places = lists.into_iter().map(|list| self.inside(two_words(list), 1));
        let places: Vec<[u32; 2]> = places.collect::<Result<_, _>>()?;
        let mut texts = Vec::with_capacity(places.len());
        for places in places.chunks(TEXTS_AT_ONCE) {
            self.push_texts(places, &mut texts)?;
        }
        Ok(texts)
    }

    /// Reads texts at once where they lie close together, as those of a list do that a module made one after the other:
    /// in a browser a read costs as much as many bytes.
    fn push_texts(&self, places: &[[u32; 2]], texts: &mut Vec<String>) -> Result<(), Trap> {
        let n_bytes: u64 = places.iter().map(|[_, n_bytes]| u64::from(*n_bytes)).sum();
        // Empty texts lie anywhere.
        let some = || places.iter().filter(|[_, n_bytes]| *n_bytes > 0);
        let first = some().map(|[start, _]| *start).min().unwrap_or_default();
        let end = some().map(|[start, n_bytes]| u64::from(*start) + u64::from(*n_bytes)).max();
        let n_bytes_all = end.unwrap_or_default() - u64::from(first);
        if n_bytes_all > n_bytes * SPARSE {
            return places.iter().try_for_each(|place| self.text_at(*place).map(|text| texts.push(text)));
        }
        let mut bytes = vec![0; n_bytes_all as usize];
        read(self.instance, first, &mut bytes)?;
        places.iter().try_for_each(|[start, n_bytes]| {
            let from = start.saturating_sub(first) as usize;
            let text = if *n_bytes == 0 { &[] } else { &bytes[from..from + *n_bytes as usize] };
            text_of(text.to_vec()).map(|text| texts.push(text))
        })
    }

    fn numbers(&mut self, address: u32) -> Result<Vec<f64>, Trap> {
        let [start, n] = self.list(address, 8)?;
        let mut numbers = vec![0.0f64; n as usize];
        read(self.instance, start, bytemuck::cast_slice_mut(&mut numbers))?;
        Ok(numbers)
    }

    fn codes(&mut self, address: u32) -> Result<Vec<u32>, Trap> {
        let [start, n] = self.list(address, 4)?;
        let mut codes = vec![0u32; n as usize];
        read(self.instance, start, bytemuck::cast_slice_mut(&mut codes))?;
        Ok(codes)
    }

    fn columns(&mut self, address: u32) -> Result<Vec<Column>, Trap> {
        let [start, n] = self.list(address, COLUMN_BYTES)?;
        (0..n).map(|index| self.column(start + index * COLUMN_BYTES)).collect()
    }

    fn column(&mut self, address: u32) -> Result<Column, Trap> {
        let name = self.text(address)?;
        let field = |index: u32| at(address, 12 + index * LIST_BYTES);
        let values = match read_tag(self.instance, at(address, 8)?)? {
            0 => Values::Number(self.numbers(field(0)?)?),
            1 => Values::Category(Category { codes: self.codes(field(0)?)?, levels: self.texts(field(1)?)? }),
            _ => Values::Items(Items {
                ends: self.codes(field(0)?)?,
                codes: self.codes(field(1)?)?,
                levels: self.texts(field(2)?)?,
            }),
        };
        Ok(Column { name, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A memory alone; its exports do nothing.
    struct Bytes(Vec<u8>);

    impl Instance for Bytes {
        fn call(&mut self, _: &str, _: &[u32]) -> Result<Option<u32>, Trap> {
            Ok(None)
        }

        fn memory_size(&self) -> usize {
            self.0.len()
        }

        fn read(&self, address: u32, into: &mut [u8]) -> bool {
            let range = address as usize..address as usize + into.len();
            self.0.get(range).map(|bytes| into.copy_from_slice(bytes)).is_some()
        }

        fn write(&mut self, _: u32, _: &[u8]) -> bool {
            false
        }

        fn global(&mut self, _: &str) -> Option<u32> {
            None
        }
    }

    /// At 0 a list of `n` texts, which begins at 8; each of them is the same `n_bytes` bytes from 8 on.
    fn overlapping(n: u32, n_bytes: u32) -> Bytes {
        let mut memory = words(&[8, n]);
        (0..n).for_each(|_| memory.extend(words(&[8, n_bytes])));
        memory.resize(1 << 16, 0);
        Bytes(memory)
    }

    #[test]
    fn a_reply_that_names_the_same_bytes_many_times_is_refused() {
        let sound = overlapping(4, 8);
        assert_eq!(Lift::new(&sound).texts(0).expect("within the memory's size").len(), 4);
        let hostile = overlapping(4000, 0x3e00);
        assert_eq!(Lift::new(&hostile).texts(0), Err(broken("a reply larger than its memory")));
    }

    #[test]
    fn texts_are_the_same_however_far_apart_they_lie() {
        for gap in [0, 5, 7000] {
            let texts = ["", "flat", "时段", "tou", ""];
            let (mut memory, mut bytes) = (words(&[8, 5]), vec![0; gap]);
            for text in texts {
                let place = if text.is_empty() { 1 } else { 8 + 5 * LIST_BYTES + bytes.len() as u32 };
                memory.extend(words(&[place, text.len() as u32]));
                bytes.extend(text.as_bytes());
                bytes.resize(bytes.len() + gap, b'?');
            }
            memory.extend(bytes);
            assert_eq!(Lift::new(&Bytes(memory)).texts(0).expect("texts"), texts, "{gap}");
        }
    }

    #[test]
    fn a_text_that_is_not_utf_8_is_refused() {
        let mut memory = words(&[8, 1, 16, 1]);
        memory.push(0xff);
        assert_eq!(Lift::new(&Bytes(memory)).texts(0), Err(broken("a text that is not UTF-8")));
    }

    #[test]
    fn a_list_outside_the_memory_is_refused_before_room_is_made() {
        let mut memory = words(&[8, u32::MAX]);
        memory.resize(64, 0);
        let memory = Bytes(memory);
        assert_eq!(Lift::new(&memory).numbers(0), Err(broken("a list outside its memory")));
        assert_eq!(Lift::new(&memory).text(60), Err(broken("a reply outside its memory")));
        assert_eq!(Lift::new(&memory).text(u32::MAX), Err(broken("a reply outside its memory")));
    }
}
