//! Who may come in: the one user of this machine, or a team with accounts. Enters: sessions, names, passwords.
//! Leaves: persons. Passwords are hashed with Argon2id (RFC 9106), and whoever guesses is made to wait.

use crate::answer::Refusal;
use crate::attempts::Attempts;
use crate::person::{Cleared, Person, Role};
use crate::security;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use axum::http::HeaderMap;
use casebook::{Team, TeamMember};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Characters that a password has at least (NIST SP 800-63B asks for 8, and more where nothing else guards).
pub(crate) const SHORTEST: usize = 12;
/// Characters that it has at most, so that hashing has a limit.
const LONGEST: usize = 1024;

/// Who may come in.
pub(crate) enum Gate {
    /// The one user of this machine, with the token that forms must send back.
    Alone { person: Person, csrf: String },
    /// Those who have an account.
    Team(TeamGate),
}

/// The gate of a team.
pub(crate) struct TeamGate {
    team: Mutex<Team>,
    attempts: Attempts,
    /// Held while a password is hashed, so that many at once do not take all memory.
    hashing: Mutex<()>,
    /// The hash of no password, against which unknown names are checked for as long as known ones.
    nobody: String,
}

impl TeamGate {
    pub(crate) fn new(team: Team) -> Result<Self, Refusal> {
        let nobody = hash(&security::token()?)?;
        Ok(Self { team: Mutex::new(team), attempts: Attempts::default(), hashing: Mutex::new(()), nobody })
    }

    /// The accounts.
    pub(crate) fn team(&self) -> MutexGuard<'_, Team> {
        self.team.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a session for a name and password that belong together; returns the person and the session's token.
    pub(crate) fn sign_in(
        &self,
        name: &str,
        password: &str,
        from: &str,
    ) -> Result<(Person, String), Refusal> {
        let name = name.trim();
        // A name is kept for a while where it is guessed at; no account has a longer one.
        let guessed: String = name.chars().take(80).collect();
        let keys = [format!("name {guessed}"), format!("from {from}")];
        self.attempts.check(&keys, Instant::now())?;
        let member = self.team().member(name)?.filter(|member| member.open);
        let kept = member.as_ref().and_then(|member| member.password.as_deref());
        let matches = self.matches(password, kept.unwrap_or(&self.nobody)) && kept.is_some();
        if let Some(member) = member.filter(|_| matches) {
            self.attempts.forget(&keys);
            return self.begin(&member);
        }
        self.attempts.failed(&keys, Instant::now());
        Err(Refusal::new(403, "name and password do not belong together, or the account is closed"))
    }

    /// Accepts an invitation with a password, and begins a session.
    pub(crate) fn join(&self, code: &str, password: &str, from: &str) -> Result<(Person, String), Refusal> {
        let keys = [format!("from {from}")];
        self.attempts.check(&keys, Instant::now())?;
        let length = password.chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Err(Refusal::new(
                422,
                format!("a password has {SHORTEST} to {LONGEST} characters; choose another"),
            ));
        }
        let hashed = {
            let _one = self.hashing.lock().unwrap_or_else(PoisonError::into_inner);
            hash(password)?
        };
        let joined = self.team().join(code, &hashed, Timestamp::now())?;
        let member = match joined {
            Some(name) => self.team().member(&name)?.filter(|member| member.open),
            None => None,
        };
        if let Some(member) = member {
            return self.begin(&member);
        }
        self.attempts.failed(&keys, Instant::now());
        let what = "the invitation is none, or it was used, or it is older than a week; ask for another";
        Err(Refusal::new(403, what))
    }

    fn begin(&self, member: &TeamMember) -> Result<(Person, String), Refusal> {
        let (token, csrf) = (security::token()?, security::token()?);
        self.team().begin(&member.name, &token, &csrf, Timestamp::now())?;
        let person =
            person(member).ok_or_else(|| Refusal::new(500, format!("there is no role {}", member.role)))?;
        Ok((person, token))
    }

    /// Who a token acts for, as far as it may: never more than its account at this moment.
    pub(crate) fn bearer(&self, secret: &str) -> Result<Option<Person>, Refusal> {
        let Some((member, token)) = self.team().bearer(secret, Timestamp::now())? else { return Ok(None) };
        let Some((own, most)) = person(&member).zip(Role::from_word(&token.role)) else { return Ok(None) };
        let cleared = Cleared {
            restricted: own.cleared.restricted && token.restricted,
            names: own.cleared.names && token.names,
        };
        Ok(Some(Person { name: own.name, role: own.role.min(most), cleared, token: Some(token.label) }))
    }

    fn matches(&self, password: &str, kept: &str) -> bool {
        let _one = self.hashing.lock().unwrap_or_else(PoisonError::into_inner);
        password.chars().count() <= LONGEST
            && PasswordHash::new(kept)
                .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
    }
}

fn hash(password: &str) -> Result<String, Refusal> {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    let hashed: PasswordHash =
        hashed.map_err(|error| Refusal::new(500, format!("the password cannot be hashed: {error}")))?;
    Ok(hashed.to_string())
}

/// The person of an account; `None` where its role is not known.
pub(crate) fn person(member: &TeamMember) -> Option<Person> {
    let cleared = Cleared { restricted: member.restricted, names: member.names };
    Some(Person { name: member.name.clone(), role: Role::from_word(&member.role)?, cleared, token: None })
}

impl Gate {
    /// Whether the server is for this machine alone.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self, Self::Alone { .. })
    }

    /// The team's gate.
    pub(crate) fn team(&self) -> Result<&TeamGate, Refusal> {
        match self {
            Self::Team(gate) => Ok(gate),
            Self::Alone { .. } => {
                Err(Refusal::absent("this casebook is served without accounts; start it with --team"))
            }
        }
    }

    /// Who has a session, and the token that their forms must send back; empty for nobody.
    pub(crate) fn who(&self, session: Option<&str>) -> (Option<Person>, String) {
        match self {
            Self::Alone { person, csrf } => (Some(person.clone()), csrf.clone()),
            Self::Team(gate) => {
                // Where the accounts cannot be read, nobody is let in.
                let found =
                    session.and_then(|token| gate.team().session(token, Timestamp::now()).ok().flatten());
                found.map_or((None, String::new()), |(member, csrf)| (person(&member), csrf))
            }
        }
    }

    /// Where a request comes from: behind a proxy on this machine, what the proxy says.
    pub(crate) fn origin(&self, address: SocketAddr, headers: &HeaderMap) -> String {
        let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let last =
            forwarded.and_then(|all| all.rsplit(',').next()).map(str::trim).filter(|one| !one.is_empty());
        match last {
            Some(last) if address.ip().is_loopback() && !self.is_local() => last.to_owned(),
            _ => address.ip().to_string(),
        }
    }
}
