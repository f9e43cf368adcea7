//! What a file says of its own size, checked before room is made for it: a few bytes may claim to
//! become more than any memory, and an allocation that fails ends the program.

use arrow_ipc::root_as_message;
use gridfolk_contract::Problem;

use super::not_read;

/// The most that a small file may become in memory, in bytes.
const BYTES_MAX: u64 = 4 << 30;
/// How many times its own size a large file may take.
const RATIO_MAX: u64 = 32;

/// How much a file may still become.
pub(super) struct Room {
    n_bytes_left: u64,
}

impl Room {
    /// For a file of this size.
    pub(super) fn new(file_bytes: usize) -> Self {
        Room { n_bytes_left: BYTES_MAX.max(RATIO_MAX.saturating_mul(file_bytes as u64)) }
    }

    /// Takes room for bytes.
    ///
    /// # Errors
    /// `table_too_large`.
    pub(super) fn take(&mut self, n_bytes: u64) -> Result<(), Problem> {
        let left = self.n_bytes_left.checked_sub(n_bytes);
        self.n_bytes_left = left.ok_or_else(|| {
            Problem::new("table_too_large", "the table claims to be far larger than its file").at("/table")
        })?;
        Ok(())
    }

    /// Takes room for rows of numbers.
    ///
    /// # Errors
    /// `table_too_large`; a number of rows below 0 is, too.
    pub(super) fn take_rows(&mut self, n_rows: i64, n_columns: usize) -> Result<(), Problem> {
        let n_rows = u64::try_from(n_rows).unwrap_or(u64::MAX);
        self.take(n_rows.saturating_mul(8).saturating_mul(n_columns as u64))
    }
}

/// Walks over the messages of an Arrow IPC stream: every one lies inside the bytes, and what is
/// compressed does not claim to become too much.
///
/// # Errors
/// `table_not_read`, `table_too_large`.
pub(super) fn check_ipc_stream(mut bytes: &[u8]) -> Result<(), Problem> {
    let mut room = Room::new(bytes.len());
    while let Some(metadata) = next_metadata(&mut bytes)? {
        let message = root_as_message(metadata).map_err(|error| not_read("Arrow", error))?;
        let body = take(&mut bytes, usize::try_from(message.bodyLength()).unwrap_or(usize::MAX))?;
        let dictionary = || message.header_as_dictionary_batch()?.data();
        let Some(batch) = message.header_as_record_batch().or_else(dictionary) else { continue };
        room.take_rows(batch.length(), batch.nodes().map_or(0, |nodes| nodes.len()))?;
        if batch.compression().is_none() {
            continue;
        }
        for buffer in batch.buffers().into_iter().flatten().filter(|buffer| buffer.length() > 0) {
            let start = usize::try_from(buffer.offset()).unwrap_or(usize::MAX);
            let length = body.get(start..).and_then(|rest| rest.first_chunk::<8>()).ok_or_else(cut_off)?;
            // -1 says that this buffer is not compressed after all.
            room.take(u64::try_from(i64::from_le_bytes(*length)).unwrap_or(0))?;
        }
    }
    Ok(())
}

/// The next message's metadata; nothing at the end of the stream.
fn next_metadata<'a>(bytes: &mut &'a [u8]) -> Result<Option<&'a [u8]>, Problem> {
    const CONTINUES: u32 = 0xffff_ffff;
    let Some(mut length) = take_length(bytes) else { return Ok(None) };
    if length == CONTINUES {
        length = take_length(bytes).ok_or_else(cut_off)?;
    }
    if length == 0 { Ok(None) } else { take(bytes, length as usize).map(Some) }
}

fn take_length(bytes: &mut &[u8]) -> Option<u32> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*length))
}

fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Result<&'a [u8], Problem> {
    let (taken, rest) = bytes.split_at_checked(n).ok_or_else(cut_off)?;
    *bytes = rest;
    Ok(taken)
}

fn cut_off() -> Problem {
    not_read("Arrow", "the file is cut off")
}
