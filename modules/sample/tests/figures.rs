//! The population against the figures that its sources give, within five standard errors.

use std::sync::LazyLock;

use gridfolk_contract::{Category, Column, Items, Values};
use sample::algorithm::generate;
use sample::params::GenerateRequest;

const N: u64 = 100_000;

/// The whole population of the default parameters, with its truth.
static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| columns(GenerateRequest::default()));

fn columns(request: GenerateRequest) -> Vec<Column> {
    generate(&GenerateRequest { n_customers: N, truth: true, ..request }.check().expect("allowed")).columns
}

fn values<'a>(columns: &'a [Column], name: &str) -> &'a Values {
    &columns.iter().find(|column| column.name == name).unwrap_or_else(|| panic!("no column {name}")).values
}

fn numbers(name: &str) -> &'static [f64] {
    match values(&COLUMNS, name) {
        Values::Number(numbers) => numbers,
        _ => panic!("{name} holds no numbers"),
    }
}

fn category(name: &str) -> &'static Category {
    match values(&COLUMNS, name) {
        Values::Category(category) => category,
        _ => panic!("{name} is no category"),
    }
}

fn is(name: &str, level: &str) -> Vec<bool> {
    let category = category(name);
    (0..N as usize).map(|row| category.level(row) == Some(level)).collect()
}

fn not(rows: &[bool]) -> Vec<bool> {
    rows.iter().map(|row| !row).collect()
}

fn and(a: &[bool], b: &[bool]) -> Vec<bool> {
    a.iter().zip(b).map(|(a, b)| *a && *b).collect()
}

fn holds(name: &str, condition: impl Fn(f64) -> bool) -> Vec<bool> {
    numbers(name).iter().map(|value| condition(*value)).collect()
}

/// The values of the chosen rows, missing ones left out.
fn of(values: &[f64], rows: &[bool]) -> Vec<f64> {
    values.iter().zip(rows).filter(|(value, row)| **row && !value.is_nan()).map(|(value, _)| *value).collect()
}

fn occupied_households() -> Vec<bool> {
    and(&is("class", "residential"), &not(&is("truth_segment", "household_vacant")))
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
    (mean, (variance / n).sqrt())
}

fn assert_mean(what: &str, values: &[f64], expected: f64) {
    let (mean, error) = mean_and_error(values);
    assert!((mean - expected).abs() <= 5.0 * error, "{what}: {mean} ± {error} and not {expected}");
}

/// The share of the values that are at most `limit`.
fn assert_share_below(what: &str, values: &[f64], limit: f64, expected: f64) {
    let share = values.iter().filter(|value| **value <= limit).count() as f64 / values.len() as f64;
    let error = (expected * (1.0 - expected) / values.len() as f64).sqrt();
    assert!((share - expected).abs() <= 5.0 * error, "{what}: {share} ± {error} and not {expected}");
}

fn assert_share(what: &str, rows: &[bool], expected: f64) {
    let values: Vec<f64> = rows.iter().map(|row| f64::from(u8::from(*row))).collect();
    assert_share_below(what, &values, 0.5, 1.0 - expected);
}

fn logs(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value.ln()).collect()
}

fn standard_deviation(values: &[f64]) -> f64 {
    mean_and_error(values).1 * (values.len() as f64).sqrt()
}

/// A normal sample's standard deviation has the standard error sd / sqrt(2 n).
fn assert_normal_spread(what: &str, values: &[f64], expected: f64) {
    let sd = standard_deviation(values);
    let error = expected / (2.0 * values.len() as f64).sqrt();
    assert!((sd - expected).abs() <= 5.0 * error, "{what}: {sd} ± {error} and not {expected}");
}

#[test]
fn classes_and_sites_are_mixed_as_stated() {
    for (class, share) in [("residential", 0.88), ("commercial", 0.09), ("industrial", 0.02), ("other", 0.01)] {
        assert_share(class, &is("class", class), share);
    }
    for (site, share) in [("city", 0.225), ("rural", 0.725), ("remote", 0.05)] {
        assert_share(site, &is("site", site), share);
    }
}

#[test]
fn four_in_five_households_stay_in_the_first_tier_and_one_in_twenty_reaches_the_third() {
    let kwh = of(numbers("kwh_year"), &occupied_households());
    // Thieves' meters show less: half a percent of them moves a share by at most 0.001.
    assert_share_below("first tier", &kwh, 2760.0, 0.80);
    assert_share_below("second tier", &kwh, 4800.0, 0.95);
    assert_share_below("median", &kwh, 1546.0, 0.5);
    assert_normal_spread("spread", &logs(&of(numbers("kwh_year"), &and(&occupied_households(), &honest()))), 0.69);
    assert_mean("mean", &kwh, 1960.0);
}

fn honest() -> Vec<bool> {
    holds("truth_theft", |theft| theft == 0.0)
}

#[test]
fn each_region_has_its_first_tier_for_four_in_five() {
    for (region, limit) in [("beijing", 2880.0), ("shanghai", 3120.0), ("guizhou", 3000.0)] {
        let columns = columns(GenerateRequest { region: region.to_owned(), ..Default::default() });
        let Values::Number(kwh) = values(&columns, "kwh_year") else { panic!("numbers") };
        assert_share_below(region, &of(kwh, &occupied_households()), limit, 0.80);
        let has_tou = matches!(values(&columns, "tariff"), Values::Category(category) if category.codes.contains(&1));
        assert_eq!(has_tou, region == "shanghai", "{region}");
    }
}

#[test]
fn business_use_has_the_cited_logarithms() {
    for (class, mean, spread) in [("commercial", 9.80, 1.85), ("industrial", 200_000f64.ln(), 1.9)] {
        let ln_kwh = logs(&of(numbers("kwh_year"), &and(&is("class", class), &honest())));
        assert_mean(class, &ln_kwh, mean);
        assert_normal_spread(class, &ln_kwh, spread);
    }
    let ln_margin = logs(&of(numbers("margin_yuan"), &and(&is("class", "commercial"), &honest())));
    assert_normal_spread("margin", &ln_margin, 1.25);
}

#[test]
fn months_vary_as_in_london() {
    // Floors of the month factors and vacancy change the upper tail, so the P90 has 4 % of room.
    let lived_in = and(&occupied_households(), &holds("n_months_vacant_12m", |n| n == 0.0));
    let cv = of(numbers("kwh_month_cv"), &lived_in);
    assert_share_below("P10", &cv, 0.08, 0.10);
    let share = |limit: f64| cv.iter().filter(|value| **value <= limit).count() as f64 / cv.len() as f64;
    assert!((share(0.16) - 0.50).abs() < 0.02 && (share(0.42) - 0.90).abs() < 0.02, "{} {}", share(0.16), share(0.42));
}

#[test]
fn outages_follow_the_reliability_figures() {
    let hours = numbers("outage_hours_12m");
    assert_mean("urban hours", &of(hours, &is("site", "city")), 2.6);
    assert_mean("rural hours", &of(hours, &not(&is("site", "city"))), 7.9);
    assert_mean("national hours", hours, 0.225 * 2.6 + 0.775 * 7.9);
    assert!((0.225 * 2.6 + 0.775 * 7.9 - 6.7f64).abs() < 0.02);
    assert_mean("urban count", &of(numbers("n_outages_12m"), &is("site", "city")), 2.6 / 3.0);
    let total: f64 = numbers("n_outages_12m").iter().sum();
    let planned: f64 = numbers("n_outages_planned_12m").iter().sum();
    assert!((planned / total - 0.33).abs() < 5.0 * (0.33 * 0.67 / total).sqrt());
}

#[test]
fn the_duration_of_a_single_outage_is_lognormal() {
    let single = and(&is("site", "city"), &holds("n_outages_12m", |n| n == 1.0));
    let ln_hours = logs(&of(numbers("outage_hours_12m"), &single));
    assert_mean("ln hours", &ln_hours, 3f64.ln() - 0.32);
    assert_normal_spread("ln hours", &ln_hours, 0.8);
}

#[test]
fn twelve_percent_make_contact_after_an_outage() {
    assert_mean("events", numbers("outage_contact_next"), 0.120);
    assert_mean("probabilities", numbers("truth_outage_probability"), 0.120);
    assert_mean("hotline contacts", numbers("n_hotline_calls_12m"), 0.15);
    assert_mean("complaints in two years", numbers("n_complaints_24m"), 0.0016);
}

#[test]
fn bills_are_late_as_stated() {
    let billed = holds("n_bills_12m", |n| n > 0.0);
    let per_bill = |name: &str| -> Vec<f64> {
        numbers(name).iter().zip(numbers("n_bills_12m")).map(|(late, bills)| late / bills).collect()
    };
    for (class, share) in [("residential", 0.08), ("commercial", 0.12), ("industrial", 0.04)] {
        assert_mean(class, &of(&per_bill("n_bills_late_12m"), &and(&billed, &is("class", class))), share);
    }
    // Of 0.0824 late bills 0.006 stay unpaid for 30 days; the last of 12 bills is not due for so long.
    let whole_year = holds("n_bills_12m", |n| n == 12.0);
    let sum = |name: &str| of(numbers(name), &whole_year).iter().sum::<f64>();
    let (long, late) = (sum("n_bills_late_30_days_12m"), sum("n_bills_late_12m"));
    let expected = 0.006 / 0.0824 * 11.0 / 12.0;
    // A customer's delays go together: twice the error of independent bills.
    let error = 2.0 * (expected / late).sqrt();
    assert!((long / late - expected).abs() < 5.0 * error, "{} ± {error} and not {expected}", long / late);
    // A bill beyond 30 days has a rate of 0.006, so 12 of them come to at most 0.072 customers.
    let unpaid = of(numbers("truth_arrears_probability"), &billed);
    let (mean, _) = mean_and_error(&unpaid);
    assert!((0.03..0.072).contains(&mean), "{mean}");
    assert_mean(
        "arrears event",
        numbers("unpaid_30_days_next"),
        mean_and_error(numbers("truth_arrears_probability")).0,
    );
}

#[test]
fn residents_pay_as_stated() {
    let residents = is("class", "residential");
    let n_residents = residents.iter().filter(|row| **row).count() as f64;
    for (channel, share) in [("app", 0.30), ("wechat", 0.40), ("bank_debit", 0.15), ("hall", 0.05), ("other", 0.10)] {
        let found =
            and(&residents, &is("payment_channel", channel)).iter().filter(|row| **row).count() as f64 / n_residents;
        assert!((found - share).abs() < 5.0 * (share * (1.0 - share) / n_residents).sqrt(), "{channel}: {found}");
    }
    let whole_year = and(&residents, &holds("tenure_months", |months| months >= 12.0));
    assert_mean("payments", &of(numbers("n_payments_12m"), &whole_year), 121.4 / 14.0);
}

#[test]
fn signs_of_theft_have_the_means_and_variances_of_the_textbook() {
    assert_share("theft", &not(&honest()), 0.005);
    let thieves = GenerateRequest { theft_share: 0.5, ..Default::default() };
    let columns = columns(thieves);
    let number = |name: &str| match values(&columns, name) {
        Values::Number(numbers) => numbers.clone(),
        _ => panic!("numbers"),
    };
    let theft = number("truth_theft");
    for (kind, trend, loss, alarms) in
        [(0.0, (2.33, 3.144), 0.46, (1.03, 0.888)), (1.0, (5.18, 4.994), 0.85, (2.08, 1.719))]
    {
        let rows: Vec<bool> = theft.iter().map(|theft| *theft == kind).collect();
        assert_mean("trend", &of(&number("trend_drop_index"), &rows), trend.0);
        assert_mean("loss", &of(&number("line_loss_flag"), &rows), loss);
        assert_mean("alarms", &of(&number("n_alarms"), &rows), alarms.0);
        for (name, variance) in [("trend_drop_index", trend.1), ("n_alarms", alarms.1)] {
            let found = standard_deviation(&of(&number(name), &rows)).powi(2);
            assert!((found / variance - 1.0).abs() < 0.03, "{name}: {found} and not {variance}");
        }
    }
}

#[test]
fn late_payers_have_more_arrears_and_fail_more_often() {
    let late = holds("n_bills_late_12m", |n| n >= 3.0);
    for name in ["arrears_to_bill_mean", "unpaid_30_days_next", "is_tenant", "delay_days_max_12m"] {
        let (often, _) = mean_and_error(&of(numbers(name), &late));
        let (seldom, _) = mean_and_error(&of(numbers(name), &not(&late)));
        assert!(often > 1.4 * seldom, "{name}: {often} against {seldom}");
    }
    assert!(numbers("arrears_yuan").iter().zip(&late).any(|(yuan, late)| *yuan > 0.0 && *late));
    assert!(of(numbers("arrears_yuan"), &holds("n_bills_late_12m", |n| n == 0.0)).iter().all(|yuan| *yuan == 0.0));
}

#[test]
fn callers_and_frequent_outages_go_with_contacts() {
    let (base, _) = mean_and_error(numbers("outage_contact_next"));
    for rows in [holds("n_outage_calls_12m", |n| n > 0.0), holds("n_outages_12m", |n| n >= 5.0)] {
        let (share, _) = mean_and_error(&of(numbers("outage_contact_next"), &rows));
        assert!(share > 1.4 * base, "{share} against {base}");
    }
}

#[test]
fn inspectors_find_far_more_than_chance() {
    let found = of(numbers("inspection_found"), &vec![true; N as usize]);
    let (share, _) = mean_and_error(&found);
    assert!(share > 10.0 * 0.005, "{share}");
    assert_eq!(found.len() as f64, numbers("is_inspected").iter().sum::<f64>());
}

#[test]
fn the_truth_ranks_better_than_one_observed_feature() {
    // The area under the ROC curve by truth, and by the best single feature.
    for (event, truth, feature) in [
        ("outage_contact_next", "truth_outage_probability", "n_outages_12m"),
        ("unpaid_30_days_next", "truth_arrears_probability", "n_bills_late_12m"),
    ] {
        let (by_truth, by_feature) = (auc(numbers(truth), numbers(event)), auc(numbers(feature), numbers(event)));
        assert!(
            by_truth > 0.75 && by_truth > by_feature + 0.03 && by_feature > 0.55,
            "{event}: {by_truth} {by_feature}"
        );
    }
}

/// By ranks, ties in the middle.
fn auc(scores: &[f64], events: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let n_bad: f64 = events.iter().sum();
    let mut rank_sum = 0.0;
    let mut at = 0.0;
    for tied in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
        let middle = at + (tied.len() as f64 + 1.0) / 2.0;
        rank_sum += middle * tied.iter().map(|row| events[*row]).sum::<f64>();
        at += tied.len() as f64;
    }
    (rank_sum - n_bad * (n_bad + 1.0) / 2.0) / (n_bad * (scores.len() as f64 - n_bad))
}

#[test]
fn every_number_is_in_its_range() {
    for column in COLUMNS.iter() {
        let Values::Number(numbers) = &column.values else { continue };
        let name = column.name.as_str();
        let may_be_negative = ["margin_yuan", "kwh_change_share", "kwh_change_share_6m", "valley_share_change"];
        let may_be_negative = may_be_negative.contains(&name);
        let is_share = !may_be_negative && name.ends_with("_share") && name != "capacity_use_share"
            || name.contains("probability");
        for value in numbers.iter().filter(|value| !value.is_nan()) {
            assert!(value.is_finite(), "{name}");
            assert!(!is_share || (0.0..=1.0).contains(value), "{name} is {value}");
            assert!(may_be_negative || is_share || *value >= 0.0, "{name} is {value}");
        }
    }
}

#[test]
fn tags_agree_with_their_columns() {
    let Values::Items(tags) = values(&COLUMNS, "tags") else { panic!("items") };
    let has = |tags: &Items, row: usize, tag: &str| tags.row(row).iter().any(|code| tags.levels[*code as usize] == tag);
    for row in 0..N as usize {
        assert_eq!(has(tags, row, "pays_late"), numbers("n_bills_late_12m")[row] >= 3.0);
        assert_eq!(has(tags, row, "frequent_outage"), numbers("n_outages_2m")[row] >= 3.0);
        assert_eq!(has(tags, row, "direct_debit"), numbers("is_direct_debit")[row] == 1.0);
        assert_eq!(has(tags, row, "falling"), numbers("kwh_change_share")[row] < -0.3);
    }
}
