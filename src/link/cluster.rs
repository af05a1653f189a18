//! Links to groups: strongest first, and no group may hold a conflict.

#![allow(clippy::indexing_slicing, reason = "rows index the arrays made for them")]

/// Members of a group that a newcomer is compared with at most.
const WITNESSES: usize = 48;

/// Groups of rows that grow together.
#[derive(Debug)]
pub(crate) struct Groups {
    parent: Vec<u32>,
    /// Rows of each group, kept at its root; a group of one holds none.
    members: Vec<Vec<u32>>,
}

impl Groups {
    pub(crate) fn new(rows: usize) -> Self {
        Self { parent: (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect(), members: vec![Vec::new(); rows] }
    }

    /// The root of a row's group.
    pub(crate) fn find(&mut self, row: u32) -> u32 {
        let mut root = row;
        while self.parent[root as usize] != root {
            let above = self.parent[root as usize];
            self.parent[root as usize] = self.parent[above as usize];
            root = above;
        }
        root
    }

    fn of(&self, root: u32) -> Vec<u32> {
        let members = &self.members[root as usize];
        if members.is_empty() { vec![root] } else { members.clone() }
    }

    /// The first members of a row's group.
    pub(crate) fn members(&mut self, row: u32) -> Vec<u32> {
        let root = self.find(row);
        let mut members = self.of(root);
        members.truncate(WITNESSES);
        members
    }

    /// Joins the groups of two rows unless a member of the one may not stand beside one of the other; tells whether
    /// they are one group now.
    pub(crate) fn join(&mut self, a: u32, b: u32, together: impl Fn(u32, u32) -> bool) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return true;
        }
        let (left, right) = (self.of(a), self.of(b));
        let agree = left.iter().take(WITNESSES).all(|&x| right.iter().take(WITNESSES).all(|&y| together(x, y)));
        if !agree {
            return false;
        }
        let (root, child) = if left.len() >= right.len() { (a, b) } else { (b, a) };
        self.parent[child as usize] = root;
        self.members[child as usize] = Vec::new();
        let (mut all, mut more) = if root == a { (left, right) } else { (right, left) };
        all.append(&mut more);
        self.members[root as usize] = all;
        true
    }

    /// The groups as lists of rows, each row once.
    pub(crate) fn into_lists(mut self) -> Vec<Vec<u32>> {
        let rows = u32::try_from(self.parent.len()).unwrap_or(u32::MAX);
        let mut lists = Vec::new();
        for row in 0..rows {
            if self.find(row) == row {
                let mut list = self.of(row);
                list.sort_unstable();
                lists.push(list);
            }
        }
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_cut_where_it_would_join_a_conflict() {
        let mut groups = Groups::new(4);
        let together = |x: u32, y: u32| (x.min(y), x.max(y)) != (0, 3);
        assert!(groups.join(0, 1, together));
        assert!(groups.join(2, 3, together));
        assert!(!groups.join(1, 2, together));
        assert_eq!(groups.into_lists(), [vec![0, 1], vec![2, 3]]);
    }
}
