//! The figures of a problem's message.

use std::collections::BTreeMap;
use std::ops::Index;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::tree::Node;

/// Values by name, in the order of the names. A list: there are never many, and the standard map's inserting
/// is 1 KB gzipped of every module.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(from = "BTreeMap<String, Value>")]
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

impl From<BTreeMap<String, Value>> for Figures {
    fn from(map: BTreeMap<String, Value>) -> Self {
        Figures(map.into_iter().map(|(name, value)| (name, value.into())).collect())
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
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
        assert_eq!(serde_json::from_str::<Figures>(json).expect("figures"), figures);
        assert_eq!((&figures["row"], figures.get("n")), (&Node::from(3), None));
    }
}
