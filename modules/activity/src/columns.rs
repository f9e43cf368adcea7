//! The columns that an operation uses, found in its table.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Problem, Values};

use crate::algorithm::rows::ChannelColumns;
use crate::algorithm::settings::usual_channels;
use crate::algorithm::{Channel, Rows};
use crate::problem;

/// The columns of the named channels, which stand at `pointer`, or of the usual ones that the table has.
///
/// # Errors
/// A column that the table does not have, or that holds no numbers; none of the usual channels.
pub fn select<'a>(
    values: impl Fn(&str) -> Option<&'a Values>,
    channels: Option<&[Channel]>,
    pointer: &str,
    n_rows: usize,
    first_row: u64,
) -> Result<Rows<'a>, Problem> {
    let channels = match channels {
        Some(channels) => channels.to_vec(),
        None => {
            let mut usual = usual_channels();
            usual.retain(|channel| values(&channel.count).is_some());
            for channel in &mut usual {
                channel.days_since = channel.days_since.take().filter(|days| values(days).is_some());
            }
            if usual.is_empty() {
                return Err(problem::no_channels());
            }
            usual
        }
    };
    let mut columns = Vec::with_capacity(channels.len());
    for (index, channel) in channels.iter().enumerate() {
        let column = |field: &str, name: Option<&String>| {
            let Some(name) = name else { return Ok(&[][..]) };
            let pointer = || pointer_join(&pointer_join(pointer, index), field);
            match values(name) {
                None => Err(Problem::column_not_found(&pointer(), name)),
                Some(Values::Number(numbers)) => Ok(numbers.as_slice()),
                Some(other) => Err(Problem::column_not_number(&pointer(), name, other.kind())),
            }
        };
        columns.push(ChannelColumns {
            counts: column("count", Some(&channel.count))?,
            days: column("days_since", channel.days_since.as_ref())?,
            volumes: column("volume", channel.volume.as_ref())?,
        });
    }
    Ok(Rows { channels, columns, n_rows, first_row })
}
