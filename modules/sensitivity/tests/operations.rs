//! What the operations promise beside numbers that an oracle gives.

mod common;

use common::{Instance, body, customers, loaded, run};
use gridfolk_contract::{Column, Reply, Values};
use serde_json::{Value, json};

fn fitted(columns: &[Column], more: Value) -> Value {
    let mut params = json!({"target": "complained", "missing": "mean", "columns": ["outages", "kwh", "tariff"]});
    for (name, value) in more.as_object().expect("an object") {
        params[name] = value.clone();
    }
    body(&mut loaded(columns.to_vec()), &json!({"op": "fit", "params": params}))
}

fn numbers<'r>(reply: &'r Reply, name: &str) -> &'r [f64] {
    let column = reply.columns.iter().find(|column| column.name == name).expect("the column");
    match &column.values {
        Values::Number(values) => values,
        _ => panic!("numbers"),
    }
}

#[test]
fn shares_and_the_average_add_up_to_the_log_odds() {
    let columns = customers(200, 1, 1.0);
    for standardize in [false, true] {
        let fit = fitted(&columns, json!({"standardize": standardize}));
        let request = json!({"op": "predict", "model": fit["model"], "params": {"shares": true}});
        let reply = run(&mut loaded(columns.clone()), &request).expect("a reply");
        let average = serde_json::from_str::<Value>(&reply.body).expect("it is there")["average_log_odds"]
            .as_f64()
            .expect("it is there");
        let shares = ["share_outages", "share_kwh", "share_tariff"].map(|name| numbers(&reply, name));
        for (row, log_odds) in numbers(&reply, "log_odds").iter().enumerate() {
            let sum = average + shares.iter().map(|share| share[row]).sum::<f64>();
            assert!((sum - log_odds).abs() < 1e-12);
        }
        // Of the rows of the fit, a share is 0 on average.
        assert!(shares[1].iter().sum::<f64>().abs() < 1e-9);
    }
}

#[test]
fn the_base_level_changes_coefficients_and_no_probability() {
    let columns = customers(200, 1, 1.0);
    let (first, second) = (
        fitted(&columns, json!({"base": [{"column": "tariff", "level": "flat"}]})),
        fitted(&columns, json!({"base": [{"column": "tariff", "level": "tou"}]})),
    );
    let level = |fit: &Value, text: &str| {
        let all = fit["coefficients"].as_array().expect("it is there");
        all.iter().find(|one| one["level"] == text).map_or(0.0, |one| one["coefficient"].as_f64().expect("it is there"))
    };
    assert!((level(&first, "tou") + level(&second, "flat")).abs() < 1e-9);
    assert!(
        (first["log_likelihood"].as_f64().expect("it is there")
            - second["log_likelihood"].as_f64().expect("it is there"))
        .abs()
            < 1e-9
    );
}

#[test]
fn a_what_if_without_edits_moves_nobody() {
    let columns = customers(150, 4, 1.0);
    let model = fitted(&columns, json!({}))["model"].clone();
    let what_if = body(&mut loaded(columns), &json!({"op": "what_if", "model": model, "params": {"threshold": 0.3}}));
    assert_eq!(what_if["expected_events_before"], what_if["expected_events_after"]);
    assert_eq!((&what_if["groups"]["n_moved"], &what_if["movers"]), (&json!(0), &json!([])));
}

#[test]
fn memory_changes_no_byte() {
    let columns = customers(150, 4, 1.0);
    let model = fitted(&columns, json!({}))["model"].clone();
    let other = fitted(&columns, json!({"ridge": 3.0}))["model"].clone();
    let scenario = json!([{"column": "outages", "scale": 1.5}]);
    let fit = |ridge: f64| json!({"op": "fit", "params": {"target": "complained", "missing": "mean", "ridge": ridge}});
    let requests = [
        json!({"op": "what_if", "model": model, "params": {"scenario": scenario}}),
        json!({"op": "what_if", "model": other, "params": {"scenario": scenario}}),
        json!({"op": "predict", "model": model}),
        fit(0.0),
        fit(2.0),
        json!({"op": "what_if", "model": model, "params": {"scenario": scenario}}),
        fit(0.0),
    ];
    let mut session = loaded(columns.clone());
    for request in &requests {
        assert_eq!(run(&mut session, request), run(&mut loaded(columns.clone()), request), "{request}");
    }
}

#[test]
fn a_curve_passes_through_what_what_if_computes() {
    let columns = customers(150, 5, 1.0);
    let model = fitted(&columns, json!({}))["model"].clone();
    let mut session = loaded(columns);
    let params = json!({"column": "outages", "at": [2.5], "rows": [7], "second": "tariff", "points": 5});
    let curve = body(&mut session, &json!({"op": "curve", "model": model, "params": params}));
    let set = json!([{"column": "outages", "set": 2.5}]);
    let what_if = json!({"op": "what_if", "model": model, "params": {"scenario": set}});
    let reply = run(&mut session, &what_if).expect("a reply");
    let after = numbers(&reply, "probability_after");
    let near = |found: &Value, expected: f64| assert!((found.as_f64().expect("it is there") - expected).abs() < 1e-12);
    near(&curve["points"][0]["probability"], after.iter().sum::<f64>() / 150.0);
    near(&curve["points"][0]["individual"][0], after[7]);
    let set = json!([{"column": "outages", "set": 2.5}, {"column": "tariff", "set": "tou"}]);
    let what_if = json!({"op": "what_if", "model": model, "params": {"scenario": set}});
    let both = body(&mut session, &what_if);
    let tou = curve["grid"]["levels"]
        .as_array()
        .expect("it is there")
        .iter()
        .position(|level| level == "tou")
        .expect("it is there");
    near(&curve["grid"]["probability"][0][tou], both["expected_events_after"].as_f64().expect("it is there") / 150.0);
}

#[test]
fn the_marginal_effect_is_the_slope_of_the_mean_probability() {
    let columns = customers(150, 5, 1.0);
    let model = fitted(&columns, json!({}))["model"].clone();
    let mut session = loaded(columns);
    let curve = body(&mut session, &json!({"op": "curve", "model": model, "params": {"column": "kwh"}}));
    let mut mean = |add: f64| {
        let params = json!({"scenario": [{"column": "kwh", "add": add}]});
        let reply = body(&mut session, &json!({"op": "what_if", "model": model, "params": params}));
        reply["expected_events_after"].as_f64().expect("it is there") / 150.0
    };
    // Rows without a value do not move with the scenario, but count in the mean effect as the mean does.
    let slope = (mean(1.0) - mean(-1.0)) / 2.0;
    let effect = curve["average_marginal_effect"].as_f64().expect("it is there");
    assert!((slope / effect - 1.0).abs() < 0.08, "{slope} and {effect}");
}

#[test]
fn the_reverse_answer_reaches_the_line_and_keeps_what_is_fixed() {
    let columns = customers(150, 6, 1.0);
    let model = fitted(&columns, json!({}))["model"].clone();
    let mut session = loaded(columns);
    for row in 0..40 {
        for fixed in [json!([]), json!(["outages"]), json!(["tariff", "kwh"])] {
            for wanted in [0.1, 0.25, 0.6] {
                let reverse = json!({"row": row, "probability": wanted, "fixed": fixed});
                let request = json!({"op": "what_if", "model": model, "params": {"reverse": reverse}});
                check_reverse(&mut session, &model, &request, wanted);
            }
        }
    }
}

/// The changes, applied as a scenario of that row alone, give the probability that the reply says.
fn check_reverse(session: &mut Instance, model: &Value, request: &Value, wanted: f64) {
    let found = body(session, request)["reverse"].clone();
    let row = found["row"].as_u64().expect("it is there") as usize;
    let fixed = request["params"]["reverse"]["fixed"].as_array().expect("it is there");
    let mut scenario = Vec::new();
    for change in found["changes"].as_array().expect("it is there") {
        assert!(!fixed.contains(&change["column"]));
        let to = if change["value_after"].is_null() { &change["level_after"] } else { &change["value_after"] };
        scenario.push(json!({"column": change["column"], "set": to}));
    }
    let applied = json!({"op": "what_if", "model": model, "params": {"scenario": scenario}});
    let reply = run(session, &applied).expect("a reply");
    let after = numbers(&reply, "probability_after")[row];
    assert!((after - found["probability_after"].as_f64().expect("it is there")).abs() < 1e-9);
    if found["reached"] == true {
        assert!((after - wanted).abs() < 1e-9 || scenario.iter().any(|edit| edit["column"] == "tariff"));
        let before = found["probability"].as_f64().expect("it is there");
        assert!((before - wanted) * (after - wanted) <= 1e-9, "{before} to {after} does not cross {wanted}");
    }
}

#[test]
fn no_change_of_any_two_columns_is_smaller_than_the_reverse_answer() {
    let columns = customers(150, 6, 1.0);
    let fit = fitted(&columns, json!({}));
    let model = &fit["model"];
    let mut session = loaded(columns);
    let reverse = json!({"row": 3, "probability": 0.5});
    let request = json!({"op": "what_if", "model": model, "params": {"reverse": reverse}});
    let found = body(&mut session, &request)["reverse"].clone();
    assert_eq!(found["reached"], true);
    // A plain search over shares of the work between the two numbers, with and without a change of tariff.
    let number = |name: &str| {
        let column = model["columns"]
            .as_array()
            .expect("it is there")
            .iter()
            .find(|column| column["column"] == name)
            .expect("it is there");
        let field = |field: &str| column["number"][field].as_f64().expect("it is there");
        (field("coefficient"), field("sd"))
    };
    let log_odds = |p: f64| (p / (1.0 - p)).ln();
    let needed = log_odds(0.5) - log_odds(found["probability"].as_f64().expect("it is there"));
    let levels = model["columns"][2]["levels"].as_array().expect("it is there");
    let coefficients: Vec<f64> =
        levels.iter().map(|level| level["coefficient"].as_f64().expect("it is there")).collect();
    let reach = coefficients.iter().fold(0.0, |most: f64, c| most.max(c.abs())) * 2.0;
    let mut least = f64::INFINITY;
    for gain in [0.0, reach] {
        let rest = (needed.abs() - gain).max(0.0);
        for share in 0..=100 {
            let share = f64::from(share) / 100.0;
            let ((a, sd_a), (b, sd_b)) = (number("outages"), number("kwh"));
            let size = rest * share / (a.abs() * sd_a) + rest * (1.0 - share) / (b.abs() * sd_b);
            least = least.min(size + if gain > 0.0 { 1.0 } else { 0.0 });
        }
    }
    // The search may overstep ranges and overstates the tariff, so it can only be smaller or equal.
    assert!(found["size"].as_f64().expect("it is there") >= least - 1e-9);
    let only_numbers =
        found["changes"].as_array().expect("it is there").iter().all(|change| change["column"] != "tariff");
    assert!(
        !only_numbers
            || found["size"].as_f64().expect("it is there")
                <= needed.abs() / (number("outages").0.abs() * number("outages").1) + 1e-9
    );
}

#[test]
fn unknown_levels_are_refused_or_missing_as_the_model_says() {
    let columns = customers(150, 7, 1.0);
    let table = json!({"columns": {"outages": [3.0], "kwh": [20000.0], "tariff": ["new"]}});
    let refusing = fitted(&columns, json!({}))["model"].clone();
    let problem = Instance::default()
        .run(&json!({"op": "predict", "model": refusing, "table": table}).to_string())
        .expect_err("refused");
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("level_not_in_model", "/table/columns/tariff/0"));
    let lenient = fitted(&columns, json!({"unknown": "missing"}))["model"].clone();
    let absent = json!({"columns": {"outages": [3.0], "kwh": [20000.0], "tariff": ["flat"]}});
    let probability = |table: &Value| {
        let request = json!({"op": "predict", "model": lenient, "table": table});
        let reply = Instance::default().run(&request.to_string()).expect("a reply");
        serde_json::from_str::<Value>(&reply.body).expect("it is there")["columns"]["probability"][0].as_f64()
    };
    assert!(probability(&table).is_some() && probability(&table) != probability(&absent));
}

#[test]
fn a_change_that_takes_all_of_a_range_ends_exactly_there() {
    let model = json!({
        "module": "sensitivity", "schema": 1, "target": "y", "standardize": false, "missing": "refuse",
        "unknown": "refuse", "intercept": 0.1, "columns": [
            {"column": "a", "number": {"coefficient": 0.3, "mean": 1, "sd": 1, "least": 0, "greatest": 9}},
            {"column": "b", "number": {"coefficient": 0.1, "mean": 1, "sd": 1, "least": 0, "greatest": 9}}
        ],
    });
    let table = json!({"columns": {"a": [0.7], "b": [5.1]}});
    let params = json!({"reverse": {"row": 0, "probability": 0.53}});
    let request = json!({"op": "what_if", "model": model, "params": params, "table": table});
    let reverse = body(&mut Instance::default(), &request)["reverse"].clone();
    assert_eq!(reverse["reached"], true);
    assert_eq!(reverse["changes"][0], json!({"column": "a", "value": 0.7, "value_after": 0.0}));
}

/// Counts, a flag and hundreds, all of which may move both ways.
const STEPPED: [(&str, f64, f64, f64, f64); 4] = [
    ("calls", 0.61, 1.3, 1.0, 5.0),
    ("flag", -0.8, 0.45, 1.0, 1.0),
    ("kwh", -0.0013, 310.0, 100.0, 600.0),
    ("days", 0.07, 9.0, 1.0, 6.0),
];

#[test]
fn steps_lead_to_multiples_and_at_most_a_step_beyond_the_smallest_change() {
    let number = |(name, coefficient, sd, _, greatest): (&str, f64, f64, f64, f64)| json!({"column": name, "number": {"coefficient": coefficient, "mean": 1, "sd": sd, "least": 0, "greatest": greatest}});
    let model = json!({
        "module": "sensitivity", "schema": 1, "target": "y", "standardize": false, "missing": "refuse",
        "unknown": "refuse", "intercept": -1.0, "columns": STEPPED.map(number),
    });
    let ranges = STEPPED
        .map(|(name, _, _, step, greatest)| json!({"column": name, "least": 0, "greatest": greatest, "step": step}));
    let mut n_exact = 0;
    let mut n_all = 0;
    for now in [[4.0, 1.0, 230.0, 3.0], [0.0, 0.0, 600.0, 0.0], [2.0, 1.0, 0.0, 6.0]] {
        for wanted in [0.01, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9, 0.97, 0.999] {
            let values = STEPPED.iter().zip(now).map(|((name, ..), value)| ((*name).to_owned(), json!([value])));
            let table = json!({"columns": values.collect::<serde_json::Map<_, _>>()});
            let params = json!({"reverse": {"row": 0, "probability": wanted, "ranges": ranges}});
            let request = json!({"op": "what_if", "model": model, "params": params, "table": table});
            let reverse = body(&mut Instance::default(), &request)["reverse"].clone();
            let smallest = smallest_in_steps(now, wanted);
            assert_eq!(reverse["reached"], smallest.is_some(), "{now:?} to {wanted}");
            for change in reverse["changes"].as_array().expect("it is there") {
                let (.., step, greatest) = STEPPED.into_iter().find(|one| change["column"] == one.0).expect("a column");
                let after = change["value_after"].as_f64().expect("it is there");
                assert!(after % step == 0.0 && (0.0..=greatest).contains(&after), "{change}");
            }
            let Some(smallest) = smallest else { continue };
            let size = reverse["size"].as_f64().expect("it is there");
            let step = STEPPED.iter().map(|(_, _, sd, step, _)| step / sd).fold(0.0, f64::max);
            assert!(size > smallest - 1e-9 && size < smallest + step, "{now:?} to {wanted}: {size}, {smallest}");
            n_all += 1;
            n_exact += usize::from(size < smallest + 1e-9);
        }
    }
    assert!(n_exact * 4 > n_all * 3, "{n_exact} of {n_all} are the smallest");
}

/// The size of the smallest change, by trying all.
fn smallest_in_steps(now: [f64; 4], wanted: f64) -> Option<f64> {
    let log_odds = |to: &[f64; 4]| STEPPED.iter().zip(to).fold(-1.0, |sum, ((_, b, ..), x)| sum + b * x);
    let wanted = (wanted / (1.0 - wanted)).ln();
    let is_up = wanted > log_odds(&now);
    let choices = |j: usize| {
        let (.., step, greatest) = STEPPED[j];
        let multiples = (0..=(greatest / step) as u32).map(move |k| f64::from(k) * step);
        multiples.chain([now[j]]).collect::<Vec<_>>()
    };
    let mut least: Option<f64> = None;
    for a in choices(0) {
        for b in choices(1) {
            for c in choices(2) {
                for d in choices(3) {
                    let to = [a, b, c, d];
                    if (is_up && log_odds(&to) < wanted) || (!is_up && log_odds(&to) > wanted) {
                        continue;
                    }
                    let sizes =
                        STEPPED.iter().zip(to).zip(now).map(|(((_, _, sd, ..), to), now)| (to - now).abs() / sd);
                    let size: f64 = sizes.sum();
                    least = Some(least.map_or(size, |least| least.min(size)));
                }
            }
        }
    }
    least
}
