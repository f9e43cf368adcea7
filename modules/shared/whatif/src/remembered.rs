//! What an instance remembers of a model: what it said of the loaded columns.

/// What a model said, kept by the model's text, so that a slider does not ask it anew for every move. It is a pure
/// result: without it every call computes it to the same bits.
#[derive(Debug)]
pub struct Remembered<Said>(Option<(String, Said)>);

impl<Said> Default for Remembered<Said> {
    fn default() -> Self {
        Remembered(None)
    }
}

impl<Said> Remembered<Said> {
    /// What the model of this text says; `ask` tells it where another model was asked for last.
    ///
    /// # Errors
    /// Those of `ask`; nothing is remembered then.
    ///
    /// ```
    /// use gridfolk_whatif::Remembered;
    /// let mut remembered = Remembered::default();
    /// assert_eq!(remembered.of("a", || Ok::<_, ()>(1)), Ok(&1));
    /// assert_eq!(remembered.of("a", || Ok::<_, ()>(2)), Ok(&1));
    /// assert_eq!(remembered.of("b", || Err(())), Err(()));
    /// assert_eq!(remembered.of("a", || Ok::<_, ()>(3)), Ok(&3));
    /// ```
    pub fn of<E>(&mut self, model: &str, ask: impl FnOnce() -> Result<Said, E>) -> Result<&Said, E> {
        let kept = match self.0.take() {
            Some(kept) if kept.0 == model => kept,
            _ => (model.to_owned(), ask()?),
        };
        Ok(&self.0.insert(kept).1)
    }
}
