//! Some sixty further cases of the demo, of both countries and in every stage, made by chance from
//! a seed: the same seed tells the same people, numbers and texts. They are a story like the others,
//! so that nothing of them is in the database that no client could have written.

mod assessment;
mod chance;
mod courses;
mod ending;
mod identifiers;
mod intake;
mod monitoring;
mod names;
mod offices;
mod papers;
mod people;
mod phrases;
mod planning;
mod problems;
mod script;
mod unplanned;
mod work;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::json;

use super::story::Story;
use chance::Chance;
use courses::{COURSES, Course, End, Reach, Twist};
use offices::Office;
use papers::Papers;
use people::Client;
use phrases::Phrases;
use problems::Problem;
use script::Script;

/// The seed of the demo.
pub const SEED: u64 = 2026;

/// The Tuesday on which the first of them come: a working day in every office of theirs.
const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(2026, 8, 11) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The last week that is told.
const LAST_WEEK: i64 = 14;

/// One case while it is told.
struct Tale<'a> {
    course: &'static Course,
    office: &'static Office,
    problem: &'static Problem,
    words: &'static Phrases,
    papers: &'a Papers,
    chance: Chance,
    client: Client,
    worker: &'static str,
    script: Script,
}

/// The cases that this seed gives, as a story. `before` are the stories told before it, of which
/// the first has registered the ministries.
#[must_use]
pub fn story(seed: u64, before: &[Story]) -> Story {
    let papers = Papers::of(before);
    let offices = midnight(FIRST) - Duration::days(7) + Duration::hours(1);
    let mut steps = Vec::new();
    for (number, course) in (1..).zip(&COURSES) {
        steps.extend(Tale::new(seed, number, course, &papers).told());
    }
    // By the calendar; what is done on one day in the order of the cases.
    steps.sort_by_key(|step| step.at);
    let mut all = offices::register(offices);
    all.extend(steps);
    Story {
        title: "Sixty further cases".into(),
        steps: all,
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

impl<'a> Tale<'a> {
    fn new(seed: u64, number: u64, course: &'static Course, papers: &'a Papers) -> Self {
        let mut chance = Chance::new(seed, number);
        let office = course.office;
        let words = phrases::of(office.country);
        let client = Client::new(&mut chance, office, course.problem.who, words);
        let worker = *chance.of(office.workers);
        let day = FIRST + Duration::weeks(course.week);
        let opens = midnight(day) + office.opens();
        let key = format!("c{number:02}");
        Self {
            course,
            office,
            problem: course.problem,
            words,
            papers,
            chance,
            client,
            worker,
            script: Script::new(key, (worker, office.superior), opens),
        }
    }

    /// The case from its first day as far as it comes.
    fn told(mut self) -> Vec<super::story::Step> {
        self.go();
        self.script.steps()
    }

    /// Each part is done in the week after the one before.
    fn go(&mut self) {
        self.receive();
        match self.course.reach {
            Reach::Received => return,
            Reach::Returned => return self.give_back(),
            Reach::Screened => return self.screen(),
            Reach::Opened
            | Reach::Assessing
            | Reach::Drafting
            | Reach::Proposed
            | Reach::Working
            | Reach::Monitored
            | Reach::Ending
            | Reach::Requested
            | Reach::Closed
            | Reach::Leaving(_)
            | Reach::Left(_)
            | Reach::Back(_) => {}
        }
        self.screen();
        self.accept();
        self.work();
        self.afterwards();
    }

    fn work(&mut self) {
        let reach = self.course.reach;
        if let Reach::Leaving(end) | Reach::Left(end) | Reach::Back(end) = reach
            && !end.late()
        {
            return self.break_off(end);
        }
        if reach == Reach::Opened {
            return;
        }
        self.script.weeks(1);
        self.engage();
        self.assess();
        if reach == Reach::Assessing {
            return;
        }
        self.script.weeks(1);
        self.draft();
        if reach == Reach::Drafting {
            return;
        }
        self.propose();
        if reach == Reach::Proposed {
            return;
        }
        self.script.weeks(1);
        self.activate();
        self.intervene();
        if let Reach::Leaving(end) | Reach::Left(end) | Reach::Back(end) = reach {
            self.script.weeks(2);
            return self.break_off(end);
        }
        if reach == Reach::Working {
            return;
        }
        self.watch();
        self.observe();
        if reach == Reach::Monitored {
            return;
        }
        self.script.weeks(1);
        self.conclude();
        self.prepare_end();
        if reach == Reach::Ending {
            return;
        }
        self.script.weeks(1);
        self.settle();
        self.request_closure(self.words.summary);
        if reach == Reach::Requested {
            return;
        }
        self.script.weeks(1);
        self.approve_closure();
    }

    fn has(&self, twist: Twist) -> bool {
        self.course.twists.contains(&twist)
    }

    /// Where something of this record is.
    fn of(&self, rooms: &str, name: &str, rest: &str) -> String {
        format!("/v1/{rooms}/{}{rest}", self.script.id(name))
    }

    /// Where something of the case is.
    fn of_case(&self, rest: &str) -> String {
        self.of("cases", "case", &format!("/{rest}"))
    }

    /// Moves the case to another stage.
    fn transit(&mut self, to: &str, reason: Option<&str>) {
        let mut body = json!({"to": to});
        if let Some(reason) = reason {
            body["reason"] = json!(reason);
        }
        self.script.act(&self.of_case("transitions"), Some(body));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_and_another_one_something_else() {
        assert_eq!(story(1, &[]), story(1, &[]));
        assert_ne!(story(1, &[]), story(2, &[]));
    }

    #[test]
    fn everybody_has_a_number_of_their_own() {
        for seed in 0..50 {
            let mut numbers = BTreeSet::new();
            for step in story(seed, &[]).steps {
                if step.request == "POST /v1/persons" {
                    let body = step.body.unwrap();
                    let number = body["identifiers"][0]["value"].as_str().unwrap().to_owned();
                    assert!(numbers.insert(number), "{seed}");
                }
            }
            assert_eq!(numbers.len(), COURSES.len());
        }
    }
}
