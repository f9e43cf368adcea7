//! Frequent itemsets as a tree of levels.

/// Itemsets with their counts: the shorter first, those of one length by their items. Each is known by
/// its number; it is its parent (the itemset without its last item) and its last item. The items alone
/// are the numbers 0 to m - 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lattice {
    /// Where each level ends.
    level_ends: Vec<u32>,
    parents: Vec<u32>,
    lasts: Vec<u16>,
    counts: Vec<u64>,
    /// Where the children of each itemset begin; one more entry than itemsets.
    children: Vec<u32>,
}

impl Lattice {
    /// An empty lattice with room for so many itemsets.
    pub fn with_capacity(n: usize) -> Self {
        Lattice {
            level_ends: Vec::new(),
            parents: Vec::with_capacity(n),
            lasts: Vec::with_capacity(n),
            counts: Vec::with_capacity(n),
            children: Vec::new(),
        }
    }

    /// The items alone.
    pub fn of_items(counts: &[u64]) -> Self {
        let mut lattice = Lattice::with_capacity(counts.len());
        lattice.begin_level();
        for (item, &count) in counts.iter().enumerate() {
            lattice.push(0, item as u16, count);
        }
        lattice.finish(counts.len())
    }

    /// A lattice from the parents, last items and counts of its itemsets; none where they are no lattice of
    /// `m` items with counts of at most `n_baskets` that do not rise with length.
    pub fn from_parts(m: usize, parents: Vec<u32>, lasts: Vec<u16>, counts: Vec<u64>, n_baskets: u64) -> Option<Self> {
        let n = parents.len();
        if lasts.len() != n || counts.len() != n || n < m || u32::try_from(n).is_err() {
            return None;
        }
        let mut lattice = Lattice { level_ends: Vec::new(), parents, lasts, counts, children: Vec::new() };
        let mut level_start = 0;
        for index in 0..n {
            let (parent, last) = (lattice.parents[index] as usize, lattice.lasts[index]);
            if index < m {
                if parent != 0 || usize::from(last) != index || !(1..=n_baskets).contains(&lattice.counts[index]) {
                    return None;
                }
                continue;
            }
            // A level ends where the parents' level does: at the first child of one of its own itemsets.
            if index == m || parent >= level_start.max(1) && parent >= *lattice.level_ends.last()? as usize {
                level_start = lattice.level_ends.last().map_or(0, |&end| end as usize);
                lattice.level_ends.push(index as u32);
            }
            let rises = index == *lattice.level_ends.last()? as usize
                || (lattice.parents[index - 1], lattice.lasts[index - 1]) < (parent as u32, last);
            let is_below = (level_start..*lattice.level_ends.last()? as usize).contains(&parent)
                && usize::from(last) < m
                && lattice.lasts[parent] < last
                && (1..=lattice.counts[parent]).contains(&lattice.counts[index]);
            if !rises || !is_below {
                return None;
            }
        }
        if n > 0 {
            lattice.level_ends.push(n as u32);
        }
        Some(lattice.finish(m))
    }

    /// Begins the next level.
    pub fn begin_level(&mut self) {
        if !self.parents.is_empty() {
            self.level_ends.push(self.parents.len() as u32);
        }
    }

    /// Adds an itemset to the level: its parent by its place in the level before, its last item, its
    /// count. They come in order.
    pub fn push(&mut self, parent_in_level: usize, last: u16, count: u64) {
        let n_levels = self.level_ends.len();
        let start = if n_levels < 2 { 0 } else { self.level_ends[n_levels - 2] as usize };
        self.parents.push((start + parent_in_level) as u32);
        self.lasts.push(last);
        self.counts.push(count);
    }

    /// Ends the last level; `m` is the number of items.
    pub fn finish(mut self, m: usize) -> Self {
        let n = self.parents.len();
        if self.level_ends.last().copied().unwrap_or(0) as usize != n {
            self.level_ends.push(n as u32);
        }
        self.index_children(m);
        self
    }

    fn index_children(&mut self, m: usize) {
        let n = self.parents.len();
        self.children = Vec::with_capacity(n + 1);
        for (child, &parent) in self.parents.iter().enumerate().skip(m) {
            while self.children.len() <= parent as usize {
                self.children.push(child as u32);
            }
        }
        self.children.resize(n + 1, n as u32);
    }

    /// A lattice with one more level: (parent's number, last item, count), in order.
    #[must_use]
    pub fn with_level(mut self, itemsets: impl Iterator<Item = (u32, u16, u64)>) -> Self {
        let m = self.n_items();
        for (parent, last, count) in itemsets {
            self.parents.push(parent);
            self.lasts.push(last);
            self.counts.push(count);
        }
        self.finish(m)
    }

    /// Number of itemsets.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether no item is frequent.
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// Number of items.
    pub fn n_items(&self) -> usize {
        self.level_ends.first().map_or(0, |&end| end as usize)
    }

    /// The numbers of the itemsets of each length, from 1.
    pub fn levels(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let starts = [0].into_iter().chain(self.level_ends.iter().copied());
        starts.zip(&self.level_ends).map(|(start, &end)| start as usize..end as usize)
    }

    /// By number: the itemset without its last item. (0 for the items alone.)
    pub fn parents(&self) -> &[u32] {
        &self.parents
    }

    /// By number: the last item.
    pub fn lasts(&self) -> &[u16] {
        &self.lasts
    }

    /// By number: the baskets that hold it.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The numbers of the itemsets that have this one as parent.
    pub fn children(&self, itemset: usize) -> std::ops::Range<usize> {
        self.children[itemset] as usize..self.children[itemset + 1] as usize
    }

    /// The items of an itemset, rising.
    pub fn items(&self, itemset: usize) -> Vec<u16> {
        let mut items = vec![self.lasts[itemset]];
        let mut at = itemset;
        while at >= self.n_items() {
            at = self.parents[at] as usize;
            items.push(self.lasts[at]);
        }
        items.reverse();
        items
    }

    /// The number of an itemset, given by its items, rising; none where it is not frequent or empty.
    pub fn find(&self, items: impl IntoIterator<Item = u16>) -> Option<usize> {
        let mut items = items.into_iter();
        let first = usize::from(items.next()?);
        let mut at = (first < self.n_items()).then_some(first)?;
        for item in items {
            at = self.child(at, item)?;
        }
        Some(at)
    }

    /// The number of an itemset with one more item, after its last; none where it is not frequent.
    pub fn child(&self, itemset: usize, item: u16) -> Option<usize> {
        let children = self.children(itemset);
        Some(children.start + self.lasts[children].binary_search(&item).ok()?)
    }
}
