//! The ways of a thing that is held, from place to place.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CustodyItem, CustodyItemId};
use crate::cases::{Case, CaseEvent};
use crate::intake::CLOCK_SKEW;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};

crate::record_id!(CustodyMovementId, "A move of a thing held for a client.");

/// A thing was taken from where it is kept to another place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "to": "Safe of the state office", "moved_at": "2026-03-10T02:15:00Z",
    "note": "The office has no safe during the repairs."
})))]
pub struct NewCustodyMovement {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CustodyMovementId>,
    /// Where it is kept from now on.
    pub to: Line,
    /// Who moved it, if it was not the worker who records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_by: Option<Line>,
    /// When; not in the future, and not before it was received.
    pub moved_at: DateTime<Utc>,
    /// Why, or what there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// A move as recorded. It is never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustodyMovement {
    /// The id.
    pub id: CustodyMovementId,
    /// What was moved.
    pub custody_item_id: CustodyItemId,
    /// Where it was kept before.
    pub from: Line,
    /// Where it was kept from then on.
    pub to: Line,
    /// Who moved it, if it was not the worker who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_by: Option<Line>,
    /// When.
    pub moved_at: DateTime<Utc>,
    /// Why, or what there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
}

impl CustodyItem {
    /// The item is moved; the move.
    pub fn go(
        &mut self,
        id: CustodyMovementId,
        new: NewCustodyMovement,
        recorded_by: WorkerId,
        now: DateTime<Utc>,
    ) -> CustodyMovement {
        let from = std::mem::replace(&mut self.kept_place, new.to.clone());
        CustodyMovement {
            id,
            custody_item_id: self.id,
            from,
            to: new.to,
            moved_by: new.moved_by,
            moved_at: new.moved_at,
            note: new.note,
            recorded_by,
            created_at: now,
        }
    }
}

/// Records that a thing was moved.
///
/// # Errors
/// `case_closed`, `custody_item_not_held`, `in_future`, `before_receipt`.
pub fn decide_move_item(
    case: &Case,
    item: &CustodyItem,
    movement_id: CustodyMovementId,
    new: &NewCustodyMovement,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = item.barred(case);
    if new.moved_at > now + CLOCK_SKEW {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/moved_at"));
    }
    if new.moved_at < item.details.received_at {
        refusals.push(Refusal::new(RefusalCode::BeforeReceipt).at("/moved_at"));
    }
    decided(refusals, || {
        vec![CaseEvent::CustodyMoved {
            custody_item_id: item.id,
            movement_id,
            moved_at: new.moved_at,
        }]
    })
}
