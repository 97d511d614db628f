//! Chance that can be repeated.

use api::auth::keys::random;

/// A generator (xorshift64*, Vigna 2016): the same seed makes the same world.
pub struct Chance(u64);

impl Chance {
    /// From `KES_TEST_SEED`, or from the machine; says which.
    pub fn new() -> Self {
        let seed = std::env::var("KES_TEST_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or_else(|| u64::from_be_bytes(random().unwrap()));
        println!("seed {seed}; repeat it with KES_TEST_SEED={seed}");
        Self(seed.max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % n
    }

    /// True so many times in a hundred.
    pub fn in_hundred(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// One of them.
    pub fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}
