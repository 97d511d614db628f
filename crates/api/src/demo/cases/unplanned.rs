//! Ends before the time, each with what its reason asks for.

use serde_json::{Value, json};

use super::{End, Reach, Tale};

impl End {
    /// Whether it comes when the plan is being carried out; else before there is one.
    pub(super) const fn late(self) -> bool {
        match self {
            Self::Deceased | Self::ClientRequest | Self::BeyondCapacity => true,
            Self::MovedAway | Self::LostContact | Self::Absconded | Self::NoSuitableService => {
                false
            }
        }
    }

    const fn reason(self) -> &'static str {
        match self {
            Self::Deceased => "deceased",
            Self::MovedAway => "moved_away",
            Self::LostContact => "lost_contact",
            Self::ClientRequest => "client_request",
            Self::Absconded => "absconded_from_institution",
            Self::NoSuitableService => "no_suitable_service",
            Self::BeyondCapacity => "beyond_agency_capacity",
        }
    }
}

impl Tale<'_> {
    /// The case ends for this reason: it stays in termination, is closed, or is opened again.
    pub(super) fn break_off(&mut self, end: End) {
        match end {
            End::LostContact => self.seek(),
            End::Deceased
            | End::MovedAway
            | End::ClientRequest
            | End::Absconded
            | End::NoSuitableService
            | End::BeyondCapacity => self.script.weeks(1),
        }
        self.transit("termination", Some(end.reason()));
        if let Some(told) = self.particulars(end) {
            let mut body = json!({});
            body[end.reason()] = told;
            let path = self.of_case("termination");
            self.script.change(&format!("PATCH {path}"), body);
        }
        if let Reach::Leaving(_) = self.course.reach {
            return;
        }
        self.tell_family();
        if end != End::Deceased {
            self.support();
        }
        if end.late() {
            self.end_contract();
        }
        self.hand_over();
        self.request_closure(self.words.ends.summary);
        self.script.weeks(1);
        self.approve_closure();
        if let Reach::Back(_) = self.course.reach {
            self.script.weeks(2);
            let path = self.of_case("reopening");
            let body = json!({"reason": self.words.reopened});
            self.script.superior(&format!("POST {path}"), body);
        }
    }

    /// Three attempts on three days over more than two weeks, by two ways.
    fn seek(&mut self) {
        for channel in ["phone", "visit", "visit"] {
            self.script.weeks(1);
            let body = json!({"with": "client", "channel": channel, "purpose": "follow_up",
                "at": self.script.ago(45), "reached": false,
                "summary": self.words.ends.attempt});
            self.script.make("", &self.of_case("contacts"), body);
        }
    }

    fn particulars(&mut self, end: End) -> Option<Value> {
        let ends = &self.words.ends;
        let today = self.script.today();
        let number = self.chance.between(1000, 9999);
        let told = match end {
            End::Deceased => {
                let [source, paper] = ends.died;
                json!({"died_on": self.script.ahead(-3), "source": source,
                    "document_reference": format!("{paper} {number}/2026")})
            }
            End::MovedAway => {
                let [place, reason] = ends.moved;
                json!({"new_place": place,
                    "receiving_unit": {"answer": "client_refused", "reason": reason}})
            }
            End::LostContact => return None,
            End::ClientRequest => json!({"statement": ends.wish,
                "signature": self.client.signature(today), "risks_explained_on": today}),
            End::Absconded => {
                let [how, outcome] = ends.traced;
                json!({"left_on": self.script.ahead(-2), "reasons": ["dislikes_institution_life"],
                    "report_number": format!("Santubong/00{number}/26"),
                    "attempts_to_trace": [{"on": self.script.ahead(-1), "how": how,
                        "outcome": outcome}]})
            }
            End::NoSuitableService => {
                let [service, result] = ends.tried;
                json!({"services": [{"service": service, "result": result}]})
            }
            End::BeyondCapacity => {
                let [detail, to] = ends.beyond;
                json!({"limit": "other_discipline", "detail": detail, "directed_to": to})
            }
        };
        Some(told)
    }
}
