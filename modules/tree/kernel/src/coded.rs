//! Rows led down a tree that grows, by the codes of their values.

/// What one node asks.
#[derive(Debug, Clone, PartialEq)]
pub struct CodedNode {
    /// The column that is asked for.
    pub column: u32,
    /// The code that stands for a missing value.
    pub missing: u16,
    /// Where a missing value goes.
    pub missing_goes_yes: bool,
    /// What the codes of the column are asked.
    pub test: CodedTest,
    /// The node that follows on no, and on yes; equal to the node itself: a leaf.
    pub children: [u32; 2],
}

/// The question of one node.
#[derive(Debug, Clone, PartialEq)]
pub enum CodedTest {
    /// Yes for codes up to this one.
    AtMost(u16),
    /// Yes for codes whose entry is true.
    Among(Vec<bool>),
    /// Never yes, but for a missing value.
    Missing,
}

impl CodedNode {
    #[inline]
    fn goes_yes(&self, code: u16) -> bool {
        if code == self.missing {
            return self.missing_goes_yes;
        }
        match &self.test {
            CodedTest::AtMost(most) => code <= *most,
            CodedTest::Among(among) => among.get(code as usize).copied().unwrap_or(false),
            CodedTest::Missing => false,
        }
    }
}

/// Leads each row on from the node where it stands to its leaf. Children stand behind their parents.
#[inline(never)]
pub fn lead(at: &mut [u32], nodes: &[CodedNode], columns: &[Vec<u16>]) {
    for (row, at) in at.iter_mut().enumerate() {
        loop {
            let node = &nodes[*at as usize];
            if node.children[0] <= *at {
                break;
            }
            let yes = node.goes_yes(columns[node.column as usize][row]);
            *at = node.children[usize::from(yes)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_follow_their_answers() {
        let leaf = |index| CodedNode {
            column: 0,
            missing: 0,
            missing_goes_yes: false,
            test: CodedTest::Missing,
            children: [index, index],
        };
        let node = |column, test, children| CodedNode { column, missing: 3, missing_goes_yes: true, test, children };
        let nodes = [
            node(0, CodedTest::AtMost(1), [1, 2]),
            leaf(1),
            node(1, CodedTest::Among(vec![false, true, false]), [3, 4]),
            leaf(3),
            leaf(4),
        ];
        let columns = [vec![0, 1, 2, 3], vec![1, 0, 0, 3]];
        let mut at = [0; 4];
        lead(&mut at, &nodes, &columns);
        assert_eq!(at, [4, 3, 1, 4]);
    }
}
