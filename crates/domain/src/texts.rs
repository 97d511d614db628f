//! The bounded texts that several rooms share: how long a line, a remark, a narrative may be.

crate::text!(Line, 1..=200, line, "One line of text.");
crate::text!(Lines, 1..=2000, lines, "A few lines of text.");
crate::text!(
    Reason,
    20..=2000,
    lines,
    "Why a rule is set aside: at least 20 characters."
);
crate::text!(
    Narrative,
    1..=20000,
    lines,
    "A narrative of up to 20,000 characters."
);
