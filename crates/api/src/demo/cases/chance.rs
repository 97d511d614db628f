//! Chance by seed: the same for the same seed, on every machine and in every later version.

use rand_pcg::{Pcg32, rand_core::Rng as _};

/// A source of numbers. Each case has a stream of its own, so that a change in one case changes
/// nothing in the others.
pub struct Chance(Pcg32);

impl Chance {
    /// The stream of this number.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(Pcg32::new(seed, stream))
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u32) -> u32 {
        // The upper half of a 64-bit product: below `n`, and even enough for a tale.
        let wide = u64::from(self.0.next_u32()) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or_default()
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    /// One of these, of which there must be some.
    pub fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let n = u32::try_from(items.len()).unwrap_or(u32::MAX);
        &items[self.below(n) as usize]
    }

    /// True this many times out of a hundred.
    pub fn percent(&mut self, times: u32) -> bool {
        self.below(100) < times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_for_good() {
        let numbers = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            (0..6).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(7, 1), numbers(7, 1));
        assert_ne!(numbers(7, 1), numbers(7, 2));
        assert_ne!(numbers(7, 1), numbers(8, 1));
    }

    #[test]
    fn a_number_stays_within_its_bounds() {
        let mut chance = Chance::new(1, 1);
        for _ in 0..1000 {
            assert!((3..=5).contains(&chance.between(3, 5)));
        }
        assert_eq!(chance.between(9, 9), 9);
    }
}
