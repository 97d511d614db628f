//! How high a risk is (rule 8): its likelihood times its impact, in four bands°.

use super::RiskLevel;

impl RiskLevel {
    /// The level of a risk of this likelihood and impact, each 1 to 5.
    #[must_use]
    pub const fn of(likelihood: u8, impact: u8) -> Self {
        match likelihood.saturating_mul(impact) {
            0..=4 => Self::Low,
            5..=9 => Self::Moderate,
            10..=15 => Self::High,
            16.. => Self::Critical,
        }
    }

    /// The level of a case with open risks of these levels: the worst of them.
    pub fn worst(open: impl IntoIterator<Item = Self>) -> Self {
        open.into_iter().max().unwrap_or(Self::NoneRecorded)
    }

    /// Whether somebody has to look at it now: high and above.
    #[must_use]
    pub const fn alarming(self) -> bool {
        match self {
            Self::High | Self::Critical => true,
            Self::NoneRecorded | Self::Low | Self::Moderate => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_are_those_of_the_rule() {
        let bands = [
            (RiskLevel::Low, [(1, 1), (2, 2), (1, 4)]),
            (RiskLevel::Moderate, [(1, 5), (2, 3), (3, 3)]),
            (RiskLevel::High, [(2, 5), (3, 4), (5, 3)]),
            (RiskLevel::Critical, [(4, 4), (5, 4), (5, 5)]),
        ];
        for (level, risks) in bands {
            for (likelihood, impact) in risks {
                assert_eq!(RiskLevel::of(likelihood, impact), level);
                assert_eq!(RiskLevel::of(impact, likelihood), level);
            }
        }
    }

    #[test]
    fn a_case_is_as_much_at_risk_as_its_worst_risk_says() {
        assert_eq!(RiskLevel::worst([]), RiskLevel::NoneRecorded);
        let open = [RiskLevel::Moderate, RiskLevel::High, RiskLevel::Low];
        assert_eq!(RiskLevel::worst(open), RiskLevel::High);
        assert!(RiskLevel::High.alarming() && !RiskLevel::Moderate.alarming());
    }
}
