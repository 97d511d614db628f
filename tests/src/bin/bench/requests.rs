//! The requests of each kind of work, written out before the clock starts.

use domain::access::Role;

use crate::{
    Failure,
    ids::Ids,
    organisation::{DISTRICTS, OFFICES, Organisation, Session},
    originals::{CASES, acceptance, case_number, is_responsible, waiting_number},
    tokens::Tokens,
};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// An answer without a caller, a rule or a record.
    Static,
    /// A case from memory: everything a request goes through but storage.
    NoDatabase,
    /// One case.
    GetCase,
    /// The 50 newest cases of a unit in a stage, for somebody with this role.
    ListCases(Role),
    /// Accepts an intake.
    Accept,
}

/// Writes requests.
pub struct Requests<'a> {
    /// Who asks.
    pub organisation: &'a Organisation,
    /// With which tokens.
    pub tokens: &'a Tokens,
    /// For what.
    pub ids: Ids,
    /// How often each original was copied.
    pub copies: u32,
    /// The ETag of the waiting intakes.
    pub waiting_etag: &'a str,
}

impl Requests<'_> {
    /// `count` requests; acceptances take the waiting intakes from the `from`-th on.
    pub fn of(&self, work: Work, from: usize, count: usize) -> Result<Vec<Vec<u8>>, Failure> {
        let mut chance = Chance(from as u64 + 1);
        let sessions: Vec<usize> = match work {
            Work::ListCases(role) => self.sessions(|session| session.worker.role == role),
            _ => self.sessions(|_| true),
        };
        let one = |number: usize| {
            let who = sessions[number % sessions.len()];
            let session = &self.organisation.sessions[who];
            let token = &self.tokens.by_session[who];
            Ok(match work {
                Work::Static => get("/health/live", None),
                Work::NoDatabase => get("/v1/bench/case", Some(token)),
                Work::GetCase => get(&self.case(session, &mut chance), Some(token)),
                Work::ListCases(_) => {
                    let unit = self.organisation.office(self.office(session, &mut chance));
                    let path = format!("/v1/cases?unit_id={unit}&stage=assessment&limit=50");
                    get(&path, Some(token))
                }
                Work::Accept => self.acceptance(number)?,
            })
        };
        (from..from + count).map(one).collect()
    }

    fn sessions(&self, wanted: impl Fn(&Session) -> bool) -> Vec<usize> {
        let all = self.organisation.sessions.iter().enumerate();
        all.filter(|(_, session)| wanted(session))
            .map(|(at, _)| at)
            .collect()
    }

    /// An office whose cases the session's worker sees.
    fn office(&self, session: &Session, chance: &mut Chance) -> usize {
        match session.worker.role {
            Role::Director => session.worker.office + chance.below(DISTRICTS),
            _ => session.worker.office,
        }
    }

    fn case(&self, session: &Session, chance: &mut Chance) -> String {
        let worker = &session.worker;
        let mut case = chance.below(CASES.len());
        let (_, named_only) = CASES[case];
        let hidden = named_only && worker.role == Role::Caseworker;
        if hidden && !is_responsible(self.organisation, worker, case) {
            case = 0;
        }
        let number = case_number(self.office(session, chance), case);
        let copy = 1 + chance.below(self.copies as usize) as u32;
        format!("/v1/cases/{}", self.ids.of(number, copy))
    }

    /// The offices take turns.
    fn acceptance(&self, number: usize) -> Result<Vec<u8>, Failure> {
        let office = number % OFFICES;
        let copy = 1 + u32::try_from(number / OFFICES)?;
        // The other half is pgbench's.
        if copy > self.copies / 2 {
            return Err("no intake waits any more: seed more cases or ask for fewer rounds".into());
        }
        let staff = |role| {
            let mut staff = self.organisation.staff(role, office);
            staff.next().ok_or("an office without staff")
        };
        let intake = self.ids.of(waiting_number(office), copy);
        let body = acceptance(staff(Role::Caseworker)?).to_string();
        let token = self.tokens.bearer(staff(Role::Supervisor)?)?;
        let (etag, length) = (self.waiting_etag, body.len());
        Ok(format!(
            "POST /v1/intakes/{intake}/acceptance HTTP/1.1\r\nHost: bench\r\n\
             Authorization: {token}\r\nIf-Match: {etag}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes())
    }
}

fn get(path: &str, token: Option<&String>) -> Vec<u8> {
    let authorization =
        token.map_or_else(String::new, |token| format!("Authorization: {token}\r\n"));
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{authorization}\r\n").into_bytes()
}

/// Numbers without a pattern, the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}
