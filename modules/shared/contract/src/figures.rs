//! The figures of a problem's message.

use std::ops::Index;

use crate::fault::Fault;
use crate::read::{FromJson, Slot};
use crate::tree::Node;
use crate::write::{JsonText, ToJson};

/// No message has so many; a host reads no more of them from a module.
const FIGURES_MAX: usize = 1000;

/// Values by name, in the order of the names. A list: there are never many, and the standard map's inserting
/// is 1 KB gzipped of every module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures(Vec<(String, Node)>);

impl Figures {
    /// Sets a value, in place of an earlier one of that name.
    pub fn insert(&mut self, name: &str, value: Node) {
        let place = self.0.iter().take_while(|(other, _)| other.as_str() < name).count();
        match self.0.get_mut(place) {
            Some((other, old)) if other == name => *old = value,
            _ => self.0.insert(place, (name.to_owned(), value)),
        }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }
}

impl Index<&str> for Figures {
    type Output = Node;

    /// The value of that name; null where there is none.
    fn index(&self, name: &str) -> &Node {
        self.get(name).unwrap_or(&Node::Null)
    }
}

impl Slot for Figures {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        let fields = node.object("a map")?;
        if fields.len() > FIGURES_MAX {
            return Err(Fault::wrong_length(fields.len(), "fewer figures"));
        }
        fields.iter().for_each(|(name, value)| self.insert(name, value.clone()));
        Ok(())
    }
}

impl FromJson for Figures {
    fn blank() -> Self {
        Figures::default()
    }
}

impl ToJson for Figures {
    fn write_json(&self, text: &mut JsonText) {
        text.members(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_the_order_of_their_names() {
        let mut figures = Figures::default();
        for (name, value) in [("row", 3), ("k", 1), ("max", 2), ("k", 9)] {
            figures.insert(name, value.into());
        }
        let json = r#"{"k":9,"max":2,"row":3}"#;
        assert_eq!(crate::reply::to_json(&figures), json);
        assert_eq!((&figures["row"], figures.get("n")), (&Node::from(3), None));
        let read: Figures = crate::request::parse(r#"{"row": 3, "max": 1, "k": 9, "max": 2}"#, "").expect("figures");
        assert_eq!(read, figures);
    }

    #[test]
    fn a_module_that_tells_endless_figures_is_not_heard() {
        let members = |n: usize| (0..n).map(|i| format!("\"f{i}\":0")).collect::<Vec<_>>().join(",");
        let read = |n| crate::request::parse::<Figures>(&format!("{{{}}}", members(n)), "");
        assert!(read(FIGURES_MAX).is_ok());
        assert_eq!(read(FIGURES_MAX + 1).unwrap_err().code, "wrong_value");
    }
}
