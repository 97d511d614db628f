//! Identity: keys, tokens, passwords, guesses, and who is calling.

pub mod caller;
pub mod keys;
pub mod password;
pub mod token;
