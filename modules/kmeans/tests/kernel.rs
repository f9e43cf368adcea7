//! The fast kernel against a plain one: row by row, every distance as it is defined, full sums.

mod common;

use common::columns;
use kmeans::algorithm::{Memory, Missing, Order, Settings, Start, fit, predict};

/// The definition of the distance, in the order of its operations.
fn square_distance(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0, 0.0];
    for (j, (x, c)) in a.iter().zip(b).enumerate() {
        sums[j % 2] += (x - c) * (x - c);
    }
    sums[0] + sums[1]
}

fn nearest(row: &[f64], centroids: &[f64]) -> u32 {
    let mut best = (f64::INFINITY, 0);
    for (k, centroid) in centroids.chunks(row.len()).enumerate() {
        let square = square_distance(row, centroid);
        if square < best.0 {
            best = (square, k as u32);
        }
    }
    best.1
}

fn settings(k: usize, standardize: bool, max_iter: u32) -> Settings {
    Settings {
        columns: None,
        k,
        start: Start::PlusPlus { n_init: 1, seed: 7 },
        standardize,
        max_iter,
        tol: 0.0,
        missing: Missing::Refuse,
        order: Order::Start,
    }
}

/// Fits, and compares labels and distances with the plain kernel's, after every number of updates.
fn check(columns: &[Vec<f64>], k: usize, standardize: bool) {
    let names: Vec<String> = (0..columns.len()).map(|j| format!("c{j}")).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for max_iter in [1, 2, 3, 5, 8, 13, 100] {
        let mut memory = Memory::default();
        let fitted = fit(settings(k, standardize, max_iter), &names, &slices, &mut memory).expect("a fit");
        let assigned = predict(&fitted.space, &fitted.centroids, slices.clone(), &mut memory);
        for row in 0..columns[0].len() {
            let units: Vec<f64> = columns.iter().map(|column| column[row]).collect();
            let point = fitted.space.to_coordinates(&units);
            let label = nearest(&point, &fitted.centroids);
            assert_eq!(assigned.labels[row], label, "row {row}, {max_iter} updates");
            let centroid = &fitted.centroids[label as usize * point.len()..][..point.len()];
            assert_eq!(assigned.distances[row], square_distance(&point, centroid).sqrt());
        }
    }
}

#[test]
fn labels_are_those_of_the_plain_kernel() {
    for (n, d, k) in
        [(1000, 1, 3), (1001, 2, 4), (998, 3, 5), (1003, 8, 8), (500, 17, 9), (64, 5, 33), (7, 2, 7), (3, 1, 1)]
    {
        check(&columns(n, d, 11), k, true);
        check(&columns(n, d, 12), k, false);
    }
}

#[test]
fn values_far_from_zero_lose_no_exactness() {
    let far = |offset: f64, scale: f64| {
        let shift = |value: &f64| value * scale + offset;
        columns(700, 3, 13).iter().map(|column| column.iter().map(shift).collect()).collect::<Vec<Vec<f64>>>()
    };
    for (offset, scale) in [(1e9, 1.0), (-1e12, 1e-2), (0.0, 1e-30), (1e50, 1e40), (0.0, 1e56)] {
        check(&far(offset, scale), 6, false);
        check(&far(offset, scale), 6, true);
    }
}

#[test]
fn ties_go_to_the_lowest_index() {
    // Whole numbers on a small grid: most rows lie exactly between centroids.
    let grid = |j: usize| (0..900).map(|row| f64::from([row % 5, row / 5 % 5, row / 25 % 3][j] as u8)).collect();
    check(&[grid(0), grid(1), grid(2)], 8, false);
    check(&[grid(0), grid(1)], 10, true);
}

#[test]
fn outliers_do_not_mislead_the_filter() {
    let mut columns = columns(800, 4, 14);
    columns[0][3] = 1e12;
    columns[2][400] = -1e20;
    check(&columns, 5, true);
    check(&columns, 5, false);
}

#[test]
fn rows_and_centroids_too_far_for_whole_numbers_are_computed_as_defined() {
    let mut columns = columns(900, 3, 15);
    for column in &mut columns {
        column.iter_mut().step_by(40).for_each(|value| *value *= 1e5);
    }
    check(&columns, 6, true);
    check(&columns, 12, false);
}
