//! Households: registered, found, amended; their card numbers and members.

pub mod cards;
pub mod load;
pub mod members;
pub mod routes;
pub mod views;
