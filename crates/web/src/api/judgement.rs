//! Decisions as JSON.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::decide::{Proposal, Stop, Wish, decide};
use casebook::{Correction, Decision};
use serde::Deserialize;
use serde_json::json;

/// What is asked for, by its action.
#[derive(Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
enum Asked {
    Same {
        a: String,
        b: String,
        why: String,
        seen: Option<u64>,
    },
    Different {
        a: String,
        b: String,
        why: String,
        seen: Option<u64>,
    },
    Seen {
        of: String,
        why: String,
        seen: Option<u64>,
    },
    Set {
        of: String,
        field: String,
        value: String,
        why: String,
        seen: Option<u64>,
    },
    Correct {
        of: String,
        field: String,
        value: String,
        words: Option<(u32, u32)>,
        why: String,
        seen: Option<u64>,
    },
    Withdraw {
        on: String,
        acts: Vec<u64>,
        why: String,
        seen: Option<u64>,
    },
}

/// Takes a decision, and answers with the numbers of its acts.
pub(crate) fn take(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let json = call.json.clone().ok_or_else(|| Refusal::bad("send the decision as JSON"))?;
    let asked: Asked = serde_json::from_value(json)
        .map_err(|error| Refusal::bad(format!("the decision cannot be understood: {error}")))?;
    match decide(app, call.person()?, &proposal(asked)) {
        Ok(acts) => Ok(Answer::Json(json!({"acts": acts}))),
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Overtaken(since)) => Ok(Answer::ConflictJson(json!({
            "type": "about:blank", "title": "Conflict", "status": 409,
            "detail": "somebody else decided on this meanwhile; nothing was recorded",
            "since": since.iter().map(|event| event.logged.number).collect::<Vec<_>>(),
        }))),
    }
}

fn proposal(asked: Asked) -> Proposal {
    match asked {
        Asked::Same { a, b, why, seen } => {
            Proposal { on: a.clone(), wish: Wish::Judge(Decision::Same(a, b)), seen, why }
        }
        Asked::Different { a, b, why, seen } => {
            Proposal { on: a.clone(), wish: Wish::Judge(Decision::Different(a, b)), seen, why }
        }
        Asked::Seen { of, why, seen } => {
            Proposal { on: of.clone(), wish: Wish::Judge(Decision::Seen(of)), seen, why }
        }
        Asked::Set { of, field, value, why, seen } => {
            Proposal { on: of.clone(), wish: Wish::Judge(Decision::Set { of, field, value }), seen, why }
        }
        Asked::Correct { of, field, value, words, why, seen } => {
            let on = of.clone();
            Proposal { on, wish: Wish::Correct(vec![Correction { of, field, value, words }]), seen, why }
        }
        Asked::Withdraw { on, acts, why, seen } => Proposal { on, wish: Wish::Withdraw(acts), seen, why },
    }
}
