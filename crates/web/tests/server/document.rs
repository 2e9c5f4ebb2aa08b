//! Every operation of the `OpenAPI` document with made-up parts, parameters and bodies, such as it allows and such as it does
//! not: no answer is a fault of the server, each status is one that the document tells, and each body fits its schema.

use crate::stage::{Answer, Somebody, Stage};
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use web::{Cleared, Kind, ROUTES, Role};

/// How often each operation is tried.
const TRIES: u32 = 24;

/// An operation of the document.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    told: &'a Value,
    document: &'a Value,
}

/// Follows a reference within the document.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).expect("references lead somewhere"),
        None => schema,
    }
}

/// Words that the stage has.
const KNOWN: [&str; 9] =
    ["lamp-1", "kite-2", "Raqqa", "same", "killed", "6-9", "2023-01-03", "\"nine civilians\"", "medics"];
/// Words that are odd.
const ODD: [&str; 8] =
    ["", "\u{202e}\u{0}", "' OR 1=1 --", "../../etc", "%2e%2e", "-1", "18446744073709551616", "{\"a\":1}"];

/// Words that a field may be given: what the stage has, what is odd, and any.
fn word() -> BoxedStrategy<String> {
    prop_oneof![
        prop::sample::select(&KNOWN[..]).prop_map(str::to_owned),
        prop::sample::select(&ODD[..]).prop_map(str::to_owned),
        ".{0,30}"
    ]
    .boxed()
}

/// Values that a schema allows.
fn fitting(document: &Value, schema: &Value) -> BoxedStrategy<Value> {
    let schema = resolved(document, schema);
    if let Some(value) = schema.get("const") {
        return Just(value.clone()).boxed();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(all) = schema[choice].as_array() {
            let all: Vec<_> = all.iter().map(|one| fitting(document, one)).collect();
            return prop::strategy::Union::new(all).boxed();
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return prop::sample::select(values.clone()).boxed();
    }
    match schema["type"].as_str() {
        Some("string") if schema["format"] == "date" => (1990..2030_i32, 1..=12_u8, 1..=28_u8)
            .prop_map(|(y, m, d)| json!(format!("{y}-{m:02}-{d:02}")))
            .boxed(),
        Some("string") => word().prop_map(Value::from).boxed(),
        Some("integer") => {
            let (least, most) =
                (schema["minimum"].as_i64().unwrap_or(0), schema["maximum"].as_i64().unwrap_or(5_000));
            (least..=most).prop_map(Value::from).boxed()
        }
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        Some("array") => {
            let (least, most) =
                (schema["minItems"].as_u64().unwrap_or(0), schema["maxItems"].as_u64().unwrap_or(3));
            prop::collection::vec(fitting(document, &schema["items"]), least as usize..=most as usize)
                .prop_map(Value::from)
                .boxed()
        }
        Some("object") => object(document, schema),
        _ => Just(Value::Null).boxed(),
    }
}

fn object(document: &Value, schema: &Value) -> BoxedStrategy<Value> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut all: BoxedStrategy<Map<String, Value>> = Just(Map::new()).boxed();
    for (name, of) in schema["properties"].as_object().into_iter().flatten() {
        let (name, needed) = (name.clone(), required.contains(&name.as_str()));
        all = (all, fitting(document, of), any::<bool>())
            .prop_map(move |(mut object, value, there)| {
                if needed || there {
                    object.insert(name.clone(), value);
                }
                object
            })
            .boxed();
    }
    all.prop_map(Value::from).boxed()
}

/// A value with something in it that the schema does not allow, for the most part.
fn spoiled(fitting: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let wrong = prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!(-1)),
        Just(json!(1.5e300)),
        word().prop_map(Value::from)
    ];
    (fitting, wrong, any::<prop::sample::Index>(), any::<bool>())
        .prop_map(|(mut value, wrong, which, left_out)| {
            match value.as_object_mut().filter(|object| !object.is_empty()) {
                Some(object) => {
                    let name = object.keys().nth(which.index(object.len())).cloned().unwrap_or_default();
                    if left_out {
                        object.remove(&name)
                    } else {
                        object.insert(name, wrong)
                    };
                    value
                }
                None => wrong,
            }
        })
        .boxed()
}

/// What of a value a schema does not allow, as far as the document's schemas go (JSON Schema 2020-12: types, enumerations,
/// constants, choices, members and their number).
fn faults_of(document: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let schema = resolved(document, schema);
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_of = |name: &&str| match *name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schemas have a type {other}"),
    };
    let mut fault = |what: String| faults.push(format!("{at}: {what}"));
    if !types.is_empty() && !types.iter().any(is_of) {
        fault(format!("{value} is none of {types:?}"));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        fault(format!("{value} is not one of {}", schema["enum"]));
    }
    if schema.get("const").is_some_and(|one| one != value) {
        fault(format!("{value} is not {}", schema["const"]));
    }
    if value.as_i64().zip(schema["minimum"].as_i64()).is_some_and(|(value, least)| value < least) {
        fault(format!("{value} is less than {}", schema["minimum"]));
    }
    if let Some(all) = value.as_array() {
        let many = all.len() as u64;
        if schema["minItems"].as_u64().is_some_and(|least| many < least)
            || schema["maxItems"].as_u64().is_some_and(|most| many > most)
        {
            fault(format!("{many} items"));
        }
        if schema["items"].is_object() {
            all.iter().enumerate().for_each(|(n, one)| {
                faults_of(document, &schema["items"], one, &format!("{at}/{n}"), faults);
            });
        }
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                faults.push(format!("{at}: no {name}"));
            }
        }
        for (name, one) in object {
            let of = schema["properties"].get(name).or(schema.get("additionalProperties"));
            match of {
                Some(Value::Bool(false)) => faults.push(format!("{at}: {name} is too much")),
                Some(of) if of.is_object() => faults_of(document, of, one, &format!("{at}/{name}"), faults),
                _ => {}
            }
        }
    }
}

#[test]
fn a_body_that_does_not_fit_is_told_from_one_that_does() {
    let schema = json!({"type": "object", "required": ["a"], "additionalProperties": false, "properties": {
        "a": {"type": ["integer", "null"], "minimum": 0}, "b": {"type": "array", "maxItems": 1, "items": {"enum": ["x"]}}}});
    let faults = |value: Value| {
        let mut faults = Vec::new();
        faults_of(&Value::Null, &schema, &value, "", &mut faults);
        faults.len()
    };
    assert_eq!([json!({"a": 1}), json!({"a": null, "b": ["x"]})].map(faults), [0, 0]);
    let wrong = [
        json!([]),
        json!({}),
        json!({"a": "1"}),
        json!({"a": -1}),
        json!({"a": 1, "c": 2}),
        json!({"a": 1, "b": ["y"]}),
        json!({"a": 1, "b": ["x", "x"]}),
    ];
    assert!(wrong.map(faults).iter().all(|faults| *faults == 1));
}

/// A request: path with query, and body.
type Request = (String, Option<String>);

impl Operation<'_> {
    fn requests(&self, parts: &[String]) -> BoxedStrategy<Request> {
        let parts = prop_oneof![3 => prop::sample::select(parts.to_vec()), 1 => word()];
        let path = self.path.to_owned();
        let path = parts.prop_map(move |part| {
            let quoted = part.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
            let quoted = if quoted.is_empty() { "%20".to_owned() } else { quoted };
            path.split('/')
                .map(|one| if one.starts_with('{') { quoted.as_str() } else { one })
                .collect::<Vec<_>>()
                .join("/")
        });
        let fields: Vec<_> = self.told["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|field| field["in"] == "query")
            .map(|field| {
                let name = field["name"].as_str().expect("a name").to_owned();
                let value = fitting(self.document, &field["schema"])
                    .prop_map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                let value = prop_oneof![2 => value, 1 => word()];
                prop::option::weighted(0.3, value)
                    .prop_map(move |value| value.map(|value| (name.clone(), value)))
            })
            .collect();
        let query = fields.prop_map(|fields| {
            serde_urlencoded::to_string(fields.into_iter().flatten().collect::<Vec<_>>()).expect("a query")
        });
        let schema = &self.told["requestBody"]["content"]["application/json"]["schema"];
        let body = if schema.is_null() {
            Just(None).boxed()
        } else {
            let good = fitting(self.document, schema);
            let bad = spoiled(good.clone());
            prop_oneof![3 => good.prop_map(|json| json.to_string()), 2 => bad.prop_map(|json| json.to_string()), 1 => word()].prop_map(Some).boxed()
        };
        (path, query, body).prop_map(|(path, query, body)| (format!("{path}?{query}"), body)).boxed()
    }

    fn send(&self, who: &Somebody, (path, body): &Request) -> Answer {
        let headers = [("Content-Type", "application/json"), ("X-CSRF-Token", who.csrf.as_str())];
        who.ask(&self.method.to_uppercase(), path, &headers, body.as_deref().unwrap_or("").as_bytes())
    }

    /// Whether an answer is one that the document tells.
    fn fits(&self, request: &Request, answer: &Answer) {
        let shown = || format!("{} {request:?}: {} {}", self.method, answer.status, answer.body);
        assert!(answer.status < 500, "{}", shown());
        let told = &self.told["responses"][answer.status.to_string()];
        assert!(told.is_object(), "the document does not tell this status: {}", shown());
        if answer.status == 304 {
            return;
        }
        let kind = answer.header("content-type").unwrap_or_default().to_owned();
        let schema = &told["content"][&kind]["schema"];
        assert!(schema.is_object(), "the document does not tell {kind}: {}", shown());
        let mut faults = Vec::new();
        faults_of(self.document, schema, &answer.json(), "", &mut faults);
        assert!(faults.is_empty(), "{faults:?}: {}", shown());
    }
}

#[test]
fn every_operation_answers_as_the_document_tells_whatever_it_is_sent() {
    let stage = Stage::team();
    let admin = stage.member("Amal", Role::Admin, Cleared { restricted: true, names: true });
    let reader = stage.member("Basim", Role::Reader, Cleared::default());
    let program = admin.program("walk", Role::Admin, Cleared { restricted: true, names: true });
    let document = admin.get("/api/v1/openapi.json").json();
    let item = admin.get("/api/v1/review").json()["items"][0]["id"].as_str().unwrap_or("none").to_owned();
    let parts = ["Raqqa", "Idlib"].map(|place| admin.incident_at(place));
    let parts: Vec<String> =
        parts.into_iter().chain(["lamp-1".to_owned(), "kite-2".to_owned(), "1".to_owned(), item]).collect();
    let (mut operations, mut good) = (0_usize, 0_usize);
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, told) in methods.as_object().expect("methods") {
            let operation = Operation { path, method, told, document: &document };
            let mut runner =
                TestRunner::new(Config { cases: TRIES, failure_persistence: None, ..Config::default() });
            let done = std::cell::Cell::new(0);
            let tried = runner.run(&operation.requests(&parts), |request| {
                for who in [&admin, &reader, &program] {
                    let answer = operation.send(who, &request);
                    operation.fits(&request, &answer);
                    done.set(done.get() + u32::from(answer.status == 200));
                }
                Ok(())
            });
            if let Err(fault) = tried {
                panic!("{method} {path}: {fault}");
            }
            operations += 1;
            good += usize::from(done.get() > 0);
        }
    }
    let routes = ROUTES.iter().filter(|route| route.kind == Kind::Api).count();
    assert_eq!(operations, routes);
    assert!(good >= operations - 2, "{good} of {operations} operations were carried out at least once");
}
