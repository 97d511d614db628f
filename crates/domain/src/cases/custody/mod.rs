//! Papers and property held for a client: recorded when the institution receives them, settled
//! before the file is closed (rule 24; M349–350).

mod item;
mod movement;
mod settlement;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use item::{
    CustodyDetails, CustodyItem, CustodyItemId, NewCustodyItem, WithdrawCustodyItem,
    decide_correct_item, decide_receive_item, decide_withdraw_item,
};
pub use movement::{CustodyMovement, CustodyMovementId, NewCustodyMovement, decide_move_item};
pub use settlement::{SettleCustodyItem, Settlement, SettlementEvidence, decide_settle_item};
pub use vocabulary::{CustodyKind, CustodyOutcome, CustodyStatus};
