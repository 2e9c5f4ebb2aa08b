//! The `OpenAPI` document (3.1), made from the table of routes. Enters: the table and the schemas of
//! `openapi.json` beside this file. Leaves: the document. A route without its schema fails a test.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::route::{Kind, Method, Need, ROUTES, Route};
use serde_json::{Map, Value, json};

/// Schemas of what is taken and given.
const SCHEMAS: &str = include_str!("openapi.json");

/// The document, as a route gives it.
#[allow(clippy::unnecessary_wraps)] // Handlers have one form.
pub(crate) fn answer(_: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::Json(document()))
}

/// The document.
pub(crate) fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.kind == Kind::Api) {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        let method = if route.method == Method::Get { "get" } else { "post" };
        if let Some(path) = path.as_object_mut() {
            path.insert(method.to_owned(), operation(route));
        }
    }
    // The schemas are part of the program, and a test reads them.
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Cenotaph", "version": env!("CARGO_PKG_VERSION"),
            "description": "A casebook over HTTP. Counts are ranges: `max` null means that nothing bounds it there.",
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
                "token": {"type": "http", "scheme": "bearer", "description": "Made by a person for themselves, on the page of their account"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = parts(route.path)
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    for field in route.query {
        let schema: Value = serde_json::from_str(field.schema).unwrap_or_default();
        parameters.push(json!({
            "name": field.name, "in": "query", "required": false, "description": field.means, "schema": schema,
        }));
    }
    let role = match route.need {
        Need::Nothing => "anybody".to_owned(),
        Need::Role(role) => role.to_string(),
    };
    let mut operation = json!({
        "summary": route.does,
        "x-role": role,
        "parameters": parameters,
        "responses": responses(route),
        "security": [{"session": []}, {"token": []}],
    });
    if let (Some(takes), Some(operation)) = (route.takes, operation.as_object_mut()) {
        let content = json!({"application/json": {"schema": reference(Some(takes))}});
        operation.insert("requestBody".into(), json!({"required": true, "content": content}));
        operation.insert("security".into(), json!([{"session": [], "csrf": []}, {"token": []}]));
    }
    if let (true, Some(operation)) = (route.people_alone, operation.as_object_mut()) {
        operation.insert("security".into(), json!([{"session": [], "csrf": []}]));
    }
    operation
}

/// Every status that a route answers with.
fn responses(route: &Route) -> Value {
    let why_not = json!({
        "description": "Why not (RFC 9457)",
        "content": {"application/problem+json": {"schema": reference(Some("Problem"))}},
    });
    let mut all = Map::new();
    let done =
        json!({"description": "Done", "content": {"application/json": {"schema": reference(route.gives)}}});
    all.insert("200".to_owned(), done);
    for status in route.refusals() {
        let told = if status == 304 {
            json!({"description": "As the tag that was sent has it"})
        } else {
            why_not.clone()
        };
        all.insert(status.to_string(), told);
    }
    Value::Object(all)
}

fn reference(schema: Option<&str>) -> Value {
    schema.map_or_else(|| json!({}), |name| json!({"$ref": format!("#/components/schemas/{name}")}))
}

/// The names within braces of a path.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_of_the_api_has_its_schemas_and_every_field_its_own() {
        let schemas: Map<String, Value> = serde_json::from_str(SCHEMAS).expect("schemas are JSON");
        for route in ROUTES.iter().filter(|route| route.kind == Kind::Api) {
            let named = route.gives.into_iter().chain(route.takes).chain(["Problem"]);
            named.for_each(|name| assert!(schemas.contains_key(name), "{}: no schema {name}", route.path));
            assert!(route.gives.is_some(), "{} says what it gives", route.path);
            for field in route.query {
                serde_json::from_str::<Value>(field.schema).expect(field.name);
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut references = Vec::new();
        gather(&document, &mut references);
        assert!(references.len() > 20);
        for reference in references {
            let pointer = reference.strip_prefix('#').expect("within the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    fn gather(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                into.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| gather(value, into));
            }
            Value::Array(values) => values.iter().for_each(|value| gather(value, into)),
            _ => {}
        }
    }
}
